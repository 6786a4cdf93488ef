import Proofmark

/// A program as a specification. Beside its own rules it states of some machines that they are never
/// reached.
struct ProgramSpecification<Number: VerifiableInteger>: Specification {
    typealias State = Machine<Number>

    var program: Program
    var unreached: [Machine<Int>]
    var operate: @Sendable (Program.Operator, Number, Number) throws -> Number

    var initial: State { State(variables: program.variables.map { Number($0) }) }

    private func interpreter(_ choose: Choices?) -> Interpreter<Number> {
        Interpreter(
            operate: operate,
            choose: { range in
                choose?.number("n", in: Number(range.lowerBound)...Number(range.upperBound)) ?? 0
            },
            chooseMode: { choose?.index("mode", below: $0) ?? 0 }
        )
    }

    var actions: Actions {
        for (place, action) in program.actions.enumerated() {
            Action(
                "action \(place)",
                when: { state in
                    try action.guarding.map { try interpreter(nil).holds($0, state) } ?? true
                }
            ) { state, choose in
                try interpreter(choose).run(action.body, &state)
            }
        }
    }

    var rules: Rules {
        for (place, rule) in program.rules.enumerated() {
            Always("rule \(place)") { try interpreter(nil).holds(rule, $0) }
        }
        for (place, machine) in unreached.enumerated() {
            Always("machine \(place)") { $0 != machine.generalised() }
        }
    }
}
