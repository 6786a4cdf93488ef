import Foundation
import Testing

/// The built command, run as a user runs it.
struct CommandRun {
    var status: Int32
    var output: String
    var errors: String

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let fixtures = root.appendingPathComponent("Tests/CommandTests/Fixtures")
    /// Where fixtures are built. SwiftPM does not notice a source file that is new in a package it depends on
    /// by path, so each set of files has a folder of its own.
    static let scratch: URL = {
        let sources = root.appendingPathComponent("Sources")
        let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        let hash = files.sorted().joined(separator: "\n").utf8.reduce(UInt64(5381)) { $0 &* 33 ^ UInt64($1) }
        return root.appendingPathComponent(".build/fixtures/\(String(hash, radix: 36))")
    }()

    /// Where these tests, and the command with them, were built.
    static let products: URL = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: bundle).deletingLastPathComponent()
    }()
    private static let executable = products.appendingPathComponent("proofmark")

    /// - Parameters:
    ///   - path: Put in front of the PATH.
    ///   - settings: More environment.
    ///   - interrupt: Seconds after which the signal is sent.
    ///   - victim: Who is ended by SIGKILL.
    init(
        _ words: [String],
        fixture: String? = nil,
        path: String? = nil,
        settings: [String: String] = [:],
        interrupt: Double? = nil,
        by signal: Int32 = SIGINT,
        killing victim: Victim? = nil
    ) throws {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = words
        // Violations of a fixture are no news.
        let ownFolder = FileManager.default.temporaryDirectory
            .appendingPathComponent("proofmark-regressions-\(UUID().uuidString)")
        // A verdict that an earlier test earned would test nothing.
        if words.first == "verify", !words.contains("--cache") { process.arguments?.append("--no-cache") }
        if words.first == "verify", !words.contains("--regressions") {
            process.arguments? += ["--regressions", ownFolder.path]
        }
        defer { try? FileManager.default.removeItem(at: ownFolder) }
        if let fixture {
            process.arguments? += ["--package", Self.fixtures.appendingPathComponent(fixture).path]
            process.arguments? += ["--scratch-path", Self.scratch.appendingPathComponent(fixture).path]
        }
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PROOFMARK_") }
        if let path { environment["PATH"] = "\(path):\(environment["PATH"] ?? "")" }
        process.environment = environment.merging(settings) { $1 }
        process.currentDirectoryURL = FileManager.default.temporaryDirectory
        let output = Pipe()
        let errorFile = FileManager.default.temporaryDirectory.appendingPathComponent(
            "proofmark-\(UUID().uuidString)"
        )
        _ = FileManager.default.createFile(atPath: errorFile.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: errorFile) }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errorFile)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        if let interrupt {
            let identifier = process.processIdentifier
            DispatchQueue.global().asyncAfter(deadline: .now() + interrupt) { kill(identifier, signal) }
        }
        if let victim {
            let identifier = process.processIdentifier
            DispatchQueue.global().asyncAfter(deadline: .now() + victim.seconds) {
                Self.end(victim, of: identifier)
            }
        }
        self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
        errors = String(decoding: try Data(contentsOf: errorFile), as: UTF8.self)
    }

    /// Who is killed, and after how many seconds.
    enum Victim {
        case command(after: Double)
        case workers(after: Double)

        var seconds: Double {
            switch self {
            case .command(let seconds), .workers(let seconds): seconds
            }
        }
    }

    private static func end(_ victim: Victim, of command: Int32) {
        switch victim {
        case .command: _ = kill(command, SIGKILL)
        case .workers:
            for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
                guard let process = Int32(name),
                    let words = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8)
                        .split(separator: " "), words.count > 3, words[3] == "\(command)",
                    // Not the compiler.
                    let line = try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8),
                    line.contains("--proofmark-worker")
                else { continue }
                _ = kill(process, SIGKILL)
            }
        }
    }

    /// The replay token in the output.
    var token: String? {
        output.split(whereSeparator: \.isWhitespace).map(String.init).first { $0.hasPrefix("pm2-") }
    }
}
