import Proofmark

/// Makes programs from a seed: branches, loops, arrays, and arithmetic near the ends of `Int`.
struct ProgramGenerator {
    private var random: SplitMix64
    private let seed: UInt64
    /// Whether operators that can trap are used.
    private var mayTrap: Bool

    init(seed: UInt64) {
        self.seed = seed
        random = SplitMix64(seed: SplitMix64.stream(seed, of: 1))
        mayTrap = seed.isMultiple(of: 4)
    }

    static func program(seed: UInt64) -> Program {
        var generator = ProgramGenerator(seed: seed)
        return generator.program()
    }

    private mutating func below(_ count: Int) -> Int { random.next(from: 0, through: count - 1) }

    private mutating func program() -> Program {
        let variables = (0..<2 + below(2)).map { _ in constant() }
        let count = variables.count
        // A guard is asked by whoever replays a run, also of actions that are not taken.
        let guards = guards(count)
        return Program(
            seed: seed,
            variables: variables,
            actions: guards.map { guarding in
                Program.Action(
                    guarding: guarding,
                    body: statements(count, 2) + [choose(count)]
                )
            },
            rules: (0..<2).map { _ in rule(count) },
            depth: 2 + below(2)
        )
    }

    private mutating func guards(_ count: Int) -> [Program.Condition?] {
        let before = mayTrap
        mayTrap = false
        defer { mayTrap = before }
        return (0..<1 + below(2)).map { _ in below(3) == 0 ? condition(count, 1) : nil }
    }

    private mutating func constant() -> Int {
        switch below(12) {
        case 0: [Int.max, Int.max - 1, Int.min, Int.min + 1][below(4)]
        case 1 where seed.isMultiple(of: 3): (1 << (30 + below(33))) * [1, -1][below(2)]
        default: random.next(from: -3, through: 3)
        }
    }

    private mutating func choose(_ count: Int) -> Program.Statement {
        let lower = below(10) == 0 ? [Int.min, Int.max - 1][below(2)] : random.next(from: -2, through: 2)
        return .choose(below(count), lower...(lower + below(2)))
    }

    private mutating func statements(_ count: Int, _ depth: Int) -> [Program.Statement] {
        (0..<1 + below(2)).map { _ in statement(count, depth) }
    }

    /// Half of the programs have furniture.
    private var isFurnished: Bool { !seed.isMultiple(of: 2) }

    private mutating func piece() -> FurniturePiece {
        FurniturePiece.allCases[below(FurniturePiece.allCases.count)]
    }

    private mutating func statement(_ count: Int, _ depth: Int) -> Program.Statement {
        if isFurnished, below(3) == 0 { return .furnish(piece(), below(4), expression(count, 1)) }
        return plainStatement(count, depth)
    }

    private mutating func plainStatement(_ count: Int, _ depth: Int) -> Program.Statement {
        switch below(depth > 0 ? 11 : 7) {
        case 0, 1: .assign(below(count), expression(count, 2))
        case 2: choose(count)
        case 3: .append(expression(count, 1))
        case 4: below(2) == 0 ? .removeFirst : .sort
        case 5: .setMode(below(Program.modes))
        case 6: below(3) == 0 ? .chooseMode : .assign(below(count), expression(count, 1))
        case 7, 8, 9:
            .branch(condition(count, 1), statements(count, depth - 1), statements(count, depth - 1))
        default: .loop(while: condition(count, 0), atMost: 2, statements(count, 0))
        }
    }

    private mutating func expression(_ count: Int, _ depth: Int) -> Program.Expression {
        if isFurnished, below(6) == 0 { return .furniture(piece()) }
        guard depth > 0 else {
            return below(3) == 0 ? .constant(constant()) : .variable(below(count))
        }
        switch below(10) {
        case 0: return .element(expression(count, depth - 1))
        case 1:
            return .choice(
                condition(count, 0),
                expression(count, depth - 1),
                expression(count, depth - 1)
            )
        case 2: return mayTrap ? .magnitude(expression(count, depth - 1)) : .variable(below(count))
        case 3: return .smallest
        default:
            let safe: [Program.Operator] = [
                .wrappingAdd, .wrappingAdd, .wrappingSubtract, .wrappingMultiply, .minimum, .and,
                .exclusiveOr, .shiftLeft, .shiftRight,
            ]
            let operators = mayTrap ? Program.Operator.allCases : safe
            return .binary(
                operators[below(operators.count)],
                expression(count, depth - 1),
                expression(count, depth - 1)
            )
        }
    }

    private mutating func condition(_ count: Int, _ depth: Int) -> Program.Condition {
        if isFurnished, below(4) == 0 { return .furnished(piece(), below(4)) }
        return plainCondition(count, depth)
    }

    private mutating func plainCondition(_ count: Int, _ depth: Int) -> Program.Condition {
        switch below(depth > 0 ? 8 : 5) {
        case 0, 1: .less(expression(count, depth), expression(count, 0))
        case 2: .equal(expression(count, depth), expression(count, 0))
        case 3: .isMode(below(Program.modes))
        case 4: .contains(expression(count, 0))
        case 5, 6: .not(condition(count, depth - 1))
        default: .both(condition(count, depth - 1), condition(count, depth - 1))
        }
    }

    /// Without operators: a rule that traps would be another test.
    private mutating func rule(_ count: Int) -> Program.Condition {
        let less = Program.Condition.less(.variable(below(count)), .constant(constant()))
        return below(2) == 0 ? less : .not(.both(less, .isMode(below(Program.modes))))
    }
}
