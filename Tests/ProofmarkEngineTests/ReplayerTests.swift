import Proofmark
import ProofmarkEngine
import Testing

@Suite struct ReplayerTests {
    struct Stack: Specification {
        var initial: [Int] { [] }
        var actions: [Proofmark.Action<[Int]>] {
            Action("push") { state, choose in state.append(choose.number("value", in: 0...9)) }
            Action("pop", when: { !$0.isEmpty }) { state, _ in state.removeLast() }
        }
        var rules: [Proofmark.Rule<[Int]>] { Always("short") { $0.count < 3 } }
    }

    private func push(_ value: Int) -> ChoiceSequence.Step {
        .init(action: 0, choices: [.init(value, in: 0...9)])
    }
    private let pop = ChoiceSequence.Step(action: 1)

    @Test func lenientReplayMakesARunOfAnything() throws {
        let odd = ChoiceSequence(steps: [pop, push(4), .init(action: 7), .init(action: 0), push(5), push(6)])
        let outcome = try Replayer(Stack()).run(odd, tracing: true)
        #expect(outcome.failure == .violated(rule: 0))
        #expect(outcome.choices.steps == [push(4), push(0), push(5)])
        #expect(outcome.trace.steps.last?.arguments == ["value: 5"])
    }

    @Test func strictReplaySaysWhereItParts() throws {
        func difference(_ steps: [ChoiceSequence.Step]) throws -> String? {
            try Replayer(Stack(), isStrict: true).run(ChoiceSequence(steps: steps)).difference
        }
        #expect(try difference([push(1), pop]) == nil)
        #expect(try difference([pop])?.contains("step 1: action \"pop\" is not enabled") == true)
        #expect(try difference([.init(action: 0)])?.contains("step 1 (push), choice 1") == true)
        #expect(try difference([.init(action: 0, choices: [.init(1, in: 0...3)])])?.contains("0...3") == true)
    }

    @Test func badSpecificationsAreNamed() {
        struct Twice: Specification {
            var initial: Int { 0 }
            var actions: [Proofmark.Action<Int>] {
                Action("a") { _, _ in }
                Action("a") { _, _ in }
            }
            var rules: [Proofmark.Rule<Int>] { Always("r") { _ in true } }
        }
        #expect(throws: SpecificationError.duplicateAction("a")) { try Replayer(Twice()) }
    }
}
