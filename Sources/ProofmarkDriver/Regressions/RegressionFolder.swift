import Foundation
import Proofmark

/// The folder with the violations that were found, one in a file: meant to be committed, and read by people.
struct RegressionFolder {
    let url: URL

    struct Entry {
        var file: String
        var content: Result<Regression, Regression.Failure>
        /// What became of it when it was last run again, if nothing changed since then.
        var known: RegressionOutcome?

        /// Whether the suite has to run it again; each has to, if nobody can tell.
        func concerns(_ suite: BuiltSuite) -> Bool {
            guard case .success(let saved) = content else { return true }
            return suite.name == saved.suite || suite.has(saved.property)
        }
    }

    /// All files, in the order of their names; none if there is no folder.
    func entries() -> [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { name in
            do {
                let data = try Data(contentsOf: url.appendingPathComponent(name))
                return Entry(
                    file: name,
                    content: Result { () throws(Regression.Failure) in try Regression(data) }
                )
            } catch {
                return Entry(file: name, content: .failure(.unreadable(error.localizedDescription)))
            }
        }
    }

    /// Writes the violation, whole or not at all, and never over a file that cannot be read.
    ///
    /// - Returns: The name of its file.
    @discardableResult
    func save(_ regression: Regression) throws -> String {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let name = Self.name(of: regression)
        let unreadable = Set(entries().filter { (try? $0.content.get()) == nil }.map(\.file))
        let names = (1...).lazy.map { $0 == 1 ? "\(name).json" : "\(name).\($0).json" }
        let file = names.first { !unreadable.contains($0) } ?? "\(name).json"
        try regression.data().write(to: url.appendingPathComponent(file), options: .atomic)
        return file
    }

    /// By property and rule, and a number that tells runs apart; without what files of its kind end with.
    private static func name(of regression: Regression) -> String {
        func plain(_ text: String) -> String {
            let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
            return words.joined(separator: "-").prefix(48).description
        }
        let sum = ReplayToken.checksum(Array(regression.token.utf8))
        return "\(plain(regression.property)).\(plain(regression.rule)).\(String(sum, radix: 36))"
    }
}
