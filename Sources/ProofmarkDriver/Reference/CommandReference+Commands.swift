extension CommandReference {
    static let commands: [Command] = [
        Command(
            name: "verify",
            summary: "fuzz and prove every property",
            details:
                "Builds the property suites of a package, runs what was found before, then every engine on "
                + "every property, and says of each rule what is known. What is known already, of the same sources "
                + "with the same settings, is taken from the cache.",
            examples: [
                "proofmark verify --filter queueing --cases 100000",
                "proofmark verify --since main --report sarif=proofmark.sarif",
                "proofmark verify --profile overnight --engine fuzz",
            ]
        ),
        Command(
            name: "list",
            summary: "show the properties and their rules",
            details: "With --since, only those that a branch affects, and why.",
            examples: ["proofmark list --since main"]
        ),
        Command(
            name: "replay",
            operand: "TOKEN",
            summary: "run a counterexample again",
            details: "Ends with 1 while the run still breaks its rule.",
            examples: ["proofmark replay pm2-EG1ldGVyaW5n…"]
        ),
        Command(
            name: "explain",
            operand: "WHAT",
            words: Glossary.words,
            summary: "say what matters in a run, or what a word means",
            details:
                "WHAT is the token of a counterexample (which of its choices may be anything, and which step "
                + "makes the difference), the name of a rule or a part of it, or a word of a report, such as vacuous.",
            examples: ["proofmark explain pm2-EG1ldGVyaW5n…", "proofmark explain vacuous"]
        ),
        Command(
            name: "plan",
            summary: "list the work units, with their cost",
            details:
                "A unit is one engine on one property. The costs are those of the last verification that the "
                + "cache knows of.",
            examples: ["proofmark plan --format json >plan.json"]
        ),
        Command(
            name: "merge",
            operand: "REPORT...",
            summary: "join the reports of shards into one",
            details:
                "The reports are those that verify --shard wrote as JSON. A shard that is missing, or a unit "
                + "that no shard ran, makes the whole inconclusive.",
            examples: ["proofmark merge shard-*.json --report junit=report.xml"]
        ),
        Command(
            name: "submit",
            summary: "verify on a Slurm cluster",
            details:
                "Builds the suites, submits a job array with one shard for each task, and waits for their "
                + "reports. What a node that died has left undone is submitted once more. The package and its scratch "
                + "folder must lie where all nodes see them.",
            examples: ["proofmark submit --slurm --shards 16 --sbatch=--partition=ci"]
        ),
        Command(
            name: "init",
            summary: "give a package its first property suite",
            details:
                "Adds a target below Properties with a first specification that compiles and runs. Twice changes "
                + "nothing."
        ),
        Command(
            name: "config",
            summary: "show all settings, and where each comes from",
            details:
                "Flags count more than the environment, that more than proofmark.json in the package, and that "
                + "more than the profile.",
            examples: ["proofmark config --profile overnight"]
        ),
        Command(
            name: "report",
            operand: "FILE",
            summary: "show a report that was written as JSON",
            details: "Or write it in another form.",
            examples: ["proofmark report report.json --report html=report.html"]
        ),
        Command(name: "doctor", summary: "see whether all is here that it needs"),
        Command(
            name: "completions",
            operand: "SHELL",
            words: ShellCompletion.allCases.map(\.rawValue),
            summary: "print the completions for bash, zsh or fish",
            examples: [
                "proofmark completions bash >/etc/bash_completion.d/proofmark",
                "proofmark completions zsh >\"${fpath[1]}/_proofmark\"",
                "proofmark completions fish >~/.config/fish/completions/proofmark.fish",
            ]
        ),
        Command(
            name: "man",
            summary: "print the manual page",
            examples: ["proofmark man >/usr/local/share/man/man1/proofmark.1"]
        ),
    ]
}
