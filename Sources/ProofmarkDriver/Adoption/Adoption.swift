import Foundation
import Proofmark

/// Gives a package its first property suite: a target below `Properties`, and what the manifest must say of it.
///
/// The manifest is Swift, so it is not edited but added to: statements at its end, which anyone can read, change or
/// take out again.
struct Adoption {
    let packagePath: String
    /// Where Proofmark is: a folder or a URL; where this command was built by default.
    let source: String?
    let toolchain: Toolchain

    /// What was done, a line each; nothing if there was nothing to do.
    struct Outcome: Equatable {
        var suite: String
        var made: [String]
    }

    /// - Throws: `CommandFailure`; the package is then as it was.
    func run() throws(CommandFailure) -> Outcome {
        let package = try toolchain.contents()
        if let suite = package.suites.first { return Outcome(suite: suite, made: []) }
        let suite = Self.identifier(package.name) + "Properties"
        let folder = URL(fileURLWithPath: packagePath).appendingPathComponent("Properties/\(suite)")
        let file = folder.appendingPathComponent("\(suite).swift")
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw CommandFailure(
                .usage,
                "\(file.path) is there, but no executable target for it in Package.swift; add one, or move the file away"
            )
        }
        let manifest = URL(fileURLWithPath: packagePath).appendingPathComponent("Package.swift")
        let before: Data
        do {
            before = try Data(contentsOf: manifest)
        } catch {
            throw CommandFailure(.usage, "\(manifest.path) cannot be read: \(error.localizedDescription)")
        }
        let dependency = package.dependsOnProofmark ? nil : try dependency()
        let product = package.dependsOnProofmark ? package.proofmark : dependency?.name
        let addition = Self.addition(
            suite: suite,
            libraries: package.libraries,
            dependency: dependency?.declaration,
            package: product ?? "Proofmark"
        )
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(Self.specification(suite, package.libraries).utf8).write(to: file, options: .atomic)
            try (before + Data(addition.utf8)).write(to: manifest, options: .atomic)
        } catch {
            undo(manifest, before, file)
            throw CommandFailure(
                .usage,
                "the package at \(packagePath) cannot be written to: \(error.localizedDescription)"
            )
        }
        do throws(CommandFailure) {
            guard try toolchain.contents().suites == [suite] else {
                throw CommandFailure(.usage, "the new target is not seen")
            }
        } catch {
            undo(manifest, before, file)
            throw CommandFailure(
                .usage,
                "Package.swift could not be added to, and is as it was (\(error.description)).\nAdd this to it yourself, and run proofmark init again:\n\(addition)"
            )
        }
        var made = [
            "Properties/\(suite)/\(suite).swift: a first specification, of a queue; write your own there"
        ]
        made.append("Package.swift: the target \(suite), at the end")
        if let dependency {
            made.append("Package.swift: the dependency on Proofmark, \(dependency.declaration)")
        }
        return Outcome(suite: suite, made: made)
    }

    private func undo(_ manifest: URL, _ before: Data, _ file: URL) {
        try? before.write(to: manifest, options: .atomic)
        try? FileManager.default.removeItem(at: file)
        // Only what is empty goes.
        rmdir(file.deletingLastPathComponent().path)
        rmdir(file.deletingLastPathComponent().deletingLastPathComponent().path)
    }

    // MARK: What is written

    private func dependency() throws(CommandFailure) -> (declaration: String, name: String) {
        if let source, source.contains("://") || source.hasPrefix("git@") {
            let last = source.split(separator: "/").last.map(String.init) ?? source
            let name = last.hasSuffix(".git") ? String(last.dropLast(4)) : last
            return (".package(url: \(Self.literal(source)), from: \"\(Command.version)\")", name)
        }
        guard let path = source.map({ URL(fileURLWithPath: $0).standardizedFileURL.path }) ?? Self.home else {
            throw CommandFailure(
                .usage,
                "where is Proofmark? give its folder or its URL: proofmark init --proofmark PATH|URL"
            )
        }
        guard Self.isProofmark(URL(fileURLWithPath: path)) else {
            throw CommandFailure(.usage, "there is no Proofmark at \(path); give its folder with --proofmark")
        }
        return (".package(name: \"Proofmark\", path: \(Self.literal(path)))", "Proofmark")
    }

    /// The clone in which this command was built.
    private static var home: String? {
        guard var folder = Bundle.main.executableURL?.resolvingSymlinksInPath() else { return nil }
        while folder.path != "/" {
            folder.deleteLastPathComponent()
            if isProofmark(folder) { return folder.path }
        }
        return nil
    }

    /// Whether a clone of Proofmark is there.
    static func isProofmark(_ folder: URL) -> Bool {
        ["Package.swift", "Sources/ProofmarkRunner"].allSatisfy {
            FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path)
        }
    }

    private static func literal(_ text: String) -> String {
        "\"" + text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
            + "\""
    }

    /// The name as a Swift module may have it.
    static func identifier(_ name: String) -> String {
        let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let joined = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return joined.first?.isNumber ?? true ? "Package\(joined)" : joined
    }

    /// What SwiftPM calls the module of a target.
    private static func moduleName(_ target: String) -> String {
        let plain = String(target.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        return plain.first?.isNumber ?? true ? "_" + plain.dropFirst() : plain
    }

    private static func addition(
        suite: String,
        libraries: [String],
        dependency: String?,
        package: String
    ) -> String {
        let targets = libraries.map { "\(literal($0)), " }.joined()
        var lines = ["", "// What must always hold: Properties, verified by `proofmark verify`."]
        if let dependency {
            lines.append("package.dependencies.append(\(dependency))")
            lines.append("if package.platforms == nil { package.platforms = [.macOS(\"15.0\")] }")
        }
        lines += [
            "package.targets.append(", "    .executableTarget(", "        name: \"\(suite)\",",
            "        dependencies: [\(targets).product(name: \"Proofmark\", package: \(literal(package)))],",
            "        path: \"Properties/\(suite)\"", "    )", ")", "",
        ]
        return lines.joined(separator: "\n")
    }

    private static func specification(_ suite: String, _ libraries: [String]) -> String {
        let imports =
            libraries.isEmpty
            ? ""
            : libraries.map { "// import \(moduleName($0))\n" }.joined()
                + "// … is all that this target needs to verify it.\n"
        return """
            import Proofmark
            import ProofmarkRunner
            \(imports)
            /// The system under test: put your own scheduler or router in its place. Generic over its numbers, it runs
            /// on `Int` and is proved with `SymbolicInt`.
            struct Queue<Number: VerifiableInteger>: Codable {
                let capacity: Number
                private(set) var waiting: [Number] = []

                mutating func submit(_ cost: Number) -> Bool {
                    let load: Number = waiting.reduce(0) { $0 + $1 }
                    guard load + cost <= capacity else { return false }
                    waiting.append(cost)
                    return true
                }

                mutating func dispatch() -> Number? { waiting.isEmpty ? nil : waiting.removeFirst() }
            }

            /// What can happen to it, and what must hold whatever happens.
            struct Queueing<Number: VerifiableInteger>: Specification {
                struct State: Codable {
                    var queue = Queue<Number>(capacity: 10)
                    var accepted: Number = 0
                    var dispatched: Number = 0
                }

                var initial: State { State() }

                var actions: Actions {
                    Action("submit") { state, choose in
                        let cost: Number = choose.number("cost", in: 1...10)
                        if state.queue.submit(cost) { state.accepted += cost }
                    }
                    Action("dispatch") { state, _ in
                        if let cost = state.queue.dispatch() { state.dispatched += cost }
                    }
                }

                var rules: Rules {
                    Always("no more waits than there is room for") { state in
                        state.queue.waiting.reduce(0) { $0 + $1 } <= state.queue.capacity
                    }
                    Always("nothing is dispatched that was not accepted") { $0.dispatched <= $0.accepted }
                    Sometimes("two requests wait") { $0.queue.waiting.count == 2 }
                }
            }

            @main struct \(suite): PropertySuite {
                static var suite: Suite {
                    Verify("queueing", Queueing<Int>(), proving: Queueing<SymbolicInt>(), depth: 4)
                }
            }

            """
    }
}
