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
