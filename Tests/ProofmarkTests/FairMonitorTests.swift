import Proofmark
import Testing

/// The monitor's running sums against the definition: all intervals, one by one.
@Suite struct FairMonitorTests {
    struct State {
        var backlogged: [Bool]
        var served: [Int]
    }

    private func rule(bound: Int, weights: [Int]) -> Rule<State> {
        Fair<State, Int>(
            "fair",
            among: 0..<2,
            weights: weights,
            backlogged: { $0.backlogged[$1] },
            service: { $0.served[$1] },
            bound: bound
        ).element
    }

    /// Whether some interval in which both are backlogged throughout has a difference above the bound.
    private func isViolated(_ states: [State], bound: Int, weights: [Int]) -> Bool {
        let scales = weights == [2, 1] ? [1, 2] : [1, 1]
        for first in states.indices {
            for last in first..<states.count {
                guard states[first...last].allSatisfy({ $0.backlogged == [true, true] }) else { break }
                let gained = (0..<2).map { (states[last].served[$0] - states[first].served[$0]) * scales[$0] }
                if abs(gained[0] - gained[1]) > bound { return true }
            }
        }
        return false
    }

    @Test(arguments: [[1, 1], [2, 1]]) func agreesWithTheDefinition(weights: [Int]) throws {
        var generator = SplitMix64(seed: 3)
        var outcomes = Set<Bool>()
        for _ in 0..<2_000 {
            var states = [State(backlogged: [true, true], served: [0, 0])]
            for _ in 0..<8 {
                var next = states[states.count - 1]
                next.served[generator.next(from: 0, through: 1)] += generator.next(from: 0, through: 3)
                next.backlogged = (0..<2).map { _ in generator.next(from: 0, through: 5) > 0 }
                states.append(next)
            }
            let bound = generator.next(from: 0, through: 8)
            let monitor = try rule(bound: bound, weights: weights).makeMonitor(["step"])
            var violated = try monitor.begin(&states[0]) == .violated
            for position in states.indices.dropFirst() {
                if try monitor.observe(&states[position], after: 0) == .violated { violated = true }
            }
            #expect(violated == isViolated(states, bound: bound, weights: weights))
            outcomes.insert(violated)
        }
        #expect(outcomes.count == 2, "the test must see both outcomes")
    }

    @Test func impossibleRulesAreRefused() {
        #expect(throws: SpecificationError.self) { try rule(bound: 1, weights: [1]).makeMonitor([]) }
        #expect(throws: SpecificationError.self) { try rule(bound: -1, weights: [1, 1]).makeMonitor([]) }
        #expect(throws: SpecificationError.self) { try rule(bound: 1, weights: [1, 0]).makeMonitor([]) }
    }
}
