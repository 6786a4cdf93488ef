import BenchmarkSupport
import Foundation

/// What the gate takes: cold, with nothing changed, and with one file changed, beside `swift build -c release` of the same
/// tree in the same run.
struct GateBenchmark {
    private struct Failure: Error {
        var words: [String]
        var status: Int32
    }

    private static let suites = 10
    private let folder = URL(fileURLWithPath: ".build/bench-gate").absoluteURL

    func run() throws {
        say("(g) the gate, s (and as a ratio to a plain release build of the same tree from nothing)")
        try? FileManager.default.removeItem(at: folder)
        try generate()
        try measure(
            "100 rules in 10 suites",
            folder.appendingPathComponent("package"),
            change: "Sources/Code3/Code.swift"
        )
        let copy = folder.appendingPathComponent("own")
        try call(["git", "clone", "-q", ".", copy.path])
        try measure("this package, 77 rules", copy, change: "Examples/QuotaAdmission/AdmissionControl.swift")
        say("")
    }

    private func measure(_ name: String, _ package: URL, change: String) throws {
        let command = URL(fileURLWithPath: ".build/release/proofmark").absoluteURL.path
        let scratch = folder.appendingPathComponent("scratch-\(package.lastPathComponent)").path
        let verify = [command, "verify", "--package", package.path, "--scratch-path", scratch, "--quiet"]
        let plain = folder.appendingPathComponent("plain-\(package.lastPathComponent)").path
        let build = try time([
            "swift", "build", "-c", "release", "--package-path", package.path, "--scratch-path", plain,
        ])
        let cold = try time(verify)
        let warm = try time(verify)
        let file = package.appendingPathComponent(change)
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data((text + "\n// changed\n").utf8).write(to: file)
        let rebuild = try time([
            "swift", "build", "-c", "release", "--package-path", package.path, "--scratch-path", plain,
        ])
        let changed = try time(verify)
        say("    \(name)")
        for (what, seconds) in [
            ("plain build", build), ("verify, cold", cold), ("verify, nothing changed", warm),
            ("plain build, one file changed", rebuild), ("verify, one file changed", changed),
        ] {
            say(
                "      \(column(what, 32, isText: true))\(column(shown(seconds), 9))\(column(shown(seconds / build, 4), 10))"
            )
        }
    }

    private func time(_ words: [String]) throws -> Double { try seconds { try call(words) } }

    private func call(_ words: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(words: words, status: process.terminationStatus)
        }
    }

    /// Ten suites, each about a target of its own, with ten rules each.
    private func generate() throws {
        func write(_ text: String, _ path: String) throws {
            let file = folder.appendingPathComponent("package/\(path)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        var targets = ""
        for number in 0..<Self.suites {
            try write(
                """
                public struct Counter\(number) {
                    public private(set) var count = 0
                    public init() {}
                    public mutating func add(_ amount: Int) { count += amount }
                }
                """,
                "Sources/Code\(number)/Code.swift"
            )
            // The three rules that every property has are among the ten.
            let rules = (0..<7).map { "Always(\"rule \($0)\") { $0.count >= -\($0) }" }.joined(
                separator: "\n        "
            )
            try write(
                """
                import Code\(number)
                import Proofmark
                import ProofmarkRunner

                struct Counting: Specification {
                    var initial: Counter\(number) { Counter\(number)() }
                    var actions: [Proofmark.Action<Counter\(number)>] {
                        Action("add") { state, choose in state.add(choose.number("amount", in: 1...9)) }
                    }
                    var rules: [Proofmark.Rule<Counter\(number)>] {
                        \(rules)
                    }
                }

                @main struct Suite\(number): PropertySuite {
                    static var suite: Suite { Verify("property \(number)", Counting()) }
                }
                """,
                "Properties/Suite\(number)/Suite.swift"
            )
            targets += """
                .target(name: "Code\(number)"),
                .executableTarget(
                    name: "Suite\(number)",
                    dependencies: ["Code\(number)", .product(name: "Proofmark", package: "Proofmark")],
                    path: "Properties/Suite\(number)"
                ),

                """
        }
        let root = URL(fileURLWithPath: ".").absoluteURL.path
        try write(
            """
            // swift-tools-version: 6.0
            import PackageDescription

            let package = Package(
                name: "Gate",
                platforms: [.macOS("15.0")],
                dependencies: [.package(name: "Proofmark", path: "\(root)")],
                targets: [
                    \(targets)
                ]
            )
            """,
            "Package.swift"
        )
    }
}
