/// Puts terms in the place of symbols.
///
/// A term that replaces a symbol must lie in the symbol's interval: what was folded on the way was folded because of it.
struct Substitution {
    private let arena: TermArena
    private let replacement: (Int) -> TermID?
    private var made: [TermID: TermID] = [:]

    /// - Parameter replacement: Of a symbol; `nil` for one that stays.
    init(_ arena: TermArena, _ replacement: @escaping (Int) -> TermID?) {
        self.arena = arena
        self.replacement = replacement
    }

    /// The term with every replacement; `nil` if a number leaves the range of `Int128`. Takes time in the number of
    /// terms below it, once.
    mutating func apply(_ term: TermID) -> TermID? {
        if let known = made[term] { return known }
        guard let result = rebuilt(arena.terms[Int(term)], term) else { return nil }
        made[term] = result
        return result
    }

    private mutating func rebuilt(_ node: Term, _ term: TermID) -> TermID? {
        switch node.operation {
        case .constant: return term
        case .symbol: return replacement(Int(node.payload)) ?? term
        case .linear:
            var sum = LinearForm(arena.forms[Int(node.payload)].constant)
            for part in arena.forms[Int(node.payload)].parts {
                guard let atom = apply(part.atom), let next = sum.adding(arena.form(atom), times: part.factor)
                else { return nil }
                sum = next
            }
            return arena.sum(sum)
        case .choose:
            // The other side may hold numbers that make no sense.
            guard let condition = apply(node.first) else { return nil }
            if condition == arena.truth { return apply(node.second) }
            if condition == arena.falsity { return apply(node.third) }
            guard let first = apply(node.second), let second = apply(node.third) else { return nil }
            return arena.choose(condition, first, second)
        case .not: return apply(node.first).map(arena.not)
        case .and, .or:
            guard let first = apply(node.first) else { return nil }
            let decides = node.operation == .and ? arena.falsity : arena.truth
            if first == decides { return decides }
            guard let second = apply(node.second) else { return nil }
            return node.operation == .and ? arena.and(first, second) : arena.or(first, second)
        case .multiply, .divide, .modulo, .bitAnd, .lessOrEqual, .equal:
            guard let first = apply(node.first), let second = apply(node.second) else { return nil }
            if (first, second) == (node.first, node.second) { return term }
            return combined(node.operation, first, second)
        }
    }

    private func combined(_ operation: TermOperator, _ first: TermID, _ second: TermID) -> TermID? {
        switch operation {
        case .multiply:
            if let one = arena.constantValue(first), let other = arena.constantValue(second),
                one.multipliedReportingOverflow(by: other).overflow
            {
                return nil
            }
            return arena.multiply(first, second)
        // A divisor of 0 stands where nobody uses the result.
        case .divide: return second == arena.falsity ? arena.falsity : arena.divide(first, second)
        case .modulo: return second == arena.falsity ? arena.falsity : arena.modulo(first, second)
        case .bitAnd: return arena.bitAnd(first, second)
        case .lessOrEqual: return arena.lessOrEqual(first, second)
        case .equal: return arena.equal(first, second)
        case .constant, .symbol, .linear, .choose, .not, .and, .or: return nil
        }
    }
}
