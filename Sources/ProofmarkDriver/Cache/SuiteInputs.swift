import Foundation
import Proofmark

/// The files beside its sources that a suite has read, each with a digest of what was in it.
struct SuiteInputs: Codable, Equatable, Sendable {
    /// By path: relative to the package if they are in it, so that a cache is of use in another checkout.
    private(set) var files: [String: String] = [:]
    /// Where the package was, if it read files that are not in it.
    private var place: String?

    init() {}

    /// - Parameter read: By absolute path.
    init(_ read: [String: String], in package: String) {
        // A worker knows its folder without links.
        let resolved = ResolvedPath.of(package)
        for (path, digest) in read {
            let folder = [package + "/", resolved + "/"].first(where: path.hasPrefix)
            files[folder.map { String(path.dropFirst($0.count)) } ?? path] = digest
            if folder == nil { place = resolved }
        }
    }

    /// Whether each file is as it was.
    ///
    /// - Parameter digest: Of a file as it is now.
    func areCurrent(in package: String, digest: (_ path: String) -> String) -> Bool {
        (place == nil || place == ResolvedPath.of(package))
            && files.allSatisfy { digest(Self.path($0.key, in: package)) == $0.value }
    }

    func paths(in package: String) -> [String] { files.keys.map { Self.path($0, in: package) } }

    mutating func merge(_ other: SuiteInputs) {
        files.merge(other.files, uniquingKeysWith: InputFiles.agreed)
        place = place ?? other.place
    }

    private static func path(_ file: String, in package: String) -> String {
        file.hasPrefix("/") ? file : "\(package)/\(file)"
    }
}

/// What the cache keeps, with what it depends on beside what its key tells.
struct WithInputs<Content: Codable>: Codable {
    var content: Content
    var inputs: SuiteInputs
}
