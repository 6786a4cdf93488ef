import Foundation
import Testing

extension OneBuild {
    @Suite struct FirstRuleTests {
        /// The README's first rule, and the line it says to break.
        @Test func theFirstRuleOfTheReadme() throws {
            let fixture = CommandRun.fixtures.appendingPathComponent("FirstRule")
            let run = try CommandRun([
                "verify", "--package", fixture.path, "--scratch-path", OneBuild.scratch,
            ])
            #expect(run.status == 0, "\(run)")
            #expect(
                run.output.contains(
                    "the bucket never holds more than its capacity    ✓ 10,000 cases  ✓ every depth"
                )
            )

            // Broken in a copy that lies where the package's path to Proofmark is right.
            let copy = CommandRun.fixtures.appendingPathComponent("FirstRule-\(UUID().uuidString)")
            try FileManager.default.copyItem(
                at: fixture,
                to: copy
            )
            defer { try? FileManager.default.removeItem(at: copy) }
            let file = copy.appendingPathComponent("Sources/TokenBucket/TokenBucket.swift")
            let text = try String(contentsOf: file, encoding: .utf8)
            let broken = text.replacingOccurrences(
                of: "min(capacity, tokens + amount)",
                with: "tokens + amount"
            )
            #expect(broken != text)
            try Data(broken.utf8).write(to: file)
            let again = try CommandRun(
                ["verify", "--package", copy.path, "--scratch-path", OneBuild.scratch]
                    + ["--regressions", copy.appendingPathComponent("Properties/Regressions").path]
            )
            #expect(again.status == 1, "\(again)")
            #expect(again.output.contains("bucket.tokens │ 100    101"), "\(again)")

            // Mended again: the run that was saved says so.
            let saved = copy.appendingPathComponent("Properties/Regressions").path
            #expect(try FileManager.default.contentsOfDirectory(atPath: saved).count >= 1)
            try Data(text.utf8).write(to: file)
            let mended = try CommandRun(
                [
                    "verify", "--package", copy.path, "--scratch-path", OneBuild.scratch, "--regressions",
                    saved,
                ]
            )
            #expect(mended.status == 0 && mended.output.contains("✓ fixed"), "\(mended)")
        }
    }
}
