import Foundation
import Testing

extension OneBuild {
    /// Packages that have never heard of Proofmark.
    @Suite(.serialized) struct AdoptionTests {
        /// Where they are made; what they are built in is kept from one to the next.
        private static let folder = CommandRun.scratch.appendingPathComponent("adopted")

        /// - Parameter manifest: What stands between the name of the package and its targets.
        private func package(_ name: String, constant: String = "package", dependencies: String = "") throws
            -> URL
        {
            let package = Self.folder.appendingPathComponent(name)
            try? FileManager.default.removeItem(at: package)
            let sources = package.appendingPathComponent("Sources/Routing")
            try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
            let manifest = """
                // swift-tools-version: 5.9
                import PackageDescription

                let \(constant) = Package(
                    name: "my-router",
                    \(dependencies)
                    targets: [.target(name: "Routing")]
                )
                """
            try Data(manifest.utf8).write(to: package.appendingPathComponent("Package.swift"))
            try Data("public struct Router { public init() {} }\n".utf8)
                .write(to: sources.appendingPathComponent("Router.swift"))
            return package
        }

        private func run(_ words: [String], in package: URL) throws -> CommandRun {
            var words = words + ["--package", package.path, "--scratch-path", OneBuild.scratch]
            if words[0] == "verify" { words += ["--cases", "500", "--depth", "2"] }
            return try CommandRun(words)
        }

        private func files(_ package: URL) -> [String: Data] {
            let names =
                FileManager.default.enumerator(atPath: package.path)?.compactMap { $0 as? String } ?? []
            let kept = names.filter { !$0.hasPrefix(".build") }
            return Dictionary(
                uniqueKeysWithValues: kept.map {
                    (
                        $0,
                        FileManager.default.contents(atPath: package.appendingPathComponent($0).path)
                            ?? Data()
                    )
                }
            )
        }

        @Test func initGivesAPackageItsFirstSuite() throws {
            let package = try package("plain")
            let first = try run(["init"], in: package)
            #expect(first.status == 0, "\(first)")
            #expect(
                first.output.contains("+ Properties/MyRouterProperties/MyRouterProperties.swift"),
                "\(first)"
            )
            #expect(first.output.contains("now: proofmark verify"))
            let made = files(package)
            let again = try run(["init"], in: package)
            #expect(again.status == 0 && again.output.contains("nothing was changed"), "\(again)")
            #expect(files(package) == made)
            let verified = try run(["verify"], in: package)
            #expect(verified.status == 0, "\(verified)")
            #expect(verified.output.contains("no more waits than there is room for"), "\(verified)")

            // It is a check that can fail.
            let suite = package.appendingPathComponent(
                "Properties/MyRouterProperties/MyRouterProperties.swift"
            )
            let text = try String(contentsOf: suite, encoding: .utf8)
            #expect(text.contains("load + cost <= capacity"))
            try Data(text.replacingOccurrences(of: "load + cost <= capacity", with: "load <= capacity").utf8)
                .write(to: suite)
            let broken = try run(["verify"], in: package)
            #expect(broken.status == 1, "\(broken)")
            #expect(broken.output.contains("✗ in 2 steps"), "\(broken)")
        }

        @Test func thePluginDoesTheSame() throws {
            let dependency =
                "dependencies: [.package(name: \"Proofmark\", path: \"\(CommandRun.root.path)\")],"
            let package = try package("plugged", dependencies: dependency)
            func swiftPackage(_ words: [String]) throws -> (status: Int32, output: String) {
                let process = Process()
                process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
                process.arguments =
                    [
                        "swift", "package", "--package-path", package.path, "--scratch-path",
                        OneBuild.scratch + "-plugin",
                    ]
                    + ["proofmark"] + words + ["--scratch-path", OneBuild.scratch]
                let output = Pipe()
                process.standardOutput = output
                process.standardError = output
                process.standardInput = FileHandle.nullDevice
                try process.run()
                let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                process.waitUntilExit()
                return (process.terminationStatus, text)
            }
            let first = try swiftPackage(["init"])
            #expect(first.status == 0, "\(first)")
            #expect(first.output.contains("+ Package.swift: the target MyRouterProperties"), "\(first)")
            #expect(!first.output.contains("the dependency on Proofmark"), "\(first)")
            let verified = try swiftPackage(["verify", "--cases", "500", "--depth", "2"])
            #expect(verified.status == 0, "\(verified)")
            #expect(verified.output.contains("✓ 7 of 7 rules hold"), "\(verified)")
            let wrong = try swiftPackage(["verify", "--cases", "0"])
            #expect(wrong.status != 0 && wrong.output.contains("no cases would be no test"), "\(wrong)")
        }

        @Test func whatCannotBeAddedToStaysAsItWas() throws {
            let package = try package("odd", constant: "manifest")
            let before = files(package)
            let run = try run(["init"], in: package)
            #expect(run.status == 2, "\(run)")
            #expect(run.errors.contains("Package.swift could not be added to, and is as it was"), "\(run)")
            #expect(run.errors.contains(".executableTarget("), "what to add by hand: \(run)")
            #expect(files(package) == before)
        }

        @Test func aWrongPlaceIsNamed() throws {
            let package = try package("astray")
            let run = try run(["init", "--proofmark", "/nowhere"], in: package)
            #expect(run.status == 2 && run.errors.contains("there is no Proofmark at /nowhere"), "\(run)")
        }
    }
}
