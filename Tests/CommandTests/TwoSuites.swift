import Foundation

/// A package with two suites, each about a target of its own: `Rising` and `Falling`.
struct TwoSuites {
    let folder: URL

    init(at folder: URL) throws {
        self.folder = folder
        try? FileManager.default.removeItem(at: folder)
        let suites = try ["Rising", "Falling"].map(suite).joined(separator: "\n")
        try write(
            """
            // swift-tools-version: 6.0
            import PackageDescription

            let package = Package(
                name: "Counters",
                platforms: [.macOS("15.0")],
                dependencies: [.package(name: "Proofmark", path: "\(CommandRun.root.path)")],
                targets: [
                    \(suites)
                ]
            )
            """,
            "Package.swift"
        )
    }

    func write(_ text: String, _ path: String) throws {
        let file = folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(text.utf8).write(to: file)
    }

    /// The code under test; with `count -= amount` it breaks its rule.
    func code(_ name: String, adds: String = "count += amount") throws {
        try write(
            """
            public struct \(name)Counter {
                public private(set) var count = 0
                public init() {}
                public mutating func add(_ amount: Int) { \(adds) }
            }
            """,
            "Sources/\(name)/\(name).swift"
        )
    }

    /// Makes a suite add what the file says, or 1; its rule is that this stays below a thousand.
    func samples(_ name: String, from file: String) throws {
        try specification(
            name,
            members: #"let amounts = (try? Samples<Int>(csv: "\#(file)", column: "amount"))?.values ?? [1]"#,
            amount: #"element("amount", of: amounts)"#,
            rule: #"Always("below a thousand") { $0.count < 1_000 }"#
        )
    }

    /// - Returns: Its targets, as the manifest has them.
    private func suite(_ name: String) throws -> String {
        try code(name)
        try specification(
            name,
            members: "",
            amount: #"number("amount", in: 1...9)"#,
            rule: #"Always("never negative") { $0.count >= 0 }"#
        )
        return """
            .target(name: "\(name)"),
            .executableTarget(
                name: "\(name)Properties",
                dependencies: ["\(name)", .product(name: "Proofmark", package: "Proofmark")],
                path: "Properties/\(name)Properties"
            ),
            """
    }

    /// - Parameter amount: What is chosen to be added.
    private func specification(_ name: String, members: String, amount: String, rule: String) throws {
        try write(
            """
            import \(name)
            import Proofmark
            import ProofmarkRunner

            struct Counting: Specification {
                \(members)
                var initial: \(name)Counter { \(name)Counter() }
                var actions: [Proofmark.Action<\(name)Counter>] {
                    Action("add") { state, choose in state.add(choose.\(amount)) }
                }
                var rules: [Proofmark.Rule<\(name)Counter>] { \(rule) }
            }

            @main struct \(name)Properties: PropertySuite {
                static var suite: Suite { Verify("\(name.lowercased())", Counting()) }
            }
            """,
            "Properties/\(name)Properties/\(name)Properties.swift"
        )
    }
}
