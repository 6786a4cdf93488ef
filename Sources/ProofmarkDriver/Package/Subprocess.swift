import Foundation
import Proofmark

/// Runs another program to its end.
enum Subprocess {
    struct Output {
        var status: Int32
        var output: Data
        var errors: String
    }

    /// - Parameters:
    ///   - words: The program, looked for on the PATH, and its arguments. The status is 127 if there is none.
    ///   - seconds: After this time it is stopped; what it had said by then is given.
    static func run(_ words: [String], seconds: Double? = nil) throws(CommandFailure) -> Output {
        for _ in 0..<mostTries {
            let made = try runOnce(words, seconds: seconds)
            // A program that was just written may be open for writing in a process that was forked meanwhile.
            guard made.status == 126, made.errors.contains("Text file busy") else { return made }
            usleep(50_000)
        }
        return try runOnce(words, seconds: seconds)
    }

    private static let mostTries = 20

    private static func runOnce(_ words: [String], seconds: Double?) throws(CommandFailure) -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw CommandFailure(.usage, "\(words[0]) cannot be started: \(error.localizedDescription)")
        }
        if let seconds {
            let identifier = process.processIdentifier
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak process] in
                if process?.isRunning == true { kill(identifier, SIGKILL) }
            }
        }
        let reader = PipeReader(errors.fileHandleForReading)
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Output(status: process.terminationStatus, output: data, errors: reader.wait())
    }
}

/// Reads one pipe while another is read: a child that fills one must not wait for the other.
private final class PipeReader: @unchecked Sendable {
    // Sendable: `data` is written by the reader's queue before `group` is left, and read after.
    private let group = DispatchGroup()
    private var data = Data()

    init(_ handle: FileHandle) {
        group.enter()
        DispatchQueue.global().async { [self] in
            data = handle.readDataToEndOfFile()
            group.leave()
        }
    }

    func wait() -> String {
        group.wait()
        return String(decoding: data, as: UTF8.self)
    }
}
