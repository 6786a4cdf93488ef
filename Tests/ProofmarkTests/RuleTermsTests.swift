import Proofmark
import Testing

/// The numbers of rules, as `explain` shows them.
@Suite struct RuleTermsTests {
    @Test func eachFamilySaysItsNumbers() {
        let response = LeadsTo<Int>(
            "r",
            forEach: 0..<2,
            from: { _, _ in true },
            to: { _, _ in true },
            within: 3,
            counting: ["serve"]
        )
        #expect(response.element.terms() == "within 3 steps of serve, for each of 0..<2")
        let fair = Fair<Int, Int>(
            "f",
            among: 0..<2,
            weights: [1, 2],
            backlogged: { _, _ in true },
            service: { state, _ in state },
            bound: 7
        )
        #expect(fair.element.terms() == "among 0..<2, weights 1:2, bound 7")
        let share = GuaranteedShare<Int, Int>(
            "s",
            among: 0..<3,
            backlogged: { _, _ in true },
            service: { state, _ in state }
        )
        #expect(share.element.terms() == "among 0..<3, bound to be found")
        let strict = Isolated<Int>("i", observers: 0..<2, from: .values, sees: { state, _ in state })
        #expect(
            strict.element.terms()
                == "observers 0..<2, from the values of others: the same after every step"
        )
        let slack = Isolated<Int>("i", observers: 0..<2, measures: { state, _ in state }, within: 4)
        #expect(slack.element.terms().hasSuffix("steps and values of others: within 4"))
        let late = Isolated<Int>("i", observers: 0..<2, progress: { state, _ in state }, delayedAtMost: 1)
        #expect(late.element.terms().hasSuffix("delayed at most 1 step"))
        #expect(Always<Int>("a") { _ in true }.element.terms().isEmpty)
    }
}
