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

    private struct Job { var owner: String, costs: Set<Int> }

    private struct Values: Specification {
        var initial: Int { 0 }
        var actions: [Proofmark.Action<Int>] {
            Action("submit") { _, choose in
                let job = Generator<String>.element(of: ["ada", "bea"]).flatMap { owner in
                    Generator.set(of: .integer(in: 1...9), count: 2...3).map { Job(owner: owner, costs: $0) }
                }
                _ = try choose("job", job)
                _ = choose.number("priority", in: 0...3)
                _ = try choose(.string())
                _ = choose.element("region", of: ["eu", "us"])
                _ = choose.permutation(of: 1...3)
                _ = try choose("none", .constant(1))
            }
        }
        var rules: [Proofmark.Rule<Int>] { Always("fine") { $0 < 5 } }
    }

    /// A value stands where its first choice does, and one that takes none nowhere.
    @Test func valuesAreShownAsWhatTheyAre() throws {
        let step = ChoiceSequence.Step(
            action: 0,
            choices: [
                .init(1, in: 0...1), .init(2, in: 2...3), .init(7, in: 1...9), .init(4, in: 1...9),
                .init(2, in: 0...3), .init(0, in: 0...8), .init(1, in: 0...1), .init(2, in: 0...2),
            ]
        )
        for _ in 0..<2 {
            let outcome = try Replayer(Values()).run(ChoiceSequence(steps: [step]), tracing: true)
            let last = try #require(outcome.trace.steps.last)
            #expect(
                last.arguments == [
                    "job: (owner: bea, costs: [4, 7])", "", "", "", "priority: 2", "\"\"", "region: us",
                    "[3, 1, 2]", "",
                ]
            )
            #expect(last.arguments.count == outcome.choices.steps[0].choices.count)
        }
    }

    @Test func aValueIsOneLineAndNotNothing() {
        struct Text { var words: [String], empty = "", note = "a\r\nb\nc" }
        let fields = FieldReader.fields(of: Text(words: ["", "x"]))
        #expect(fields.map(\.value) == ["[\"\", x]", "\"\"", "a\\nb\\nc"])
    }

    @Test func whatIsLongIsCut() throws {
        struct Long: Specification {
            var initial: Int { 0 }
            var actions: [Proofmark.Action<Int>] {
                Action("say") { _, choose in _ = try choose("word", .string(of: ["a"], count: 90...90)) }
            }
            var rules: [Proofmark.Rule<Int>] { Always("fine") { $0 < 5 } }
        }
        let run = ChoiceSequence(steps: [.init(action: 0)])
        let argument = try Replayer(Long()).run(run, tracing: true).trace.steps.last?.arguments.first
        #expect(argument == "word: " + String(repeating: "a", count: 59) + "…")
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
