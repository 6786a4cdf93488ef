import Foundation
import TestSupport
import Testing

/// Help, manual page and completions: all of one table.
@Suite struct ReferenceTests {
    @Test func everyCommandHasItsHelp() throws {
        let all = try CommandRun(["--help"])
        #expect(all.status == 0)
        let commands = [
            "verify", "list", "replay", "explain", "plan", "merge", "submit", "init", "config", "report",
            "doctor",
            "completions", "man",
        ]
        for command in commands {
            #expect(all.output.contains("\n  \(command)"), "\(command)")
            let own = try CommandRun([command, "--help"])
            #expect(own.status == 0 && own.output.hasPrefix("proofmark \(command): "), "\(own)")
            for line in (all.output + own.output).split(separator: "\n") {
                #expect(line.count <= 80, "\(line)")
            }
        }
        for command in ["verify", "plan", "merge", "submit", "explain", "config"] {
            #expect(
                try CommandRun([command, "--help"]).output.contains("examples:\n  proofmark"),
                "\(command)"
            )
        }
    }

    @Test(.enabled(if: TestTools.hasShell("man"))) func theManualPageIsWellFormed() throws {
        let page = try CommandRun(["man"]).output
        #expect(page.hasPrefix(".TH PROOFMARK 1"))
        try TestTools.withFolder { folder in
            let file = folder.appendingPathComponent("proofmark.1")
            try Data(page.utf8).write(to: file)
            let shown = try TestTools.run(
                ["man", "--warnings=w", "-l", file.path],
                environment: ["MANWIDTH": "80", "MAN_KEEP_FORMATTING": "0", "LC_ALL": "C.UTF-8"]
            )
            // Bold letters are struck twice.
            let text = shown.output.replacing(/.\x08/, with: "")
            #expect(shown.status == 0 && !text.contains("warning:"), "\(text.prefix(500))")
            for name in ["--hash-seeds", "PROOFMARK_HASH_SEEDS", "submit", "EXIT STATUS"] {
                #expect(text.contains(name), "\(name)")
            }
        }
    }

    @Test(.enabled(if: TestTools.hasShell("bash"))) func bashCompletes() throws {
        func complete(_ words: [String]) throws -> [String] {
            let script = try CommandRun(["completions", "bash"]).output
            let list = words.map { "'\($0)'" }.joined(separator: " ")
            let made = try TestTools.run([
                "bash", "-c",
                "\(script)\nCOMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _proofmark; printf '%s\\n' \"${COMPREPLY[@]}\"",
            ])
            #expect(made.status == 0, "\(made.output)")
            return made.output.split(separator: "\n").map(String.init)
        }
        #expect(try complete(["proofmark", "ver"]) == ["verify"])
        #expect(try complete(["proofmark", "verify", "--cas"]) == ["--cases"])
        #expect(try complete(["proofmark", "verify", "--profile", "ov"]) == ["overnight"])
        #expect(try complete(["proofmark", "completions", ""]) == ["bash", "zsh", "fish"])
        #expect(try complete(["proofmark", "list", "--cas"]) == [])
        #expect(try complete(["proofmark", "verify", "--report", "js"]) == ["json="])
        #expect(try complete(["proofmark", "verify", "--report", "json", "=", "/et"]) == ["/etc"])
        #expect(try complete(["proofmark", "explain", "vac"]) == ["vacuous"])
    }

    @Test(.enabled(if: TestTools.hasShell("fish"))) func fishCompletes() throws {
        let script = try CommandRun(["completions", "fish"]).output
        func complete(_ line: String) throws -> String {
            try TestTools.run(["fish", "--no-config", "-c", "\(script)\ncomplete -C '\(line)'"]).output
        }
        #expect(try complete("proofmark ver").contains("verify"))
        #expect(try complete("proofmark verify --cas").contains("--cases"))
        #expect(try complete("proofmark verify --profile ").contains("overnight"))
        #expect(try !complete("proofmark list --cas").contains("--cases"))
        #expect(try complete("proofmark verify --report ").contains("junit="))
        #expect(try complete("proofmark explain vac").contains("vacuous"))
    }

    @Test(.enabled(if: TestTools.hasShell("zsh"))) func zshReadsItsCompletions() throws {
        try TestTools.withFolder { folder in
            let file = folder.appendingPathComponent("_proofmark")
            try Data(try CommandRun(["completions", "zsh"]).output.utf8).write(to: file)
            let read = try TestTools.run(["zsh", "-n", file.path])
            #expect(read.status == 0 && read.output.isEmpty, "\(read.output)")
            let loaded = try TestTools.run([
                "zsh", "-f", "-c",
                "fpath=(\(folder.path) $fpath); autoload -Uz compinit; compinit -u -D; print $_comps[proofmark]",
            ])
            #expect(loaded.output.contains("_proofmark"), "\(loaded.output)")
        }
    }

    @Test func wordsAndRulesAreExplained() throws {
        let word = try CommandRun(["explain", "vacuous"])
        #expect(word.status == 0 && word.output.contains("Nothing was tried"), "\(word)")
        let rule = try CommandRun(["explain", "below seven"], fixture: "Troubles")
        #expect(rule.status == 0 && rule.output.contains("An invariant"), "\(rule)")
        #expect(rule.output.contains("Troubles.swift:"), "\(rule)")
        let none = try CommandRun(["explain", "zzz"], fixture: "Troubles")
        #expect(none.status == 2 && none.errors.contains("words are: proved"), "\(none)")
    }

    @Test func aRunIsExplained() throws {
        let broken = try CommandRun(
            ["verify", "--filter", "wrong counter", "--engine", "fuzz", "--cases", "200"],
            fixture: "Troubles"
        )
        let token = try #require(broken.token, "\(broken)")
        let run = try CommandRun(["explain", token], fixture: "Troubles")
        #expect(run.status == 1, "\(run)")
        #expect(run.output.contains("the count stays below seven"))
        #expect(
            run.output.contains("matters") || run.output.contains("may be anything")
                || run.output.contains("difference")
        )
        let odd = try CommandRun(["explain", "pm2-zzzz"], fixture: "Troubles")
        #expect(odd.status == 2, "\(odd)")
    }
}
