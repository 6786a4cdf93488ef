import Foundation
import Proofmark

/// The files beside its sources that a suite has read, each with a digest of what was in it.
struct SuiteInputs: Codable, Equatable, Sendable {
    /// By path: relative to the package if they are in it, so that a cache is of use in another checkout.
    private(set) var files: [String: String] = [:]

    init() {}

    /// - Parameter read: By absolute path.
    init(_ read: [String: String], in package: String) {
        for (path, digest) in read {
            files[path.hasPrefix(package + "/") ? String(path.dropFirst(package.count + 1)) : path] = digest
        }
    }

    /// Whether each file is as it was.
    func areCurrent(in package: String) -> Bool {
        files.allSatisfy { InputFiles.digest(of: Self.path($0.key, in: package)) == $0.value }
    }

    func paths(in package: String) -> [String] { files.keys.map { Self.path($0, in: package) } }

    mutating func merge(_ other: SuiteInputs) { files.merge(other.files) { $1 } }

    private static func path(_ file: String, in package: String) -> String {
        file.hasPrefix("/") ? file : "\(package)/\(file)"
    }
}

/// What the cache keeps, with what it depends on beside what its key tells.
struct WithInputs<Content: Codable>: Codable {
    var content: Content
    var inputs: SuiteInputs
}
