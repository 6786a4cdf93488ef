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

        /// A token and a saved violation know a property by its name.
        @Test func aNameInTwoSuitesIsRefused() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            let file = "Properties/FallingProperties/FallingProperties.swift"
            let text = try String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
            try package.write(text.replacing("Verify(\"falling\"", with: "Verify(\"rising\""), file)
            // What is known of the suites is looked at, too.
            for _ in 0..<2 {
                let run = try verify()
                #expect(run.status == 2, "\(run)")
                #expect(run.errors.contains("both have a property \"rising\""), "\(run)")
            }
        }

        @Test func aFileThatIsNewIsSeen() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            _ = try verify(["--filter", "rising"])
            try package.write("let unrelated = 1\n", "Sources/Rising/Unrelated.swift")
            let run = try verify(["--filter", "rising"])
            #expect(run.status == 0 && !run.output.contains("cached"), "\(run)")
        }

        /// A `swift` that counts how often it is called. It is another toolchain, so nothing that the real one earned counts
        /// with it.
        private struct CountedSwift {
            let folder: URL
            private var calls: String { folder.appendingPathComponent("calls").path }

            init(in folder: URL) throws {
                self.folder = folder
                try TestTools.interpose("echo called >>'\(calls)'", in: folder)
            }

            func counting(_ body: () throws -> CommandRun) rethrows -> (run: CommandRun, calls: Int) {
                try? FileManager.default.removeItem(atPath: calls)
                let run = try body()
                let text = FileManager.default.contents(atPath: calls) ?? Data()
                return (run, text.count { $0 == UInt8(ascii: "\n") })
            }
        }

        @Test func nothingIsBuiltIfNothingChanged() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            try TestTools.withFolder { folder in
                let swift = try CountedSwift(in: folder)
                let first = try swift.counting { try verify(path: folder.path) }
                #expect(first.run.status == 0 && first.calls > 0, "\(first)")
                #expect(first.run.errors.contains("proofmark: building RisingProperties"), "\(first)")
                let second = try swift.counting { try verify(path: folder.path) }
                #expect(second.run.status == 0 && second.calls == 0, "\(second)")
                #expect(second.run.output.contains("all cached"))
                #expect(second.run.errors.isEmpty, "\(second)")
            }
        }

        /// A CI job that restores the cache alone has no executables.
        @Test func aFixedViolationIsNoReasonToBuild() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            try TestTools.withFolder { folder in
                let swift = try CountedSwift(in: folder)
                let saved = folder.appendingPathComponent("regressions")
                func again() throws -> CommandRun {
                    try verify(["--regressions", saved.path], path: folder.path)
                }
                let isCached = ".json\n    cached: earned"
                try package.code("Falling", adds: "count -= amount")
                #expect(try again().status == 1)
                try package.code("Falling")
                let mended = try again()
                #expect(mended.status == 0 && mended.output.contains("✓ fixed"), "\(mended)")
                #expect(!mended.output.contains(isCached), "\(mended)")
                let executable = URL(fileURLWithPath: OneBuild.scratch)
                    .appendingPathComponent("release/FallingProperties")
                try FileManager.default.removeItem(at: executable)
                let next = try swift.counting(again)
                #expect(next.run.status == 0 && next.calls == 0, "\(next)")
                #expect(
                    next.run.output.contains("✓ fixed") && next.run.output.contains("all cached"),
                    "\(next)"
                )
                #expect(next.run.output.contains(isCached), "\(next)")
                // Another file is another question.
                let files = try FileManager.default.contentsOfDirectory(
                    at: saved,
                    includingPropertiesForKeys: nil
                )
                let file = try #require(files.first)
                let text = try String(contentsOf: file, encoding: .utf8)
                try Data(text.replacing("the condition is false", with: "it was so").utf8).write(to: file)
                #expect(try !again().output.contains(isCached))
                // What still fails is run again in any case.
                try package.code("Falling", adds: "count -= amount")
                for _ in 0..<2 {
                    let broken = try again()
                    #expect(broken.status == 1 && broken.output.contains("✗ still fails"), "\(broken)")
                }
            }
        }

        @Test func aFileOfSamplesIsPartOfWhatAVerdictDependsOn() throws {
            defer { try? FileManager.default.removeItem(at: cache) }
            try package.samples("Rising", from: "Data/amounts.csv")
            try package.write("amount\n1\n2\n", "Data/amounts.csv")
            let first = try verify(["--filter", "rising"])
            // The path begins at the package, wherever the command is called.
            #expect(first.status == 0 && first.output.contains("✓ 300 cases"), "\(first)")
            #expect(try verify(["--filter", "rising"]).output.contains("all cached"))
            try package.write("amount\n1\n2000\n", "Data/amounts.csv")
            let changed = try verify(["--filter", "rising"])
            #expect(changed.status == 1 && !changed.output.contains("cached"), "\(changed)")
            try FileManager.default.removeItem(at: package.folder.appendingPathComponent("Data"))
            let gone = try verify(["--filter", "rising"])
            #expect(gone.status == 0 && !gone.output.contains("cached"), "\(gone)")
            try package.write("amount\n3000\n", "Data/amounts.csv")
            let back = try verify(["--filter", "rising"])
            #expect(back.status == 1, "\(back)")
        }

        @Test func aCacheThatCannotBeWrittenToIsNoted() throws {
            let run = try CommandRun(
                [
                    "verify", "--cases", "300", "--package", Self.folder.path, "--scratch-path",
                    OneBuild.scratch, "--cache", "/dev/null",
                ]
            )
            #expect(
                run.status == 0 && run.output.contains("! the cache at /dev/null cannot be written to"),
                "\(run)"
            )
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
