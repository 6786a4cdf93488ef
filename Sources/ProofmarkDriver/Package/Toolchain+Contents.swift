import Foundation
import Proofmark

/// What SwiftPM says of a package.
extension Toolchain {
    private struct Description: Decodable {
        struct Target: Decodable {
            var name: String
            var type: String
            var path: String
            var sources: [String]?
            var target_dependencies: [String]?

            var known: PackageGraph.Target {
                .init(name: name, type: type, path: path, dependencies: target_dependencies ?? [])
            }
        }

        var name: String
        var targets: [Target]
    }

    /// The dependencies as the manifest has them.
    private struct Manifest: Decodable {
        struct Dependency: Decodable {
            var identity: String
            var nameForTargetDependencyResolutionOnly: String?
            var path: String?

            /// What targets call the package.
            var name: String { nameForTargetDependencyResolutionOnly ?? identity }

            var isProofmark: Bool {
                name.lowercased() == "proofmark"
                    || path.map { Adoption.isProofmark(URL(fileURLWithPath: $0)) } ?? false
            }
        }

        var dependencies: [[String: [Dependency]]]
    }

    /// What a package has that matters to its properties.
    struct Contents {
        var name: String
        var suites: [String]
        /// Library targets outside `Properties`.
        var libraries: [String]
        /// What the manifest calls its dependency on Proofmark, if it has one.
        var proofmark: String?

        var dependsOnProofmark: Bool { proofmark != nil }
    }

    func contents() throws(CommandFailure) -> Contents {
        let package = try description()
        let dumped = try run(["package"] + location + ["dump-package"])
        guard dumped.status == 0, let manifest = try? JSONDecoder().decode(Manifest.self, from: dumped.output)
        else {
            throw CommandFailure(
                .internalError,
                "the answer of swift package dump-package is not understood: \(dumped.errors)"
            )
        }
        return Contents(
            name: package.name,
            suites: PackageGraph(targets: package.targets.map(\.known), dependencies: []).suites,
            libraries: package.targets.filter { $0.type == "library" && !$0.path.hasPrefix("Properties/") }
                .map(\.name),
            proofmark: manifest.dependencies.flatMap { $0.values.joined() }.first(where: \.isProofmark)?.name
        )
    }

    private func description() throws(CommandFailure) -> Description {
        let described = try run(["package"] + location + ["describe", "--type", "json"])
        guard described.status == 0 else {
            throw CommandFailure(.usage, "the package at \(packagePath) cannot be read:\n\(described.errors)")
        }
        guard let package = try? JSONDecoder().decode(Description.self, from: described.output) else {
            throw CommandFailure(.internalError, "the answer of swift package describe is not understood")
        }
        return package
    }

    /// The targets of the package, and the packages that it depends on.
    func graph() throws(CommandFailure) -> PackageGraph {
        let package = try description()
        let shown = try run(["package"] + location + ["show-dependencies", "--format", "json"])
        guard shown.status == 0, let root = try? JSONDecoder().decode(Dependency.self, from: shown.output)
        else {
            throw CommandFailure(
                .usage,
                "the dependencies of the package at \(packagePath) cannot be read:\n\(shown.errors)"
            )
        }
        return PackageGraph(
            targets: package.targets.map(\.known),
            dependencies: Set(root.dependencies.flatMap(\.paths)).sorted()
        )
    }

    private struct Dependency: Decodable {
        var path: String
        var dependencies: [Dependency]

        var paths: [String] { [path] + dependencies.flatMap(\.paths) }
    }

    /// For each suite, the sources of this package that it is about: of all that it depends on, what is neither a
    /// part of the specification nor of Proofmark.
    func codeUnderTest(of suites: [String]) throws(CommandFailure) -> [String: [String]] {
        let targets = try description().targets
        return Dictionary(uniqueKeysWithValues: suites.map { ($0, sources(below: $0, among: targets)) })
    }

    private func sources(below suite: String, among targets: [Description.Target]) -> [String] {
        var (open, seen) = ([suite], Set<String>())
        while let name = open.popLast() {
            guard !name.hasPrefix("Proofmark"), seen.insert(name).inserted else { continue }
            open += targets.first { $0.name == name }?.target_dependencies ?? []
        }
        return targets.filter { seen.contains($0.name) && !$0.path.hasPrefix("Properties/") }.flatMap {
            target in
            (target.sources ?? []).filter { $0.hasSuffix(".swift") }.map {
                "\(packagePath)/\(target.path)/\($0)"
            }
        }
    }
}
