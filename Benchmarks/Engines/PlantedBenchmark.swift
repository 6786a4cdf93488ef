import BenchmarkSupport
import FairScheduler
import FairSchedulerRules
import PlantedForgottenReset
import PlantedFullTarget
import PlantedStaleFailOver
import PlantedStrictComparison
import PlantedTwins
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz
import ProofmarkProve
import RegionRouterRules

/// How soon each engine finds each planted bug: fuzz cases over 20 seeds, depth of the proof, length of the
/// shrunk run.
struct PlantedBenchmark {
    private static let seeds: ClosedRange<UInt64> = 1...20

    typealias Forgetful<Number: VerifiableInteger> = PlantedForgottenReset.DeficitRoundRobin<Number, Number>
    typealias Strict<Number: VerifiableInteger> = PlantedStrictComparison.DeficitRoundRobin<Number, Number>
    typealias Stale<Number: VerifiableInteger> = PlantedStaleFailOver.LeastOutstandingRouter<Number>
    typealias Full<Number: VerifiableInteger> = PlantedFullTarget.LeastOutstandingRouter<Number>

    func run() throws {
        let load = Load(weights: [1, 1, 1])
        print(
            "\n(c) planted bugs: cases until the fuzzer finds them (\(Self.seeds.count) seeds), and the proof"
        )
        print(
            "    bug                  median  worst   without swarm   shrunk to    depth   proof to depth 4"
        )
        try row(
            "forgotten reset",
            "an idle tenant saves nothing",
            FairQueueing<Forgetful<Int>>(load),
            FairQueueing<Forgetful<SymbolicInt>>(load)
        )
        try row(
            "strict comparison",
            "a deficit is at most what a turn can leave",
            FairQueueing<Strict<Int>>(load),
            FairQueueing<Strict<SymbolicInt>>(load)
        )
        try row(
            "stale fail-over",
            "outstanding counts match what is in flight",
            LeastOutstanding<Stale<Int>>(),
            LeastOutstanding<Stale<SymbolicInt>>()
        )
        try row(
            "full target",
            "no target holds more than its capacity",
            LeastOutstanding<Full<Int>>(),
            LeastOutstanding<Full<SymbolicInt>>()
        )
    }

    private func row<Concrete: Specification, Symbolic: Specification>(
        _ bug: String,
        _ rule: String,
        _ concrete: Concrete,
        _ symbolic: Symbolic
    ) throws where Symbolic.State: Codable {
        let (cases, lengths) = try search(concrete, rule, swarms: true)
        let (others, _) = try search(concrete, rule, swarms: false)
        var proof: Counterexample?
        let spent = try seconds {
            let settings = ProverSettings(depth: 4)
            let report = try Prover(symbolic, concrete: concrete, property: "bench", settings: settings).run()
            proof = counterexample(rule, report)
        }
        let shrunk = lengths.sorted().map { "\($0)" }.joined(separator: ", ")
        let missed =
            cases.count < Self.seeds.count ? "  missed by \(Self.seeds.count - cases.count) seeds" : ""
        print(
            "    \(column(bug, 20, isText: true)) \(column(cases.isEmpty ? "-" : "\(cases[cases.count / 2])", 6))"
                + "\(column(cases.last.map { "\($0)" } ?? "-", 7))"
                + column(
                    others.isEmpty ? "-" : "\(others[others.count / 2]), \(others[others.count - 1])",
                    16
                )
                + "\(column("\(shrunk) steps", 12))"
                + "\(column(proof?.foundAtDepth.map { "\($0)" } ?? "-", 9))\(column(shown(spent), 14)) s\(missed)"
        )
    }

    /// For each seed that finds it, the number of cases until then, in order.
    private func search<S: Specification>(_ specification: S, _ rule: String, swarms: Bool) throws
        -> (cases: [Int], lengths: Set<Int>)
    {
        var cases: [Int] = []
        var lengths: Set<Int> = []
        for seed in Self.seeds {
            var settings = FuzzSettings(seed: seed, cases: 10_000)
            settings.swarms = swarms
            let report = try Fuzzer(specification, property: "bench", settings: settings).run().report
            guard let found = counterexample(rule, report), let number = found.foundInCase else { continue }
            cases.append(number + 1)
            lengths.insert(found.choices.steps.count)
        }
        return (cases.sorted(), lengths)
    }

    private func counterexample(_ rule: String, _ report: EngineReport) -> Counterexample? {
        report.findings.first { $0.rule == rule }?.verdict.counterexample
    }
}
