import Proofmark
import ProofmarkFuzz
import Testing

/// What random runs do not reach, steered ones do; and they are as repeatable.
@Suite struct SteeringTests {
    /// Each rung has a key of its own, one of 64; a wrong one is a fall.
    struct Ladder: Specification {
        struct State { var rung = 0 }
        var hasTarget: Bool
        var height = 6
        var initial: State { State() }
        var actions: Actions {
            Action("climb") { state, choose in
                let key = choose.number("key", in: 0...63, by: .uniform)
                state.rung = key == (state.rung * 17 + 5) % 64 ? state.rung + 1 : 0
            }
            Action("rest") { _, _ in }
        }
        var rules: Rules { Always("the top is out of reach") { $0.rung < height } }
        var labels: Labels {
            if hasTarget { Target("rung") { $0.rung } }
        }
    }

    private func steer(_ ladder: Ladder, seed: UInt64 = 1) throws -> SteeringResult {
        let order = SteeringOrder(seed: seed, first: 0, cases: 10_000, budget: nil)
        return try Steering(ladder, property: "ladder", order: order, longest: 40).run()
    }

    @Test(arguments: 1...5 as ClosedRange<UInt64>) func aTargetLeadsWhereRandomRunsDoNotGet(seed: UInt64)
        throws
    {
        let rule = "the top is out of reach"
        let random = try Fuzzer(
            Ladder(hasTarget: true),
            property: "ladder",
            settings: FuzzSettings(seed: seed, cases: 10_000)
        ).run()
        #expect(random.settled.isEmpty)
        #expect(try steer(Ladder(hasTarget: false), seed: seed).settled.isEmpty)
        let steered = try steer(Ladder(hasTarget: true), seed: seed)
        let found = try #require(steered.settled[rule]?.counterexample)
        #expect(found.choices.steps.map { $0.choices.map(\.value) } == [[5], [22], [39], [56], [9], [26]])
        #expect(try #require(steered.best[0]) >= 6)
    }

    @Test func steeringIsRepeatable() throws {
        let ladder = Ladder(hasTarget: true, height: 99)
        let one = try steer(ladder)
        #expect(try steer(ladder) == one)
        #expect(one.settled.isEmpty && one.cases == 10_000)
        #expect(try #require(one.best[0]) >= 6)
    }

    @Test func aCorpusGoesOnWhereItEnded() throws {
        let ladder = Ladder(hasTarget: true, height: 99)
        let one = try steer(ladder)
        var order = SteeringOrder(seed: 1, first: 10_000, cases: 10_000, budget: nil)
        (order.corpus, order.best) = (one.corpus, one.best)
        let two = try Steering(ladder, property: "ladder", order: order, longest: 40).run()
        #expect(try #require(two.best[0]) > #require(one.best[0]))
    }

    @Test func whatIsOutdoneLeavesTheCorpus() {
        var corpus = Corpus()
        func entry(_ steps: Int, _ targets: Set<Int>, region: Int? = nil) -> Corpus.Entry {
            let run = ChoiceSequence(steps: Array(repeating: .init(action: 0), count: steps))
            return .init(choices: run, targets: targets, region: region)
        }
        corpus.add(entry(1, [0, 1]))
        corpus.add(entry(2, [0]))
        #expect(corpus.entries == [entry(1, [1]), entry(2, [0])])
        corpus.add(entry(3, [], region: 7))
        // What a shorter run reaches as well has no region any more.
        corpus.keep { place, entry in
            if place == 2 { entry.region = nil }
            return entry.region != nil || !entry.targets.isEmpty
        }
        #expect(corpus.entries == [entry(1, [1]), entry(2, [0])])
        corpus.add(entry(3, [1], region: 7))
        corpus.add(entry(4, [0, 1]))
        #expect(corpus.entries == [entry(3, [], region: 7), entry(4, [0, 1])])
        for number in 0..<1_000 { corpus.add(entry(number, [], region: 7)) }
        #expect(corpus.entries.count == 256 && corpus.entries.contains(entry(4, [0, 1])))
    }
}
