import Foundation
import Proofmark

/// What `proofmark.json` says: settings, by profile and by suite, and the evidence that rules require.
package struct Configuration: Equatable, Sendable {
    package static let fileName = "proofmark.json"

    /// A setting in the file: the flag it stands for, its value as the flag would have it, and its place.
    struct Setting: Equatable, Sendable {
        var flag: CommandReference.Flag
        var value: String
        var place: String
    }

    var settings: [Setting] = []
    var profiles: [String: [Setting]] = [:]
    var suites: [String: [Setting]] = [:]
    var requirements: [Requirement] = []

    /// What a suite may have for itself.
    static let ofSuites = ["seed", "cases", "hashSeeds", "depth", "budget"]

    /// - Parameter names: The suites that the package has.
    /// - Throws: If something is said of another.
    func check(suites names: [String]) throws(CommandFailure) {
        for name in suites.keys.sorted() where !names.contains(name) {
            let known = names.isEmpty ? "there is none" : "there are: \(names.joined(separator: ", "))"
            throw CommandFailure(
                .usage,
                "in \(Self.fileName), suites.\(name): there is no suite of this name\(Suggestion.text(for: name, among: names)); \(known)"
            )
        }
    }

    /// - Returns: An empty one if the package has no such file.
    package static func read(in package: String) throws(CommandFailure) -> Configuration {
        let file = URL(fileURLWithPath: package).appendingPathComponent(fileName)
        guard FileManager.default.fileExists(atPath: file.path) else { return Configuration() }
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw CommandFailure(.usage, "\(file.path) cannot be read")
        }
        do throws(ConfigurationReader.Failure) {
            return try ConfigurationReader.read(data)
        } catch {
            throw CommandFailure(.usage, "\(file.path): \(error.description)")
        }
    }
}
