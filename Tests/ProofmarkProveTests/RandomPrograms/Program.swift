import Proofmark

/// A small random program over a machine of numbers, an array and a mode: what a specification's actions do.
struct Program: Sendable, CustomStringConvertible {
    indirect enum Expression: Sendable {
        case constant(Int)
        case variable(Int)
        /// The element at this place, counted around the array's length; 0 if it is empty.
        case element(Expression)
        case binary(Operator, Expression, Expression)
        case choice(Condition, Expression, Expression)
        case magnitude(Expression)
        case smallest
        case furniture(FurniturePiece)
    }

    enum Operator: CaseIterable, Sendable {
        case add, subtract, multiply, divide, remainder
        case wrappingAdd, wrappingSubtract, wrappingMultiply
        case and, exclusiveOr, shiftLeft, shiftRight
        case minimum
    }

    indirect enum Condition: Sendable {
        case less(Expression, Expression)
        case equal(Expression, Expression)
        case not(Condition)
        case both(Condition, Condition)
        case isMode(Int)
        case contains(Expression)
        case furnished(FurniturePiece, Int)
    }

    indirect enum Statement: Sendable {
        case assign(Int, Expression)
        case choose(Int, ClosedRange<Int>)
        case chooseMode
        case branch(Condition, [Statement], [Statement])
        case loop(while: Condition, atMost: Int, [Statement])
        case append(Expression)
        case removeFirst
        case sort
        case setMode(Int)
        case furnish(FurniturePiece, Int, Expression)
    }

    struct Action: Sendable {
        var guarding: Condition?
        var body: [Statement]
    }

    static let modes = 2
    static let mostElements = 3

    var seed: UInt64
    var variables: [Int]
    var actions: [Action]
    var rules: [Condition]
    var depth: Int

    var description: String {
        "program \(seed): \(variables), depth \(depth)\n"
            + actions.map { "  action\($0.guarding.map { " when \($0)" } ?? ""): \($0.body)" }
            .joined(separator: "\n") + "\n" + rules.map { "  rule \($0)" }.joined(separator: "\n")
    }
}

/// What a program works on.
struct Machine<Number: VerifiableInteger>: Hashable {
    var variables: [Number]
    var array: [Number] = []
    var mode = 0
    var furniture = Furniture<Number>()
}

extension Machine where Number == Int {
    func generalised<Other: VerifiableInteger>() -> Machine<Other> {
        Machine<Other>(
            variables: variables.map { Other($0) },
            array: array.map { Other($0) },
            mode: mode,
            furniture: furniture.map { Other($0) }
        )
    }
}
