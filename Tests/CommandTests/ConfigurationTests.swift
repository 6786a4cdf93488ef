import Foundation
import TestSupport
import Testing

/// `proofmark.json`, environment and flags.
@Suite struct ConfigurationTests {
    private func config(
        _ text: String?,
        _ words: [String] = [],
        settings: [String: String] = [:]
    ) throws -> CommandRun {
        try TestTools.withFolder { folder in
            try Data("// swift-tools-version: 6.2\n".utf8).write(
                to: folder.appendingPathComponent("Package.swift")
            )
            if let text { try Data(text.utf8).write(to: folder.appendingPathComponent("proofmark.json")) }
            return try CommandRun(["config", "--package", folder.path] + words, settings: settings)
        }
    }

    /// A line of the output, its columns separated by one space.
    private func line(_ name: String, _ run: CommandRun) -> String? {
        run.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
            .first { $0.hasPrefix("\(name) ") }
    }

    @Test func flagsCountMoreThanTheEnvironmentAndThatMoreThanTheFile() throws {
        let text = """
            {"profile": "quick", "cases": 50, "profiles": {"quick": {"depth": 3}, "merge": {"depth": 9}},
             "suites": {"S": {"cases": 70, "budget": 2}},
             "require": [{"rule": "*isolat*", "depth": "every"}, {"property": "p", "rule": "r", "cases": 5}]}
            """
        let plain = try config(text)
        #expect(plain.status == 0, "\(plain)")
        #expect(line("profile", plain) == "profile quick proofmark.json, profile")
        #expect(line("cases", plain) == "cases 50 proofmark.json, cases")
        #expect(line("depth", plain) == "depth 3 proofmark.json, profiles.quick.depth")
        #expect(line("budget", plain) == "budget 10 the profile quick")
        #expect(line("memory", plain) == "memory 4096 the default")
        #expect(plain.output.contains("for the suite S:") && plain.output.contains("suites.S.cases"))
        #expect(plain.output.contains("*: *isolat*: proved at every depth"))
        #expect(plain.output.contains("p: r: passed in 5 random runs"))

        let environment = try config(text, settings: ["PROOFMARK_CASES": "60", "PROOFMARK_PROFILE": "merge"])
        #expect(line("cases", environment) == "cases 60 PROOFMARK_CASES in the environment")
        #expect(line("depth", environment) == "depth 9 proofmark.json, profiles.merge.depth")

        let flags = try config(
            text,
            ["--cases", "80", "--hash-seeds", "1"],
            settings: ["PROOFMARK_CASES": "60"]
        )
        #expect(line("cases", flags) == "cases 80 --cases")
        #expect(line("hashSeeds", flags) == "hashSeeds 1 --hash-seeds")
        // What a flag says counts for every suite.
        #expect(!flags.output.contains("70"), "\(flags)")
        let none = try config(nil)
        #expect(line("cases", none) == "cases 10000 the default")
    }

    @Test func numbersAreNumbersInJSON() throws {
        let run = try config(#"{"profile": "overnight"}"#, ["--format", "json"])
        let made = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        let settings = try #require(made?["settings"] as? [[String: Any]])
        func value(_ name: String) -> Any? { settings.first { $0["name"] as? String == name }?["value"] }
        #expect(value("budget") as? Double == 28_800)
        #expect(value("workers") as? Int ?? 0 >= 1)
        #expect(value("profile") as? String == "overnight")
        #expect(value("depth") is NSNull)
    }

    @Test func aMisspeltVariableIsNotIgnored() throws {
        let near = try config(nil, settings: ["PROOFMARK_SEEDS": "5"])
        #expect(near.status == 2 && near.errors.contains("did you mean PROOFMARK_SEED?"), "\(near)")
        let flag = try config(nil, settings: ["PROOFMARK_FILTER": "x"])
        #expect(flag.status == 2 && flag.errors.contains("only a flag can say --filter"), "\(flag)")
        let foreign = try config(nil, settings: ["PROOFMARK_LICENCE_SERVER": "x"])
        #expect(foreign.status == 0, "\(foreign)")
    }

    @Test(arguments: ["config", "list"]) func aSuiteThatDoesNotExistIsNoticed(command: String) throws {
        let run = try TestTools.withFolder { folder in
            let package = try TwoSuites(at: folder.appendingPathComponent("package"))
            try package.write(#"{"suites": {"FallingPropertys": {"cases": 70}}}"#, "proofmark.json")
            return try CommandRun([
                command, "--package", package.folder.path, "--scratch-path",
                folder.appendingPathComponent("scratch").path,
            ])
        }
        #expect(run.status == 2, "\(run)")
        #expect(run.errors.contains("suites.FallingPropertys: there is no suite of this name"), "\(run)")
        #expect(run.errors.contains("did you mean FallingProperties?"), "\(run)")
    }

    @Test(arguments: [
        ("{", "it is not JSON"), ("{\n  \"cases\": 5,\n  \"seed\": }", "Invalid value, line 3, column 11"),
        (#"{"cses": 5}"#, "did you mean cases?"),
        (#"{"cases": 100, "seed": 2, "cases": 200}"#, "\"cases\" stands twice in one object, line 1"),
        (
            #"{"require": [{"rule": "a", "depth": 9}],"# + "\n"
                + #" "r\u0065quire": [{"rule": "a", "depth": 1}]}"#,
            "\"require\" stands twice in one object, line 2"
        ),
        (#"{"cases": 100,}"#, "a comma with nothing behind it"),
        (#"{"cases": "many"}"#, "cases must be a number"), (#"{"cache": 5}"#, "cache must be a text"),
        (#"{"cases": 0}"#, "in proofmark.json, cases is \"0\", but takes"),
        (#"{"profiles": {"quick": {"dpth": 5}}}"#, "profiles.quick.dpth is not known (did you mean depth?)"),
        (#"{"require": [{"rule": "a", "depth": "evry"}]}"#, "require[0].depth must be a whole number from 1"),
        (#"{"suites": []}"#, "suites must be an object"),
    ]) func mistakesAreExplained(text: String, message: String) throws {
        let run = try config(text)
        #expect(run.status == 2 && run.errors.contains(message), "\(run)")
    }
}
