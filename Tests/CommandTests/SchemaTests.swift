import Foundation
import TestSupport
import Testing

/// Reports against the schemas of their formats: those of others, and our own in `Documentation`.
@Suite(
    .enabled(
        if: TestTools.hasSchemas,
        "no schemas or validators here: Tests/Tools/install.sh .build/test-tools"
    )
) struct SchemaTests {
    private static let documentation = CommandRun.root.appendingPathComponent("Documentation")
    private static let validator = CommandRun.root.appendingPathComponent("Tests/Tools/validate.py").path

    private func validate(_ file: URL, _ schema: URL) throws -> (status: Int32, output: String) {
        try TestTools.run(["/usr/bin/python3", Self.validator, schema.path, file.path])
    }

    /// A report with every verdict that the fixture gives.
    private func write(_ forms: [String: URL]) throws {
        let words = forms.sorted { $0.key < $1.key }.flatMap { ["--report", "\($0)=\($1.path)"] }
        let run = try CommandRun(
            ["verify", "--cases", "200", "--depth", "3", "--budget", "20"] + words,
            fixture: "Troubles",
            settings: ["PROOFMARK_PROFILE": "quick"]
        )
        #expect(run.status != 0)
    }

    @Test func everyReportIsWhatItsSchemaSays() throws {
        try TestTools.withFolder { folder in
            let (json, sarif) = (
                folder.appendingPathComponent("r.json"), folder.appendingPathComponent("r.sarif")
            )
            let junit = folder.appendingPathComponent("r.xml")
            try write(["json": json, "sarif": sarif, "junit": junit])
            let report = Self.documentation.appendingPathComponent("report.schema.json")
            let own = try validate(json, report)
            #expect(own.status == 0, "\(own.output)")
            let log = try validate(sarif, TestTools.sarifSchema)
            #expect(log.status == 0, "\(log.output)")
            let suites = try TestTools.run([
                "xmllint", "--noout", "--nonet", "--schema", TestTools.junitSchema.path, junit.path,
            ])
            #expect(suites.status == 0, "\(suites.output)")
            let text = try String(contentsOf: json, encoding: .utf8)
            for verdict in ["passed", "proved", "violated", "vacuous", "crashed", "misuse"] {
                #expect(text.contains("\"\(verdict)\""), "the report has no verdict \(verdict)")
            }

            // Each schema can refuse.
            try Data(text.replacing("\"isComplete\" : true", with: "\"isComplete\" : 1").utf8).write(to: json)
            #expect(try validate(json, report).status == 1)
            let wrong = try String(contentsOf: sarif, encoding: .utf8)
                .replacing("\"level\" : \"error\"", with: "\"level\" : \"wrong\"")
            try Data(wrong.utf8).write(to: sarif)
            #expect(try validate(sarif, TestTools.sarifSchema).status == 1)
            let odd = try String(contentsOf: junit, encoding: .utf8)
                .replacing("<testcase ", with: "<testcase oddity=\"1\" ")
            try Data(odd.utf8).write(to: junit)
            let refused = try TestTools.run([
                "xmllint", "--noout", "--nonet", "--schema", TestTools.junitSchema.path, junit.path,
            ])
            #expect(refused.status != 0)
        }
    }

    /// What the command reads and what the schema for editors allows is the same.
    @Test(arguments: [
        (#"{"cases": 5}"#, true), (#"{"profile": "quick", "budget": 1.5}"#, true),
        (#"{"profiles": {"merge": {"depth": 3}}}"#, true),
        (#"{"suites": {"TroubleProperties": {"cases": 9}}}"#, true),
        (#"{"require": [{"rule": "*", "depth": 3}]}"#, true),
        (#"{"require": [{"rule": "a", "depth": "every"}]}"#, true),
        (#"{"cases": 0}"#, false), (#"{"case": 5}"#, false), (#"{"cases": true}"#, false),
        (#"{"profiles": {"nightly": {}}}"#, false),
        (#"{"profiles": {"merge": {"profile": "quick"}}}"#, false),
        (#"{"suites": {"TroubleProperties": {"workers": 9}}}"#, false),
        (#"{"require": [{"rule": "a"}]}"#, false),
        (#"{"require": [{"depth": 3}]}"#, false), (#"{"require": {"rule": "a", "depth": 1}}"#, false),
        (#"{"budget": 0}"#, false), (#"{"hashSeeds": 3}"#, false), (#"[]"#, false),
    ]) func theConfigurationIsWhatItsSchemaSays(text: String, isRight: Bool) throws {
        try TestTools.withFolder { folder in
            let file = folder.appendingPathComponent("proofmark.json")
            try Data(text.utf8).write(to: file)
            let schema = Self.documentation.appendingPathComponent("proofmark.schema.json")
            let checked = try validate(file, schema)
            #expect((checked.status == 0) == isRight, "\(checked.output)")
            try Data("// swift-tools-version: 6.2\n".utf8).write(
                to: folder.appendingPathComponent("Package.swift")
            )
            let shown = try CommandRun(["config", "--package", folder.path])
            #expect((shown.status == 0) == isRight, "\(shown)")
            #expect(isRight || shown.errors.contains("proofmark.json"), "\(shown)")
        }
    }
}
