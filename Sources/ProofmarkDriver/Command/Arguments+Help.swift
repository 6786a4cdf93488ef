extension Arguments {
    /// What `--help` prints: at most 80 columns.
    package static let help = """
        proofmark: verifies schedulers and routers written in Swift.

        usage: proofmark verify [flags]        fuzz and prove every property
               proofmark list [flags]          show the properties and their rules
               proofmark replay TOKEN [flags]  run a counterexample again
               proofmark init [flags]          give a package its first property suite
               proofmark report FILE [flags]   show a report that was written as JSON,
                                               or write it in another form
               proofmark doctor                see whether all is here that it needs

        what is verified:
          --package PATH       the package; the one around this folder by default
          --filter NAME        only properties whose name contains this
          --engine fuzz|prove  only this engine; both by default
          --regressions DIR    where violations are saved, and run again first
                               (Properties/Regressions)

        how much:
          --profile NAME       quick (1,000 runs, 10 s), merge, or overnight (8 hours,
                               a new seed; goes on where it was stopped) (merge)
          --seed N             seed of the random runs (1)
          --cases N            random runs for each property (10000)
          --hash-seeds 1|2     whether each run happens under a second seed of hash
                               tables too (2)
          --coverage           steer runs into code that none has reached, and say
                               what part was reached
          --show-uncovered     the same, and name the lines that were not
          --depth N            steps to prove; what the property says by default
          --budget SECONDS     for each engine on each property (60)
          --workers N          processes at the same time; one for each core
          --memory MB          for each worker process (4096)

        what is shown:
          --verbose            what each verdict rests on, or why it is no more
          --format text|json   what is printed (text)
          --report FORM=FILE   write the report to a file as well: json, junit, sarif,
                               markdown, github (the annotations of a workflow); -,
                               in place of the file, is the standard output

        checked by others:
          --emit-smt DIR       write what each proof rests on as SMT-LIB 2
          --cross-check        have cvc5 check that too

        what is kept:
          --scratch-path PATH  where the package is built (its .build/proofmark)
          --cache DIR          where verdicts are kept while nothing that they depend
                               on changes; a CI job may save and restore it (cache in
                               the scratch folder)
          --no-cache           build, and verify everything
          --proofmark PATH|URL where init finds Proofmark; the clone of this command
                               by default

        PROOFMARK_PROFILE, PROOFMARK_SEED, PROOFMARK_CASES, PROOFMARK_WORKERS,
        PROOFMARK_DEPTH, PROOFMARK_BUDGET, PROOFMARK_MEMORY and PROOFMARK_CACHE in the
        environment stand for the flags that are not given.

        exit codes: 0 all hold, 1 violated, 2 usage, 3 inconclusive, 4 vacuous,
        5 internal error

        examples:
          proofmark verify --filter queueing --cases 100000
          proofmark verify --depth 12 --budget 300 --report sarif=proofmark.sarif
          proofmark verify --profile overnight --engine fuzz
        """
}
