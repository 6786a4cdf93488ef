import Foundation
import Testing

/// Evidence that `proofmark.json` requires.
extension OneBuild {
    @Suite struct EvidenceTests {
        private static let package = CommandRun.scratch.appendingPathComponent("evidence")

        /// A copy of the README's first rule, with a configuration of its own.
        init() throws {
            let fixture = CommandRun.fixtures.appendingPathComponent("FirstRule")
            try? FileManager.default.removeItem(at: Self.package)
            try FileManager.default.createDirectory(
                at: Self.package.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try FileManager.default.copyItem(at: fixture, to: Self.package)
            let manifest = Self.package.appendingPathComponent("Package.swift")
            let text = try String(contentsOf: manifest, encoding: .utf8)
                .replacing("path: \"../../../..\"", with: "path: \"\(CommandRun.root.path)\"")
            try Data(text.utf8).write(to: manifest)
        }

        private func verify(_ configuration: String, _ words: [String] = []) throws -> CommandRun {
            try Data(configuration.utf8).write(to: Self.package.appendingPathComponent("proofmark.json"))
            return try CommandRun(
                ["verify", "--package", Self.package.path, "--scratch-path", OneBuild.scratch] + words
            )
        }

        private func requiring(_ requirements: String) -> String {
            #"{"suites": {"TokenBucketProperties": {"cases": 300, "depth": 4}}, "require": [\#(requirements)]}"#
        }

        @Test func whatHasTooLittleEvidenceFailsTheGate() throws {
            let enough = try verify(
                requiring(#"{"rule": "the bucket never*", "depth": "every", "cases": 300}"#)
            )
            #expect(enough.status == 0, "\(enough)")
            // What is said of the suite is in force.
            #expect(enough.output.contains("✓ 300 cases") && enough.output.contains("✓ depth 4"), "\(enough)")

            let short = try verify(
                requiring(#"{"property": "metering", "rule": "every action*", "depth": 9}"#)
            )
            #expect(short.status == 4, "\(short)")
            #expect(short.output.contains("must be proved to depth 9, and is proved to depth 4"), "\(short)")

            let cases = try verify(requiring(#"{"rule": "no more is granted*", "cases": 301}"#))
            #expect(cases.status == 4, "\(cases)")
            #expect(cases.output.contains("must pass 301 random runs, and passed 300"), "\(cases)")

            let gone = requiring(#"{"rule": "gone", "cases": 1}"#)
            let weakened = try verify(gone)
            #expect(weakened.status == 4, "\(weakened)")
            #expect(weakened.output.contains("no rule is called \"gone\""), "\(weakened)")
            // With a filter nobody can tell.
            #expect(try verify(gone, ["--filter", "metering"]).status == 0)
        }

        @Test func suitesThatAreNotThereAreNamed() throws {
            let run = try verify(#"{"suites": {"TokenBucketPropertys": {"cases": 3}}}"#)
            #expect(run.status == 2, "\(run)")
            #expect(run.errors.contains("did you mean TokenBucketProperties?"), "\(run)")
        }
    }
}
