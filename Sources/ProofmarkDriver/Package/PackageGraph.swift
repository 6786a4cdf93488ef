import Foundation
import Proofmark

/// What a package consists of: it follows from manifests alone.
struct PackageGraph: Codable, Equatable {
    struct Target: Codable, Equatable {
        var name: String
        var type: String
        var path: String
        var dependencies: [String]
    }

    var targets: [Target]
    /// The folders of all packages that it depends on.
    var dependencies: [String]

    /// The executable targets below `Properties`.
    var suites: [String] {
        targets.filter { $0.type == "executable" && $0.path.hasPrefix("Properties/") }.map(\.name)
    }

    /// The target and all in this package that it depends on.
    func closure(of name: String) -> [Target] {
        var (open, seen) = ([name], Set<String>())
        while let name = open.popLast() {
            guard seen.insert(name).inserted else { continue }
            open += targets.first { $0.name == name }?.dependencies ?? []
        }
        return targets.filter { seen.contains($0.name) }
    }
}
