import BenchmarkSupport
import Foundation
import Proofmark
import ProofmarkFuzz
import ShrinkingChallenges

/// For each classic problem: from how many different failing values the same simplest one is found.
struct ShrinkingBenchmark {
    private let seeds = 1...100 as ClosedRange<UInt64>

    func run() throws {
        say("(e) shrinking: \(seeds.count) different starts each")
        say(
            "    " + column("problem", 44, isText: true) + column("results", 9) + column("the same", 12)
                + column("runs", 7)
        )
        var total = (same: 0, of: 0)
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
            total = (total.same + same, total.of + found)
            say(
                "    " + column(challenge.name, 44, isText: true) + column("\(results.count)", 9)
                    + column("\(same) of \(found)", 12) + column("\(runs / max(1, found))", 7)
            )
            if CommandLine.arguments.contains("--values") {
                for (choices, count) in results.sorted(by: { $0.value > $1.value }).prefix(4) {
                    say("      \(count) \(choices.steps.map { $0.choices.map(\.value) })")
                }
            }
        }
        say("    \(shown(Double(total.same) / Double(max(1, total.of)) * 100, 1))% of all runs\n")
    }
}
