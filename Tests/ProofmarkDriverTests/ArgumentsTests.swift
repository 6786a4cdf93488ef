import Proofmark
import ProofmarkDriver
import Testing

@Suite struct ArgumentsTests {
    @Test func flagsAreRead() throws {
        let words =
            "verify --package p --filter f --seed 3 --cases=5 --depth 6 --budget 1.5 --format json --scratch-path s"
        let arguments = try Arguments(words.split(separator: " ").map(String.init))
        #expect(arguments.command == .verify)
        #expect(
            arguments.package == "p" && arguments.filter == "f" && arguments.seed == 3 && arguments.cases == 5
        )
        #expect(
            arguments.depth == 6 && arguments.budget == 1.5 && arguments.format == .json
                && arguments.scratchPath == "s"
        )
        #expect(try Arguments(["replay", "--package", "p", "pm2-x"]).command == .replay(token: "pm2-x"))
        #expect(try Arguments(["replay", "pm2-x", "--package", "p"]).package == "p")
    }

    @Test func helpFitsATerminalAndNamesEveryFlag() throws {
        let help = CommandHelp.text()
        for line in help.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        let values = [
            "--seed": "3", "--cases": "3", "--hash-seeds": "1", "--depth": "3", "--budget": "3",
            "--workers": "1",
            "--memory": "99", "--profile": "quick", "--engine": "fuzz", "--format": "json",
            "--report": "json=x", "--shard": "1/2", "--shards": "2", "--timeout": "9",
        ]
        let named = help.split(whereSeparator: { " ,\n".contains($0) }).filter {
            $0.hasPrefix("--")
        }
        #expect(Set(named).count > 20)
        for flag in Set(named) where !["--help", "--help;"].contains(flag) {
            // What the help names is taken, with a value or without one.
            let tries = [
                ["verify", "\(flag)"], ["verify", "\(flag)", values["\(flag)"] ?? "x"],
                ["init", "\(flag)", "x"],
                ["submit", "--slurm", "\(flag)"], ["submit", "--slurm", "\(flag)", values["\(flag)"] ?? "x"],
            ]
            #expect(tries.contains { (try? Arguments($0)) != nil }, "\(flag)")
        }
    }

    @Test(arguments: [
        (["verify", "--case", "5"], "did you mean --cases?"),
        (["verfy"], "did you mean verify?"),
        (["verify", "--cases", "0"], "no cases would be no test"),
        (["verify", "--depth", "0"], "depth 0 would prove nothing"),
        (["verify", "--depth", "many"], "--depth is \"many\""),
        (["verify", "--budget", "-1"], "above 0"),
        (["verify", "--format", "xml"], "text or json"),
        (["verify", "--seed"], "--seed needs a value"),
        (["list", "--seed", "1"], "list does not take \"--seed\""),
        (["replay"], "needs the token"),
        ([], "proofmark verify"),
        (["verify", "extra"], "does not take \"extra\""),
        (["verify", "--shard", "3/2"], "takes I/N"),
        (["verify", "--shard", "0/2"], "takes I/N"),
        (["submit"], "proofmark submit --slurm"),
        (["merge"], "needs the reports of all shards"),
        (["completions", "tcsh"], "bash, zsh and fish"),
        (["explain"], "explain needs a token"),
        (["verify", "--report", "json=a", "--report", "html=./a"], "--report names ./a twice"),
        (["verify", "--format", "json", "--report", "github=-"], "would mix on standard output"),
    ]) func mistakesAreExplained(words: [String], message: String) {
        let failure = #expect(throws: CommandFailure.self) { try Arguments(words) }
        #expect(failure?.exitCode == .usage)
        #expect(failure?.description.contains(message) == true, "\(failure?.description ?? "")")
    }
}
