import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// A trap of the code itself does not end the proof: the other rules are answered on the runs that do not trap.
@Suite struct NativeTrapTests {
    enum Trap { case none, index, optional, precondition, inRule, inGuard }

    struct Slots<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var slots: [Number] = [0, 0, 0]
            var steps = 0
        }
        var trap: Trap
        var limit: Number
        var initial: State { State() }
        var actions: Actions {
            Action("use", when: { trap != .inGuard || $0.steps < 2 || $0.slots[$0.steps + 1] >= 0 }) {
                state,
                choose in
                let slot = choose.index("slot", below: trap == .index ? 4 : 3)
                state.slots[slot] += choose.number("amount", in: 1...5)
                state.steps += 1
                let found = state.slots.firstIndex { $0 == 7 }
                // swift-format-ignore: NeverForceUnwrap
                if trap == .optional, let found { _ = [nil, nil, nil as Int?][found]! }
                if trap == .precondition { precondition(state.slots[0] < 9) }
            }
        }
        var rules: Rules {
            Always("below the limit") { state in state.slots.allSatisfy { $0 < limit } }
            Always("never negative") { state in
                if trap == .inRule, state.steps == 2 { return state.slots[state.steps + 1] >= 0 }
                return state.slots.allSatisfy { $0 >= 0 }
            }
        }
    }

    private func verdicts(_ trap: Trap, limit: Int) throws -> [String: Verdict] {
        let report = try Prover(
            Slots<SymbolicInt>(trap: trap, limit: SymbolicInt(limit)),
            concrete: Slots<Int>(trap: trap, limit: limit),
            property: "p",
            settings: ProverSettings(depth: 2)
        ).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    @Test(arguments: [Trap.index, .optional, .precondition]) func theOtherRulesAreAnswered(trap: Trap) throws
    {
        let wide = try verdicts(trap, limit: 11)
        #expect(wide[ImplicitRule.neverTraps]?.exitCode == .violated, "\(wide)")
        #expect(wide["below the limit"] == .proved(.steps(2)), "\(wide)")
        let narrow = try verdicts(trap, limit: 6)
        #expect(narrow["below the limit"]?.counterexample?.choices.steps.count == 2, "\(narrow)")
        #expect(narrow["never negative"] == .proved(.steps(2)), "\(narrow)")
    }

    @Test func withoutATrapThereIsNone() throws {
        let healthy = try verdicts(.none, limit: 11)
        #expect(healthy[ImplicitRule.neverTraps] == .proved(.steps(2)), "\(healthy)")
        #expect(healthy["below the limit"] == .proved(.steps(2)), "\(healthy)")
    }

    @Test(arguments: [Trap.inRule]) func trapsInRules(trap: Trap) throws {
        let found = try verdicts(trap, limit: 11)
        #expect(found[ImplicitRule.neverTraps]?.exitCode == .violated, "\(found)")
    }
}
