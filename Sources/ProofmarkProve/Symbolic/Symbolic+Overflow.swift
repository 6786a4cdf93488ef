/// Overflow-reporting and wrapping arithmetic.
extension Symbolic {
    public func addingReportingOverflow(_ rhs: Symbolic) -> (partialValue: Symbolic, overflow: Bool) {
        reporting(rhs, { $0.addingReportingOverflow($1) }) { $0.add($1, $2) }
    }

    public func subtractingReportingOverflow(_ rhs: Symbolic) -> (partialValue: Symbolic, overflow: Bool) {
        reporting(rhs, { $0.subtractingReportingOverflow($1) }) { $0.subtract($1, $2) }
    }

    public func multipliedReportingOverflow(by rhs: Symbolic) -> (partialValue: Symbolic, overflow: Bool) {
        let (first, second) = Self.factors(self, rhs)
        return first.reporting(second, { $0.multipliedReportingOverflow(by: $1) }) { $0.multiply($1, $2) }
    }

    public func dividedReportingOverflow(by rhs: Symbolic) -> (partialValue: Symbolic, overflow: Bool) {
        if rhs == 0 { return (self, true) }
        return reporting(rhs, { $0.dividedReportingOverflow(by: $1) }) { $0.quotient($1, $2) }
    }

    public func remainderReportingOverflow(dividingBy rhs: Symbolic) -> (
        partialValue: Symbolic, overflow: Bool
    ) {
        if rhs == 0 { return (self, true) }
        if Base.isSigned, self == Symbolic(constant: .min), rhs == Symbolic(constant: 0 &- 1) {
            return (0, true)
        }
        return reporting(rhs, { $0.remainderReportingOverflow(dividingBy: $1) }) { $0.remainder($1, $2) }
    }

    public static func &+ (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        lhs.wrapping(rhs, { $0 &+ $1 }) { $0.add($1, $2) }
    }

    public static func &- (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        lhs.wrapping(rhs, { $0 &- $1 }) { $0.subtract($1, $2) }
    }

    public static func &* (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        let (first, second) = factors(lhs, rhs)
        return first.wrapping(second, { $0 &* $1 }) { $0.multiply($1, $2) }
    }

    /// The high and low halves of a double-width product; tried value by value.
    public func multipliedFullWidth(by other: Symbolic) -> (high: Symbolic, low: Magnitude) {
        let product = concrete(for: "a full-width product")
            .multipliedFullWidth(by: other.concrete(for: "a full-width product"))
        return (Symbolic(constant: product.high), Magnitude(constant: product.low))
    }

    /// Division of a double-width value; tried value by value.
    public func dividingFullWidth(
        _ dividend: (high: Symbolic, low: Magnitude)
    ) -> (quotient: Symbolic, remainder: Symbolic) {
        let reason = "a full-width division"
        let result = concrete(for: reason)
            .dividingFullWidth((dividend.high.concrete(for: reason), dividend.low.concrete(for: reason)))
        return (Symbolic(constant: result.quotient), Symbolic(constant: result.remainder))
    }

    private func reporting(
        _ rhs: Symbolic,
        _ native: (Base, Base) -> (partialValue: Base, overflow: Bool),
        _ symbolic: (TermArena, TermID, TermID) -> TermID
    ) -> (partialValue: Symbolic, overflow: Bool) {
        if isConstant, rhs.isConstant {
            let (value, overflow) = native(constant, rhs.constant)
            return (Symbolic(constant: value), overflow)
        }
        let exploration = Self.exploration
        let arena = exploration.arena
        let term = symbolic(arena, self.term(in: exploration), rhs.term(in: exploration))
        let inRange = Self.isInRange(term, arena)
        let overflow = !exploration.decide(inRange)
        return (Symbolic(overflow ? arena.wrap(term, into: Self.range) : term, in: exploration), overflow)
    }

    private func wrapping(
        _ rhs: Symbolic,
        _ native: (Base, Base) -> Base,
        _ symbolic: (TermArena, TermID, TermID) -> TermID
    ) -> Symbolic {
        if isConstant, rhs.isConstant { return Symbolic(constant: native(constant, rhs.constant)) }
        let exploration = Self.exploration
        let arena = exploration.arena
        let term = symbolic(arena, self.term(in: exploration), rhs.term(in: exploration))
        return Symbolic(arena.wrap(term, into: Self.range), in: exploration)
    }
}
