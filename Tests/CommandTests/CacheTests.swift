import Foundation
import TestSupport
import Testing

extension OneBuild {
    /// Verdicts that were earned before.
    @Suite(.serialized) struct CacheTests {
        private static let folder = CommandRun.scratch.appendingPathComponent("cached")
        private let cache = FileManager.default.temporaryDirectory
            .appendingPathComponent("proofmark-cache-\(UUID().uuidString)")

        private let package: TwoSuites

        init() throws { package = try TwoSuites(at: Self.folder) }

        private func verify(_ words: [String] = [], path: String? = nil) throws -> CommandRun {
            try CommandRun(
                [
                    "verify", "--cases", "300", "--package", Self.folder.path, "--scratch-path",
                    OneBuild.scratch,
                ]
                    + ["--cache", cache.path] + words,
                path: path
            )
        }

        private var entries: [URL] {
            get throws {
                try FileManager.default.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil)
                    .filter { $0.pathExtension == "json" }
            }
        }

        private func share(_ run: CommandRun) -> String {
            String(run.output.split(separator: "\n").last ?? "")
        }

        @Test func onlyWhatChangedIsVerifiedAgain() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            let first = try verify()
            #expect(first.status == 0 && !first.output.contains("cached"), "\(first)")
            let second = try verify()
            #expect(second.status == 0 && share(second).hasSuffix("all cached)"), "\(second)")
            #expect(second.output.contains("cached: earned 20"), "\(second)")

            // Other settings are another question.
            #expect(try !verify(["--seed", "2"]).output.contains("cached"))
            #expect(try !verify(["--no-cache"]).output.contains("cached"))

            // A change of one target is a matter of the suite that depends on it, and is seen.
            try package.code("Falling", adds: "count -= amount")
            let broken = try verify()
            #expect(broken.status == 1, "\(broken)")
            #expect(share(broken).contains("1 of 2 reports cached"), "\(broken)")
            #expect(broken.output.contains("✗ in 1 step"), "\(broken)")
            // A violation is never taken from the cache.
            let again = try verify()
            #expect(again.status == 1 && share(again).contains("1 of 2 reports cached"), "\(again)")

            // What it was before is known.
            try package.code("Falling")
            let mended = try verify()
            #expect(mended.status == 0 && share(mended).hasSuffix("all cached)"), "\(mended)")
        }

        @Test func aFileThatIsNewIsSeen() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            _ = try verify(["--filter", "rising"])
            try package.write("let unrelated = 1\n", "Sources/Rising/Unrelated.swift")
            let run = try verify(["--filter", "rising"])
            #expect(run.status == 0 && !run.output.contains("cached"), "\(run)")
        }

        /// `verify`, and how often it called `swift`.
        private func verifyCounting(_ words: [String] = []) throws -> (run: CommandRun, calls: Int) {
            try TestTools.withFolder { folder in
                let calls = folder.appendingPathComponent("calls").path
                try TestTools.interpose("echo called >>'\(calls)'", in: folder)
                let run = try verify(words, path: folder.path)
                let text = FileManager.default.contents(atPath: calls).map {
                    String(decoding: $0, as: UTF8.self)
                }
                return (run, text?.split(separator: "\n").count ?? 0)
            }
        }

        @Test func nothingIsBuiltIfNothingChanged() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            let first = try verifyCounting()
            #expect(first.run.status == 0 && first.calls > 0, "\(first)")
            #expect(first.run.errors.contains("proofmark: building RisingProperties"), "\(first)")
            let second = try verifyCounting()
            #expect(second.run.status == 0 && second.calls == 0, "\(second)")
            #expect(second.run.output.contains("all cached"))
            #expect(second.run.errors.isEmpty, "\(second)")
        }

        /// A CI job that restores the cache alone has no executables.
        @Test func aFixedViolationIsNoReasonToBuild() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            let saved = cache.appendingPathComponent("regressions")
            let words = ["--regressions", saved.path]
            try package.code("Falling", adds: "count -= amount")
            #expect(try verify(words).status == 1)
            try package.code("Falling")
            let mended = try verify(words)
            #expect(mended.status == 0 && mended.output.contains("✓ fixed"), "\(mended)")
            #expect(!mended.output.contains("json\n    cached: earned"), "\(mended)")
            let executable = URL(fileURLWithPath: OneBuild.scratch)
                .appendingPathComponent("release/FallingProperties")
            try FileManager.default.removeItem(at: executable)
            let next = try verifyCounting(words)
            #expect(next.run.status == 0 && next.calls == 0, "\(next)")
            #expect(next.run.output.contains("✓ fixed") && next.run.output.contains("all cached"), "\(next)")
            #expect(next.run.output.contains("json\n    cached: earned"), "\(next)")
            // Another run of the same rule is another question.
            let file = try #require(
                try FileManager.default.contentsOfDirectory(at: saved, includingPropertiesForKeys: nil).first
            )
            let text = try String(contentsOf: file, encoding: .utf8)
            try Data(text.replacing("the condition is false", with: "it was so").utf8).write(to: file)
            #expect(try !verify(words).output.contains("json\n    cached: earned"))
            // What still fails is run again in any case.
            try package.code("Falling", adds: "count -= amount")
            for _ in 0..<2 {
                let broken = try verify(words)
                #expect(broken.status == 1 && broken.output.contains("✗ still fails"), "\(broken)")
            }
        }

        @Test func whatIsDamagedIsNeverTrusted() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            _ = try verify()
            var generator = SystemRandomNumberGenerator()
            for damage in 0..<12 {
                for file in try entries {
                    var data = try Data(contentsOf: file)
                    switch damage % 4 {
                    case 0: data = data.prefix(Int.random(in: 0..<data.count, using: &generator))
                    case 1: data = Data("[]".utf8)
                    case 2:
                        // A digit of the report for another: still JSON.
                        let text = String(decoding: data, as: UTF8.self)
                        #expect(text.contains("300") || !text.contains("\"cases\""))
                        data = Data(
                            text.replacing("300", with: "999").replacing("amount", with: "amounts").utf8
                        )
                        if data == Data(text.utf8) { data = Data() }
                    default: data[Int.random(in: 0..<data.count, using: &generator)] ^= 0x15
                    }
                    try data.write(to: file)
                }
                let run = try verify()
                #expect(run.status == 0, "\(run)")
                #expect(!run.output.contains("cached: earned"), "damage \(damage): \(run)")
                #expect(!run.output.contains("999 cases"), "\(run)")
                #expect(run.output.contains("in the cache was damaged, and is not used"), "\(run)")
            }
            #expect(try verify().output.contains("all cached"))
        }

        @Test func twoAtOnceDoNoHarm() async throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            _ = try verify(["--filter", "rising"])
            try await withThrowingTaskGroup(of: CommandRun.self) { group in
                for _ in 0..<4 { group.addTask { try verify(["--filter", "rising", "--seed", "5"]) } }
                for try await run in group { #expect(run.status == 0, "\(run)") }
            }
            let last = try verify(["--filter", "rising", "--seed", "5"])
            #expect(last.output.contains("all cached") && !last.output.contains("damaged"), "\(last)")
        }
    }
}
