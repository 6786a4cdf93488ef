import Proofmark

/// Chooses a pair of the list as two unknown numbers, and applies the operator.
struct OperandApplication<Number: VerifiableInteger, Narrow: FixedWidthInteger & Sendable>: Specification {
    struct State: Codable { var isRight = true }

    var pairs: [(first: Int, second: Int)]
    var isRight: @Sendable (Narrow, Narrow, Int) -> Bool

    var initial: State { State() }
    var actions: Actions {
        Action("apply") { state, choose in
            let place = choose.index(below: pairs.count)
            let first = choose.number(in: Number.min...Number.max)
            let second = choose.number(in: Number.min...Number.max)
            guard first == Number(pairs[place].first), second == Number(pairs[place].second) else {
                return
            }
            let (a, b) = (Narrow(truncatingIfNeeded: first), Narrow(truncatingIfNeeded: second))
            state.isRight = isRight(a, b, place)
        }
    }
    var rules: Rules { Always("the result is right") { $0.isRight } }
}
