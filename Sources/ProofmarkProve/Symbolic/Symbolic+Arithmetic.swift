/// Arithmetic that traps where `Base` traps: a run that can get there is a violation.
extension Symbolic {
    public static func + (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        trapping(lhs, rhs, "+", { $0.addingReportingOverflow($1) }) { $0.add($1, $2) }
    }

    public static func - (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        trapping(lhs, rhs, "-", { $0.subtractingReportingOverflow($1) }) { $0.subtract($1, $2) }
    }

    public static func * (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        let (lhs, rhs) = factors(lhs, rhs)
        return trapping(lhs, rhs, "*", { $0.multipliedReportingOverflow(by: $1) }) { $0.multiply($1, $2) }
    }

    /// The factors, made concrete where their product would leave the range of the terms.
    static func factors(_ lhs: Symbolic, _ rhs: Symbolic) -> (Symbolic, Symbolic) {
        if lhs.isConstant, rhs.isConstant { return (lhs, rhs) }
        let exploration = exploration
        let arena = exploration.arena
        let product = arena.interval(lhs.term(in: exploration)) * arena.interval(rhs.term(in: exploration))
        if product.isBounded { return (lhs, rhs) }
        return (lhs, Symbolic(constant: rhs.concrete(for: "a factor of a very large product")))
    }

    public static func / (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        requireDivisor(rhs, "/")
        return trapping(lhs, rhs, "/", { $0.dividedReportingOverflow(by: $1) }) { $0.quotient($1, $2) }
    }

    public static func % (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        requireDivisor(rhs, "%")
        requireQuotient(lhs, rhs)
        return trapping(lhs, rhs, "%", { $0.remainderReportingOverflow(dividingBy: $1) }) {
            $0.remainder($1, $2)
        }
    }

    public static func += (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs + rhs }
    public static func -= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs - rhs }
    public static func *= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs * rhs }
    public static func /= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs / rhs }
    public static func %= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs % rhs }

    private static func trapping(
        _ lhs: Symbolic,
        _ rhs: Symbolic,
        _ symbol: String,
        _ native: (Base, Base) -> (partialValue: Base, overflow: Bool),
        _ symbolic: (TermArena, TermID, TermID) -> TermID
    ) -> Symbolic {
        if lhs.isConstant, rhs.isConstant {
            let (value, overflow) = native(lhs.constant, rhs.constant)
            if overflow { trap("arithmetic overflow in \(symbol)") }
            return Symbolic(constant: value)
        }
        let exploration = exploration
        let arena = exploration.arena
        let term = symbolic(arena, lhs.term(in: exploration), rhs.term(in: exploration))
        requireInRange(term, exploration, "arithmetic overflow in \(symbol)")
        return Symbolic(term, in: exploration)
    }

    /// Whether the term fits into `Base`, as a truth value.
    static func isInRange(_ term: TermID, _ arena: TermArena) -> TermID {
        arena.and(
            arena.lessOrEqual(arena.constant(range.lower), term),
            arena.lessOrEqual(term, arena.constant(range.upper))
        )
    }

    static func requireInRange(_ term: TermID, _ exploration: Exploration, _ what: String) {
        let arena = exploration.arena
        if arena.interval(term).isWithin(range) { return }
        let inRange = isInRange(term, arena)
        exploration.require(inRange, else: what)
    }

    private static func requireDivisor(_ divisor: Symbolic, _ symbol: String) {
        if divisor.isConstant {
            if divisor.constant == 0 { trap("division by zero in \(symbol)") }
            return
        }
        let exploration = exploration
        let arena = exploration.arena
        let isZero = arena.equal(divisor.term(in: exploration), arena.falsity)
        exploration.require(arena.not(isZero), else: "division by zero in \(symbol)")
    }

    /// `Int.min % -1` traps in Swift although the remainder is 0.
    private static func requireQuotient(_ lhs: Symbolic, _ rhs: Symbolic) {
        guard Base.isSigned, !(lhs.isConstant && rhs.isConstant) else { return }
        let exploration = exploration
        let arena = exploration.arena
        let isLowest = arena.equal(lhs.term(in: exploration), arena.constant(range.lower))
        let isMinusOne = arena.equal(rhs.term(in: exploration), arena.constant(-1))
        exploration.require(arena.not(arena.and(isLowest, isMinusOne)), else: "arithmetic overflow in %")
    }

    /// Ends this path in a trap; outside of a proof, the process, as `Base` would.
    static func trap(_ what: String) -> Never {
        guard let exploration = ExplorationContext.current else { preconditionFailure(what) }
        exploration.require(exploration.arena.falsity, else: what)
        PathThread.abandonCurrent()
    }
}
