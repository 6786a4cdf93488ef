import Proofmark

/// Runs programs, with native operators or with checked ones.
struct Interpreter<Number: VerifiableInteger> {
    /// What `Int` would trap at.
    struct Trap: Error {}

    var operate: (Program.Operator, Number, Number) throws -> Number
    var choose: (ClosedRange<Int>) -> Number
    var chooseMode: (Int) -> Int

    func run(_ statements: [Program.Statement], _ machine: inout Machine<Number>) throws {
        for statement in statements { try run(statement, &machine) }
    }

    private func run(_ statement: Program.Statement, _ machine: inout Machine<Number>) throws {
        switch statement {
        case .assign(let place, let value): machine.variables[place] = try evaluate(value, machine)
        case .choose(let place, let range): machine.variables[place] = choose(range)
        case .chooseMode: machine.mode = chooseMode(Program.modes)
        case .branch(let condition, let first, let second):
            try run(try holds(condition, machine) ? first : second, &machine)
        case .loop(let condition, let limit, let body):
            var rounds = 0
            while rounds < limit, try holds(condition, machine) {
                try run(body, &machine)
                rounds += 1
            }
        case .append(let value):
            if machine.array.count < Program.mostElements {
                machine.array.append(try evaluate(value, machine))
            }
        case .removeFirst:
            if !machine.array.isEmpty { machine.array.removeFirst() }
        case .sort: machine.array.sort()
        case .setMode(let mode): machine.mode = mode
        case .furnish(let piece, let variant, let value):
            let value = try evaluate(value, machine)
            machine.furniture.change(piece, variant, to: value)
        }
    }

    func holds(_ condition: Program.Condition, _ machine: Machine<Number>) throws -> Bool {
        switch condition {
        case .less(let first, let second): try evaluate(first, machine) < evaluate(second, machine)
        case .equal(let first, let second): try evaluate(first, machine) == evaluate(second, machine)
        case .not(let condition): try !holds(condition, machine)
        case .both(let first, let second): try holds(first, machine) && holds(second, machine)
        case .isMode(let mode): machine.mode == mode
        case .contains(let value): machine.array.contains(try evaluate(value, machine))
        case .furnished(let piece, let variant): machine.furniture.isSo(piece, variant)
        }
    }

    private func evaluate(_ expression: Program.Expression, _ machine: Machine<Number>) throws -> Number {
        switch expression {
        case .constant(let value): return Number(value)
        case .variable(let place): return machine.variables[place]
        case .element(let index):
            let place = try evaluate(index, machine).magnitude
            guard !machine.array.isEmpty else { return 0 }
            return machine.array[Int(place % Number.Magnitude(machine.array.count))]
        case .binary(let name, let first, let second):
            return try operate(name, evaluate(first, machine), evaluate(second, machine))
        case .choice(let condition, let first, let second):
            return try evaluate(try holds(condition, machine) ? first : second, machine)
        case .magnitude(let value):
            // The magnitude of the smallest number fits into no `Int`.
            return try operate(.multiply, sign(evaluate(value, machine)), evaluate(value, machine))
        case .smallest: return machine.array.min() ?? 0
        case .furniture(let piece): return machine.furniture.value(of: piece)
        }
    }

    private func sign(_ number: Number) -> Number { number < 0 ? -1 : 1 }
}

extension Interpreter {
    @Sendable static func native(_ name: Program.Operator, _ first: Number, _ second: Number) -> Number {
        switch name {
        case .add: first + second
        case .subtract: first - second
        case .multiply: first * second
        case .divide: first / second
        case .remainder: first % second
        case .wrappingAdd: first &+ second
        case .wrappingSubtract: first &- second
        case .wrappingMultiply: first &* second
        case .and: first & second
        case .exclusiveOr: first ^ second
        case .shiftLeft: first << second
        case .shiftRight: first >> second
        case .minimum: min(first, second)
        }
    }
}

extension Interpreter where Number == Int {
    @Sendable static func checked(_ name: Program.Operator, _ first: Int, _ second: Int) throws -> Int {
        let (value, overflow) =
            switch name {
            case .add: first.addingReportingOverflow(second)
            case .subtract: first.subtractingReportingOverflow(second)
            case .multiply: first.multipliedReportingOverflow(by: second)
            case .divide: first.dividedReportingOverflow(by: second)
            case .remainder: first.remainderReportingOverflow(dividingBy: second)
            case .wrappingAdd, .wrappingSubtract, .wrappingMultiply, .and, .exclusiveOr, .shiftLeft,
                .shiftRight, .minimum:
                (native(name, first, second), false)
            }
        if overflow { throw Trap() }
        return value
    }
}
