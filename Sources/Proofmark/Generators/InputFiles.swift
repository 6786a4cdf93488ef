import Foundation
import Synchronization

/// The files that samples were read from in this process: verdicts depend on them as they do on the sources.
package enum InputFiles {
    private static let known = Mutex<[String: String]>([:])
    /// In place of a digest: there was nothing to read, or two readings were not the same.
    private static let (missing, changing) = ("missing", "changing")

    /// What is known of a file that was read twice.
    package static func agreed(_ one: String, _ other: String) -> String { one == other ? one : changing }

    /// By absolute path, a digest of what was read.
    package static var all: [String: String] { known.withLock { $0 } }

    /// What is in the file.
    static func read(_ path: String) throws -> Data {
        let file = URL(fileURLWithPath: path)
        let result = Result { try Data(contentsOf: file) }
        let digest = digest(of: try? result.get())
        known.withLock { known in
            known.merge([file.standardizedFileURL.path: digest], uniquingKeysWith: agreed)
        }
        return try result.get()
    }

    /// The digest of a file as it is now.
    package static func digest(of path: String) -> String {
        digest(of: FileManager.default.contents(atPath: path))
    }

    private static func digest(of data: Data?) -> String {
        guard let data else { return missing }
        var digest = ContentDigest()
        digest.fold(data)
        return digest.text
    }
}
