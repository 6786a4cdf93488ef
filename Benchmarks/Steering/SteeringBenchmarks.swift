import BenchmarkSupport
import Foundation
import PlantedBugs
import ProofmarkDriver
import ProofmarkFuzz

/// How many runs the fuzzer needs to find each planted bug. A program of its own, since it is built with coverage,
/// which would slow the others down.
@main
struct SteeringBenchmarks {
    private enum Failure: Error { case noCoverage }

    static func main() throws {
        say(
            """
            (f) planted bugs: runs until the fuzzer finds them, median and worst of \(SearchBenchmark.seeds.count) seeds
                                    random cases                  steered from the first run
                bug                 with swarm     without        by coverage    by nothing   shrunk to
            """
        )
        try PlantedBugs.visit(by: SearchBenchmark(counters: try counters()))
        say("    (`proofmark verify --coverage` steers behind the first 10,000 random cases)\n")
    }

    /// Where the counters of the code under test lie in this program.
    private static func counters() throws -> [Range<Int>] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "proofmark-bench-\(getpid())"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let map = folder.appendingPathComponent("map").path
        guard CoverageCounters.writeMap(to: map), let executable = Bundle.main.executablePath else {
            throw Failure.noCoverage
        }
        let planted = FileManager.default.currentDirectoryPath + "/Examples/Planted"
        let sources = (FileManager.default.enumerator(atPath: planted)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".swift") }.map { "\(planted)/\($0)" }
        let found = try CoverageTools().counters(executable, map: map, sources: sources)
        guard !found.isEmpty else { throw Failure.noCoverage }
        return found
    }
}
