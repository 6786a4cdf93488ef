import Proofmark
import Testing

/// The monitor's least arrears against the definition: all intervals, one by one.
@Suite struct GuaranteedShareMonitorTests {
    struct State {
        var backlogged: [Bool]
        var served: [Int]
    }

    private func rule(bound: Int, weights: [Int]) -> Rule<State> {
        GuaranteedShare<State, Int>(
            "share",
            among: 0..<weights.count,
            weights: weights,
            backlogged: { $0.backlogged[$1] },
            service: { $0.served[$1] },
            bound: bound
        ).element
    }

    private func isViolated(_ states: [State], bound: Int, weights: [Int]) -> Bool {
        let sum = weights.reduce(0, +)
        for member in weights.indices {
            for first in states.indices {
                for last in first..<states.count {
                    guard states[first...last].allSatisfy({ $0.backlogged[member] }) else { break }
                    let gained = weights.indices.map { states[last].served[$0] - states[first].served[$0] }
                    let share = Double(weights[member]) / Double(sum) * Double(gained.reduce(0, +))
                    if Double(gained[member]) < share - Double(bound) - 1e-9 { return true }
                }
            }
        }
        return false
    }

    @Test(arguments: [[1], [1, 1, 1], [3, 1]]) func agreesWithTheDefinition(weights: [Int]) throws {
        var generator = SplitMix64(seed: 5)
        var outcomes = Set<Bool>()
        for _ in 0..<2_000 {
            var states = [
                State(
                    backlogged: weights.map { _ in true },
                    served: weights.map { _ in generator.next(from: 0, through: 3) }
                )
            ]
            for _ in 0..<8 {
                var next = states[states.count - 1]
                next.served[generator.next(from: 0, through: weights.count - 1)] +=
                    generator.next(from: 0, through: 3)
                next.backlogged = weights.map { _ in generator.next(from: 0, through: 5) > 0 }
                states.append(next)
            }
            let bound = generator.next(from: 0, through: 5)
            let monitor = try rule(bound: bound, weights: weights).makeMonitor(["step"])
            var violated = try monitor.begin(&states[0]) == .violated
            for position in states.indices.dropFirst() {
                if try monitor.observe(&states[position], after: 0) == .violated { violated = true }
            }
            #expect(violated == isViolated(states, bound: bound, weights: weights))
            outcomes.insert(violated)
        }
        #expect(outcomes.count == (weights.count == 1 ? 1 : 2), "the test must see both outcomes")
    }

    @Test func impossibleRulesAreRefused() {
        #expect(throws: SpecificationError.self) { try rule(bound: 1, weights: []).makeMonitor([]) }
        #expect(throws: SpecificationError.self) { try rule(bound: -1, weights: [1, 1]).makeMonitor([]) }
        #expect(throws: SpecificationError.self) { try rule(bound: 1, weights: [1, -1]).makeMonitor([]) }
        #expect(throws: SpecificationError.self) { try rule(bound: 1, weights: [.max, 2]).makeMonitor([]) }
    }
}
