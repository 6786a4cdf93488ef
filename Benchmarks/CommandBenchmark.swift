import Foundation

/// The command as a user runs it: one worker and two, with the second hash seed and without, with coverage and
/// without.
struct CommandBenchmark {
    private let cases = 400_000

    func run() throws {
        print("(a3) proofmark verify on the fair scheduler, \(cases) cases: seconds of the fuzzer")
        let one = try seconds(["--workers", "1", "--hash-seeds", "1"])
        let two = try seconds(["--workers", "2", "--hash-seeds", "1"])
        let twice = try seconds(["--workers", "1", "--hash-seeds", "2"])
        let covered = try seconds(["--workers", "1", "--hash-seeds", "1", "--coverage"])
        print("    one worker                    \(shown(one)) s")
        print("    two workers                   \(shown(two)) s, \(shown(one / two)) times as fast")
        print("    second hash seed              \(shown(twice)) s, \(shown(twice / one)) times as long")
        print(
            "    coverage, as many steered     \(shown(covered)) s, \(shown(covered / one)) times as long\n"
        )
    }

    private func seconds(_ words: [String]) throws -> Double {
        struct Answer: Decodable {
            struct Report: Decodable {
                struct Property: Decodable {
                    struct Engine: Decodable {
                        var engine: String
                        var seconds: Double
                    }
                    var engines: [Engine]
                }
                var properties: [Property]
            }
            var report: Report
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ".build/release/proofmark")
        process.arguments =
            [
                "verify", "--filter", "fair queueing", "--depth", "1", "--format", "json", "--cases",
                "\(cases)",
            ]
            + words
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let engines = try JSONDecoder().decode(Answer.self, from: data).report.properties.flatMap(\.engines)
        return engines.filter { $0.engine == "fuzz" }.reduce(0) { $0 + $1.seconds }
    }
}
