import Foundation
import TestSupport
import Testing

/// Evidence that `proofmark.json` requires.
extension OneBuild {
    @Suite struct EvidenceTests {
        /// The fixture, with a configuration of its own.
        private func verify(_ configuration: String, _ words: [String]) throws -> CommandRun {
            try TestTools.withFolder { folder in
                let package = folder.appendingPathComponent("Troubles")
                let fixture = CommandRun.fixtures.appendingPathComponent("Troubles")
                try FileManager.default.copyItem(at: fixture, to: package)
                let manifest = package.appendingPathComponent("Package.swift")
                let text = try String(contentsOf: manifest, encoding: .utf8)
                    .replacing("path: \"../../../..\"", with: "path: \"\(CommandRun.root.path)\"")
                try Data(text.utf8).write(to: manifest)
                try Data(configuration.utf8).write(to: package.appendingPathComponent("proofmark.json"))
                return try CommandRun(
                    ["verify", "--package", package.path, "--scratch-path", OneBuild.scratch] + words
                )
            }
        }

        @Test func whatHasTooLittleEvidenceFailsTheGate() throws {
            let words = ["--filter", "healthy"]
            let configuration = { (requirements: String) in
                #"{"suites": {"TroubleProperties": {"cases": 300, "depth": 4}}, "require": [\#(requirements)]}"#
            }
            let enough = try verify(
                configuration(#"{"rule": "the count is*", "depth": "every", "cases": 300}"#),
                words
            )
            #expect(enough.status == 0, "\(enough)")
            #expect(enough.output.contains("✓ 300 cases"), "\(enough)")

            let short = try verify(
                configuration(#"{"property": "healthy", "rule": "every action*", "depth": 9}"#),
                words
            )
            #expect(short.status == 4, "\(short)")
            #expect(short.output.contains("must be proved to depth 9, and is proved to depth 4"), "\(short)")

            let cases = try verify(configuration(#"{"rule": "the count is*", "cases": 301}"#), words)
            #expect(
                cases.status == 4 && cases.output.contains("must pass 301 random runs, and passed 300"),
                "\(cases)"
            )
            // A rule that nobody states any more. With a filter nobody can tell.
            #expect(try verify(configuration(#"{"rule": "gone", "cases": 1}"#), words).status == 0)

            let suite = try verify(#"{"suites": {"TroubelProperties": {"cases": 3}}}"#, words)
            #expect(suite.status == 2 && suite.errors.contains("did you mean TroubleProperties?"), "\(suite)")
        }
    }
}
