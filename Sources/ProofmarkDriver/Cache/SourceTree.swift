import Foundation
import Proofmark

/// The files below a folder, as far as they can make a difference to what is built.
struct SourceTree {
    let folder: URL

    /// The paths of the files, relative to the folder, in their order.
    func files() -> [String] {
        var found: [String] = []
        // A link may lead back to where it is.
        var seen = Set<String>()
        collect(folder, prefix: "", into: &found, &seen)
        return found.sorted()
    }

    private func collect(
        _ folder: URL,
        prefix: String,
        into found: inout [String],
        _ seen: inout Set<String>
    ) {
        guard seen.insert(folder.resolvingSymlinksInPath().path).inserted else { return }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where !name.hasPrefix(".") {
            let file = folder.appendingPathComponent(name)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                collect(file, prefix: "\(prefix)\(name)/", into: &found, &seen)
            } else {
                found.append("\(prefix)\(name)")
            }
        }
    }

    func fold(into digest: inout ContentDigest) {
        for path in files() {
            digest.fold(path)
            // A file that cannot be read is told from one that is empty.
            if let data = FileManager.default.contents(atPath: folder.appendingPathComponent(path).path) {
                digest.fold(data)
            } else {
                digest.fold("unreadable")
            }
        }
    }
}
