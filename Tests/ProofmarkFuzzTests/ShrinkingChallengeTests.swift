import Proofmark
import ProofmarkFuzz
import ShrinkingChallenges
import Testing

/// Wherever it starts, shrinking ends at the same run.
@Suite struct ShrinkingChallengeTests {
    /// In which no edit leads from one local minimum to another, or the budget ends first.
    private static let hard: Set<String> = [
        "five lists have a small sum in all", "nested lists have few elements",
    ]

    private func results(_ challenge: ShrinkingChallenge) throws -> (best: Int, of: Int, starts: Int) {
        var results: [ChoiceSequence: Int] = [:]
        var starts: Set<Int> = []
        for seed in 1...20 as ClosedRange<UInt64> {
            let settings = FuzzSettings(seed: seed, cases: 4_000, steps: 3)
            let report = try Fuzzer(challenge, property: "p", settings: settings).run().report
            let finding = try #require(report.findings.first { $0.rule == ShrinkingChallenge.rule })
            let found = try #require(finding.verdict.counterexample, "\(challenge), seed \(seed)")
            results[found.choices, default: 0] += 1
            starts.insert(Int(seed) * 1_000_000 + (found.foundInCase ?? 0))
        }
        return (results.values.max() ?? 0, results.values.reduce(0, +), starts.count)
    }

    @Test(arguments: ShrinkingChallenge.all.filter { !hard.contains($0.name) })
    func theResultIsTheSame(challenge: ShrinkingChallenge) throws {
        let (best, all, starts) = try results(challenge)
        #expect(starts == 20)
        #expect(best * 100 >= all * 95, "\(best) of \(all)")
    }

    /// Of all runs, those of the hard ones too.
    @Test func allButFewAreTheSame() throws {
        let results = try ShrinkingChallenge.all.map(results)
        let (best, all) = results.reduce((0, 0)) { ($0.0 + $1.best, $0.1 + $1.of) }
        #expect(best * 100 >= all * 95, "\(best) of \(all)")
    }

    @Test func thereAreTwentyOfThem() {
        let names = ShrinkingChallenge.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Self.hard.isSubset(of: names))
        #expect(names.count - Self.hard.count >= 20)
    }

    /// What is not shrunk is not the same: the test above can fail.
    @Test func hardOnesDiffer() throws {
        let hard = ShrinkingChallenge.all.filter { Self.hard.contains($0.name) }
        #expect(try hard.contains { try results($0).best < 19 })
    }
}
