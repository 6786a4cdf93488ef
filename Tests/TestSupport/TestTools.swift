package import Foundation

/// Programs that some tests check against. `Tests/Tools/install.sh` installs them; CI requires them.
package enum TestTools {
    /// This repository.
    package static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    package static let folder = root.appendingPathComponent(".build/test-tools")
    private static let isRequired = ProcessInfo.processInfo.environment["PROOFMARK_REQUIRE_TOOLS"] == "1"

    package static let sarifSchema = folder.appendingPathComponent("sarif-2.1.0.json")
    package static let junitSchema = folder.appendingPathComponent("junit-10.xsd")

    package static var hasSchemas: Bool {
        isRequired || (exists(sarifSchema.path) && exists(junitSchema.path))
    }
    package static var hasBrowser: Bool { isRequired || has("chromedriver") }
    package static var hasSlurm: Bool { isRequired || (has("slurmctld") && has("slurmd") && has("munged")) }
    package static func hasShell(_ name: String) -> Bool { isRequired || has(name) }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func has(_ program: String) -> Bool {
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/sbin"
        return paths.split(separator: ":").contains { exists("\($0)/\(program)") }
    }

    /// Runs a program to its end.
    package static func run(
        _ words: [String],
        environment: [String: String] = [:]
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    /// Puts a `swift` into the folder that does this first, and then what `swift` does.
    package static func interpose(_ script: String, in folder: URL) throws {
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let real = paths.map { "\($0)/swift" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        let file = folder.appendingPathComponent("swift")
        try Data("#!/bin/sh\n\(script)\nexec \(real ?? "swift") \"$@\"\n".utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
    }

    /// A folder of its own, that is gone after the body.
    package static func withFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "proofmark-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
