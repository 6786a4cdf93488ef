import BenchmarkSupport
import PlantedBugs
import Proofmark
import ProofmarkFuzz

/// Runs until a bug is found: random ones, with swarm testing and without, and steered ones, with the coverage of
/// the code under test and without.
struct SearchBenchmark: PlantedBugVisitor {
    static let seeds: ClosedRange<UInt64> = 1...20
    private static let most = 1_000

    /// The positions of the counters of the code under test.
    let counters: [Range<Int>]

    func visit<Concrete: Specification, Symbolic: Specification>(
        _ bug: String,
        breaking rule: String,
        _ concrete: Concrete,
        _ symbolic: Symbolic
    ) throws {
        var lengths: Set<Int> = []
        let searches: [[Int?]] = [
            try Self.seeds.map { try random(concrete, rule, $0, swarms: true, &lengths) },
            try Self.seeds.map { try random(concrete, rule, $0, swarms: false, &lengths) },
            try Self.seeds.map { try steered(concrete, rule, $0, by: counters, &lengths) },
            try Self.seeds.map { try steered(concrete, rule, $0, by: [], &lengths) },
        ]
        let shrunk = lengths.sorted().map { "\($0)" }.joined(separator: ", ")
        say(
            "    \(column(bug, 20, isText: true))"
                + searches.map { column(Self.summary($0), 15, isText: true) }.joined() + "\(shrunk) steps"
        )
    }

    /// Median and worst.
    private static func summary(_ runs: [Int?]) -> String {
        let found = runs.compactMap(\.self).sorted()
        guard let worst = found.last else { return "never" }
        let missed = runs.count - found.count
        return "\(found[found.count / 2]), \(worst)" + (missed == 0 ? "" : ", never \(missed)x")
    }

    private func random<S: Specification>(
        _ specification: S,
        _ rule: String,
        _ seed: UInt64,
        swarms: Bool,
        _ lengths: inout Set<Int>
    ) throws -> Int? {
        var settings = FuzzSettings(seed: seed, cases: Self.most)
        settings.swarms = swarms
        let report = try Fuzzer(specification, property: "bench", settings: settings).run().report
        let verdict = report.findings.first { $0.rule == rule }?.verdict
        guard let found = verdict?.counterexample, let number = found.foundInCase else { return nil }
        lengths.insert(found.choices.steps.count)
        return number + 1
    }

    private func steered<S: Specification>(
        _ specification: S,
        _ rule: String,
        _ seed: UInt64,
        by counters: [Range<Int>],
        _ lengths: inout Set<Int>
    ) throws -> Int? {
        let others = Set(specification.singleRunRules.map(\.name)).subtracting([rule])
        let order = SteeringOrder(
            seed: seed,
            first: 0,
            cases: Self.most,
            budget: nil,
            counters: counters,
            settled: others
        )
        // What comes with no seed is tried while the run that was found is shrunk.
        var (runs, isFound) = (0, false)
        let result = try Steering(specification, property: "bench", order: order, longest: 40) { _, fill in
            if fill == nil { isFound = true }
            if !isFound { runs += 1 }
        }.run()
        guard let found = result.settled[rule]?.counterexample else { return nil }
        lengths.insert(found.choices.steps.count)
        return runs
    }
}
