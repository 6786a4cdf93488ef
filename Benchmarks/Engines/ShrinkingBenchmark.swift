import BenchmarkSupport
import Foundation
import Proofmark
import ProofmarkFuzz
import ShrinkingChallenges

/// For each classic problem: from how many different failing values the same simplest one is found.
struct ShrinkingBenchmark {
    private let seeds = 1...100 as ClosedRange<UInt64>

    func run() throws {
        print("(e) shrinking: \(seeds.count) different starts each")
        print(
            "    " + column("problem", 44, isText: true) + column("results", 9) + column("the same", 12)
                + column("runs", 7)
        )
        for challenge in ShrinkingChallenge.all {
            var results: [ChoiceSequence: Int] = [:]
            var runs = 0
            for seed in seeds {
                let settings = FuzzSettings(seed: seed, cases: 4_000, steps: 3)
                let report = try Fuzzer(challenge, property: "shrinking", settings: settings).run().report
                guard let found = report.findings[0].verdict.counterexample else { continue }
                results[found.choices, default: 0] += 1
                runs += found.shrinkRuns
            }
            let found = results.values.reduce(0, +)
            let same = results.values.max() ?? 0
            print(
                "    " + column(challenge.name, 44, isText: true) + column("\(results.count)", 9)
                    + column("\(same) of \(found)", 12) + column("\(runs / max(1, found))", 7)
            )
            if CommandLine.arguments.contains("--values") {
                for (choices, count) in results.sorted(by: { $0.value > $1.value }).prefix(4) {
                    print("      \(count) \(choices.steps.map { $0.choices.map(\.value) })")
                }
            }
        }
        print("")
    }
}
