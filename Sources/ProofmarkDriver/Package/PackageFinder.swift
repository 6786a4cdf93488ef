import Foundation
import Proofmark

enum PackageFinder {
    /// The folder with `Package.swift`: the one given, or, for the current folder, the nearest around it.
    static func find(_ path: String) throws(CommandFailure) -> String {
        var folder = URL(fileURLWithPath: path).standardizedFileURL
        let asked = folder.path
        if hasManifest(folder) { return folder.path }
        if path == "." {
            while folder.path != "/" {
                folder.deleteLastPathComponent()
                if hasManifest(folder) { return folder.path }
            }
        }
        throw CommandFailure(
            .usage,
            "there is no Swift package at \(asked); give its folder with --package PATH"
        )
    }

    private static func hasManifest(_ folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent("Package.swift").path)
    }
}
