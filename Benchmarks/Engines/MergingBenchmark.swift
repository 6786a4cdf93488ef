import BenchmarkSupport
import FairScheduler
import FairSchedulerRules
import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkProve

/// What merging is worth, and what a path costs: the same proofs with and without it.
struct MergingBenchmark {
    func run() throws {
        say("\n(c) merging on and off: paths, questions to the solver, and where the time goes")
        say(
            "                                   states   paths  checks/path  paths/s  in Z3  MB/100,000 paths  time  ratio"
        )
        let load = Load(weights: [1, 1, 1])
        // The first proof of a process also pays for Z3's own tables.
        _ = try prove(
            FairQueueing<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(load),
            FairQueueing<DeficitRoundRobin<Int, Int>>(load),
            depth: 4,
            true
        )
        for dispatches in [5, 7, 9] {
            try compare("constant backlog, \(dispatches) dispatches") { merges in
                try prove(
                    ConstantBacklog<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(load, scope: .fairness),
                    ConstantBacklog<DeficitRoundRobin<Int, Int>>(load, scope: .fairness),
                    depth: dispatches + 1,
                    merges
                )
            }
        }
        for depth in [5, 6] {
            try compare("fair queueing, depth \(depth)") { merges in
                try prove(
                    FairQueueing<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(load),
                    FairQueueing<DeficitRoundRobin<Int, Int>>(load),
                    depth: depth,
                    merges
                )
            }
        }
    }

    private struct Measured {
        var report: EngineReport
        var seconds: Double
        /// Bytes that the process gained.
        var memory: Int

        func count(_ name: String) -> Int { report.statistics.first { $0.name == name }?.value ?? 0 }
    }

    private func compare(_ title: String, _ run: (_ merges: Bool) throws -> Measured) throws {
        let merged = try run(true)
        let single = try run(false)
        precondition(
            merged.report.findings.map(\.verdict.exitCode) == single.report.findings.map(\.verdict.exitCode),
            "merging changed a verdict"
        )
        for (name, measured) in [("merged", merged), ("path by path", single)] {
            let paths = max(1, measured.count("paths"))
            let inSolver = Double(measured.count("solver microseconds")) / 1e6 / measured.seconds
            let megabytes = Double(measured.memory) / Double(1 << 20) * 100_000 / Double(paths)
            let cells = [
                column("\(measured.count("states"))", 7), column("\(paths)", 7),
                column(shown(Double(measured.count("solver checks")) / Double(paths)), 12),
                column(shown(Double(paths) / measured.seconds, 0), 8),
                // A proof of its own takes some 15 MB: less says nothing about paths.
                column(shown(inSolver * 100, 0) + "%", 6),
                column(paths < 1_000 ? "–" : shown(megabytes, 0), 17),
                column(shown(measured.seconds), 6), column(shown(measured.seconds / merged.seconds, 1), 6),
            ]
            say("    \(column("\(title), \(name)", 44, isText: true))\(cells.joined(separator: " "))")
        }
    }

    private func prove<S: Specification, C: Specification>(
        _ symbolic: S,
        _ concrete: C,
        depth: Int,
        _ merges: Bool
    ) throws -> Measured {
        let before = Self.residentBytes
        var report = EngineReport(engine: .prove, findings: [])
        let spent = try seconds {
            report = try Prover(
                symbolic,
                concrete: concrete,
                property: "bench",
                settings: ProverSettings(depth: depth, merges: merges)
            ).run()
        }
        return Measured(report: report, seconds: spent, memory: max(0, Self.residentBytes - before))
    }

    private static var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4_096
    }
}
