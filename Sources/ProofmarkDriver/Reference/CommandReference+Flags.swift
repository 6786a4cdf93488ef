extension CommandReference {
    /// Those that verify, here or elsewhere.
    private static let verifying = ["verify", "plan", "submit", "config"]

    static let flags: [Flag] = [
        Flag(
            name: "--package",
            value: .folder("PATH"),
            group: .what,
            summary: "the package; the one around this folder by default",
            commands: verifying + ["list", "replay", "explain", "init", "doctor"]
        ),
        Flag(
            name: "--filter",
            value: .text("NAME"),
            group: .what,
            summary: "only properties whose name contains this",
            commands: ["verify", "plan", "submit", "list"]
        ),
        Flag(
            name: "--engine",
            value: .choice(["fuzz", "prove"]),
            group: .what,
            summary: "only this engine; both by default",
            commands: ["verify", "plan", "submit"]
        ),
        Flag(
            name: "--since",
            value: .text("REV"),
            group: .what,
            summary: "only suites that depend on what changed since the branch left this revision of git",
            commands: ["verify", "plan", "submit", "list"]
        ),
        Flag(
            name: "--regressions",
            value: .folder("DIR"),
            group: .what,
            summary: "where violations are saved, and run again first (Properties/Regressions)",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--profile",
            value: .choice(Profile.allCases.map(\.rawValue)),
            group: .much,
            summary:
                "quick: 1,000 runs, 10 s; overnight: 8 hours, a new seed, goes on where it was stopped (merge)",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--seed",
            value: .text("N"),
            group: .much,
            summary: "seed of the random runs (1)",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--cases",
            value: .text("N"),
            group: .much,
            summary: "random runs for each property (10000)",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--hash-seeds",
            value: .choice(["1", "2"]),
            group: .much,
            summary: "whether each run happens under a second seed of hash tables too (2)",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--coverage",
            value: .none,
            group: .much,
            summary: "steer runs into code that none has reached, and say what part was reached",
            commands: ["verify", "submit"]
        ),
        Flag(
            name: "--show-uncovered",
            value: .none,
            group: .much,
            summary: "the same, and name the lines that were not",
            commands: ["verify", "submit"]
        ),
        Flag(
            name: "--depth",
            value: .text("N"),
            group: .much,
            summary: "steps to prove; what the property says by default",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--budget",
            value: .text("SECONDS"),
            group: .much,
            summary: "for each engine on each property (60)",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--workers",
            value: .text("N"),
            group: .much,
            summary: "processes at the same time; one for each core",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--memory",
            value: .text("MB"),
            group: .much,
            summary: "for each worker process (4096)",
            commands: verifying,
            isSetting: true
        ),
        Flag(
            name: "--verbose",
            value: .none,
            group: .shown,
            summary: "what each verdict rests on, or why it is no more",
            commands: ["verify", "submit", "report", "merge"]
        ),
        Flag(
            name: "--quiet",
            value: .none,
            group: .shown,
            summary: "only what does not hold, and the sum",
            commands: ["verify", "submit", "report", "merge"]
        ),
        Flag(
            name: "--format",
            value: .choice(["text", "json"]),
            group: .shown,
            summary: "what is printed (text)",
            commands: verifying + ["list", "replay", "explain", "report", "merge", "doctor"]
        ),
        Flag(
            name: "--report",
            value: .fileAs(ReportFile.Form.allCases.map(\.rawValue)),
            group: .shown,
            summary: "write the report to a file as well: "
                + ReportFile.Form.allCases.map(\.rawValue).joined(separator: ", ")
                + "; - in place of the file is the standard output, and the text goes to standard error",
            commands: ["verify", "submit", "report", "merge"]
        ),
        Flag(
            name: "--plan",
            value: .file("FILE"),
            group: .shared,
            summary: "the plan by whose costs the shards are balanced",
            commands: ["verify"]
        ),
        Flag(
            name: "--shard",
            value: .text("I/N"),
            group: .shared,
            summary: "only the I-th of N shares of the work units",
            commands: ["verify"]
        ),
        Flag(
            name: "--slurm",
            value: .none,
            group: .shared,
            summary: "submit to Slurm",
            commands: ["submit"]
        ),
        Flag(
            name: "--shards",
            value: .text("N"),
            group: .shared,
            summary: "how many shares there are (4)",
            commands: ["submit"]
        ),
        Flag(
            name: "--sbatch",
            value: .text("OPTION"),
            group: .shared,
            summary: "hand this option to sbatch; may be given more than once",
            commands: ["submit"]
        ),
        Flag(
            name: "--timeout",
            value: .text("SECONDS"),
            group: .shared,
            summary: "how long to wait for all shards (3600)",
            commands: ["submit"]
        ),
        Flag(
            name: "--emit-smt",
            value: .folder("DIR"),
            group: .checked,
            summary: "write what each proof rests on as SMT-LIB 2",
            commands: ["verify"]
        ),
        Flag(
            name: "--cross-check",
            value: .none,
            group: .checked,
            summary: "have cvc5 check that too",
            commands: ["verify"]
        ),
        Flag(
            name: "--scratch-path",
            value: .folder("PATH"),
            group: .kept,
            summary: "where the package is built (its .build/proofmark)",
            commands: verifying + ["list", "replay", "explain", "init", "doctor"]
        ),
        Flag(
            name: "--cache",
            value: .folder("DIR"),
            group: .kept,
            summary:
                "where verdicts are kept while nothing that they depend on changes; a CI job may save and restore it (cache in the scratch folder)",
            commands: verifying + ["list", "replay", "explain"],
            isSetting: true
        ),
        Flag(
            name: "--no-cache",
            value: .none,
            group: .kept,
            summary: "build, and verify everything",
            commands: ["verify", "plan", "submit", "list", "replay", "explain"]
        ),
        Flag(
            name: "--proofmark",
            value: .folder("PATH|URL"),
            group: .kept,
            summary: "where init finds Proofmark; the clone of this command by default",
            commands: ["init"]
        ),
    ]
}
