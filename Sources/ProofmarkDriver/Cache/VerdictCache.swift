package import Foundation
import Proofmark
import Synchronization

/// Reports that were earned before, by everything that they depend on.
///
/// A folder of files, each written whole and named by its key, so that any number of commands may use it at once and a
/// CI job may keep it. Whatever does not prove itself whole is left out, with a note.
package final class VerdictCache: Sendable {
    static let currentFormat = 1
    /// Bytes of all files; beyond them the oldest go.
    private static let largest = 64 << 20

    let folder: URL
    private let damaged = Mutex<[String]>([])
    /// Why nothing can be kept.
    private let trouble = Mutex<String?>(nil)

    package init(_ folder: URL) { self.folder = folder }

    /// What was thrown away.
    package var notes: [String] {
        let useless = trouble.withLock { $0 }.map {
            "the cache at \(folder.path) cannot be written to, so nothing is kept: \($0)"
        }
        let broken = damaged.withLock { $0 }.sorted()
        return broken.map { "\($0) in the cache was damaged, and is not used" } + (useless.map { [$0] } ?? [])
    }

    // MARK: Entries

    private struct Entry<Content: Codable>: Codable {
        var format = VerdictCache.currentFormat
        var key: String
        var content: Content
        /// Of the content, as it is encoded.
        var digest: String
    }

    package func read<Content: Codable>(_ type: Content.Type, _ key: String) -> Content? {
        let file = file(key)
        guard let data = FileManager.default.contents(atPath: file.path) else { return nil }
        guard let entry = try? JSONDecoder().decode(Entry<Content>.self, from: data),
            entry.format == Self.currentFormat, entry.key == key,
            let digest = try? ContentDigest(of: entry.content).text, digest == entry.digest
        else {
            damaged.withLock { if !$0.contains(file.lastPathComponent) { $0.append(file.lastPathComponent) } }
            try? FileManager.default.removeItem(at: file)
            return nil
        }
        return entry.content
    }

    /// Without it only time is lost: if that fails, it is no more than noted.
    package func write<Content: Codable>(_ content: Content, _ key: String) {
        guard let digest = try? ContentDigest(of: content).text,
            let data = try? Self.encoder.encode(Entry(key: key, content: content, digest: digest))
        else { return }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try data.write(to: file(key), options: .atomic)
        } catch {
            trouble.withLock { $0 = error.localizedDescription }
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return encoder
    }

    private func file(_ key: String) -> URL { folder.appendingPathComponent("\(key).json") }

    package static func key(_ parts: [String]) -> String {
        var digest = ContentDigest()
        for part in parts { digest.fold(part) }
        return digest.text
    }

    /// Removes the oldest files until the rest is small enough.
    func prune() {
        let keys: [URLResourceKey] = [.fileSizeKey, .contentModificationDateKey]
        let files =
            (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: keys)) ?? []
        let known = files.compactMap { file -> (file: URL, size: Int, age: Date)? in
            guard file.pathExtension == "json", let values = try? file.resourceValues(forKeys: Set(keys))
            else {
                return nil
            }
            return (file, values.fileSize ?? 0, values.contentModificationDate ?? .distantPast)
        }.sorted { $0.age > $1.age }
        var size = 0
        for (file, bytes, _) in known {
            size += bytes
            if size > Self.largest { try? FileManager.default.removeItem(at: file) }
        }
    }
}
