import BenchmarkSupport
import Foundation
import Proofmark

/// The command on the fair scheduler's suite, as a user runs it: workers, the second hash seed, coverage and
/// steering, each switched off and on; and how soon steering opens a lock that random runs do not.
struct WorkerBenchmark {
    private let cases = 400_000
    private static let seeds: ClosedRange<UInt64> = 1...5

    private enum Failure: Error { case noReport(String) }

    func run() throws {
        say("(a3) \(cases) cases of the fair scheduler, as `proofmark verify` runs them, s")
        // Whatever must be built.
        _ = try verify(["--cases", "10", "--coverage"])
        let plain = ["--cases", "\(cases)", "--hash-seeds", "1"]
        let one = try verify(plain + ["--workers", "1"]).seconds
        let two = try verify(plain + ["--workers", "2"]).seconds
        let again = try verify(["--cases", "\(cases)", "--hash-seeds", "2", "--workers", "1"]).seconds
        let covered = try verify(plain + ["--workers", "1", "--coverage"])
        say("    one worker             \(shown(one))")
        say("    two workers            \(shown(two)), \(shown(one / two)) times as fast")
        say("    the second hash seed   \(shown(again)), \(shown(again / one)) times as long")
        say(
            "    coverage               \(shown(covered.seconds)), \(shown(covered.seconds / one)) times as long: "
                + "\(covered.statistics["steered cases"] ?? 0) steered runs beside the random ones, and counters\n"
        )
        try lock()
    }

    /// A lock of five digits, in a fixture of the tests: a random run opens it once in 10^10.
    private func lock() throws {
        say(
            "(a4) runs until the lock of five digits is open, \(Self.seeds.count) seeds, 100,000 random cases"
        )
        for covers in [false, true] {
            let runs = try Self.seeds.map { seed -> Int? in
                let flags = ["--seed", "\(seed)", "--cases", "100000", "--hash-seeds", "1"]
                let made = try verify(
                    flags + (covers ? ["--coverage"] : []),
                    filter: "lock",
                    package: "Tests/CommandTests/Fixtures/Troubles"
                )
                return made.isViolated ? made.statistics["steered cases"] ?? 0 : nil
            }
            let found = runs.compactMap(\.self).sorted()
            say(
                "    \(covers ? "with coverage   " : "without coverage") found \(found.count) of \(runs.count)"
                    + (found.isEmpty ? "" : ", within \(found[found.count - 1]) steered runs")
            )
        }
        say("")
    }

    /// What the command's report says of the fuzzer.
    private struct Measured {
        var seconds: Double
        var isViolated: Bool
        var statistics: [String: Int]
    }

    private func verify(
        _ flags: [String],
        filter: String = "fair queueing",
        package: String = "."
    ) throws -> Measured {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ".build/release/proofmark")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "proofmark-bench-\(getpid())"
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        process.arguments =
            ["verify", "--filter", filter, "--engine", "fuzz", "--format", "json", "--package", package]
            + ["--regressions", folder.path, "--budget", "300", "--no-cache"] + flags
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        struct Report: Decodable {
            var report: VerificationReport
        }
        guard let report = try? JSONDecoder().decode(Report.self, from: data).report,
            let property = report.properties.first,
            let fuzz = property.engines.first(where: { $0.engine == .fuzz })
        else { throw Failure.noReport(String(decoding: data, as: UTF8.self)) }
        return Measured(
            seconds: fuzz.seconds,
            isViolated: process.terminationStatus == ExitCode.violated.rawValue,
            statistics: Dictionary(fuzz.statistics.map { ($0.name, $0.value) }) { first, _ in first }
        )
    }
}
