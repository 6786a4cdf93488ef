/// Comparisons and truth values, folded where intervals decide.
extension TermArena {
    func truth(_ value: Bool) -> TermID { value ? truth : falsity }

    /// In one form whichever way it is asked: a sum without a constant, whose factors have no common
    /// divisor and of which the first is positive, against a constant.
    func lessOrEqual(_ first: TermID, _ second: TermID) -> TermID {
        if first == second { return truth }
        let difference = form(first).adding(form(second), times: -1)
        if let difference, difference.parts.isEmpty { return truth(difference.constant <= 0) }
        guard let difference, let (sum, divisor) = canonical(difference) else {
            let (a, b) = (interval(first), interval(second))
            if a.isAtMost(b) { return truth }
            if b.isBelow(a) { return falsity }
            return intern(Term(operation: .lessOrEqual, first: first, second: second)) { .truth }
        }
        let limit = -difference.constant
        if divisor > 0 { return isAtMost(sum, TermArena.euclideanQuotient(limit, divisor)) }
        // sum * divisor <= limit with a negative divisor: sum >= limit / divisor, rounded up.
        return not(isAtMost(sum, -TermArena.euclideanQuotient(limit, -divisor) - 1))
    }

    private func isAtMost(_ sum: TermID, _ limit: Int128) -> TermID {
        let interval = interval(sum)
        if interval.isAtMost(Interval(limit, limit)) { return truth }
        if Interval(limit, limit).isBelow(interval) { return falsity }
        let term = Term(operation: .lessOrEqual, first: sum, second: constant(limit))
        if let known = comparisons[term] { return known }
        let made =
            throughChoice(sum) { lessOrEqual($0, constant(limit)) } ?? intern(term) { .truth }
        comparisons[term] = made
        return made
    }

    /// The comparison as the solver must hear it, even if the intervals decide it: symbols have no other
    /// bounds there. Only equal operands and constants are folded.
    func lessOrEqualUnfolded(_ first: TermID, _ second: TermID) -> TermID {
        if first == second { return truth }
        if let value = constantValue(first), let other = constantValue(second) {
            return truth(value <= other)
        }
        return intern(Term(operation: .lessOrEqual, first: first, second: second)) { .truth }
    }

    /// Both limits of an interval, said in the same way.
    func isWithinUnfolded(_ term: TermID, _ interval: Interval) -> TermID {
        let above = interval.isBoundedBelow ? lessOrEqualUnfolded(constant(interval.lower), term) : truth
        let below = interval.isBoundedAbove ? lessOrEqualUnfolded(term, constant(interval.upper)) : truth
        return and(above, below)
    }

    /// Equality that no interval decides.
    func equalUnfolded(_ first: TermID, _ second: TermID) -> TermID {
        if first == second { return truth }
        return intern(Term(operation: .equal, first: min(first, second), second: max(first, second))) {
            .truth
        }
    }

    func equal(_ first: TermID, _ second: TermID) -> TermID {
        if first == second { return truth }
        let difference = form(first).adding(form(second), times: -1)
        if let difference, difference.parts.isEmpty { return truth(difference.constant == 0) }
        guard let difference, let (sum, divisor) = canonical(difference) else {
            let (a, b) = (interval(first), interval(second))
            if a.isBelow(b) || b.isBelow(a) { return falsity }
            return intern(Term(operation: .equal, first: min(first, second), second: max(first, second))) {
                .truth
            }
        }
        guard difference.constant % divisor == 0 else { return falsity }
        return isEqual(sum, -difference.constant / divisor)
    }

    private func isEqual(_ sum: TermID, _ value: Int128) -> TermID {
        let (interval, point) = (interval(sum), Interval(value, value))
        if interval.isBelow(point) || point.isBelow(interval) { return falsity }
        let term = Term(operation: .equal, first: sum, second: constant(value))
        if let known = comparisons[term] { return known }
        let made = throughChoice(sum) { equal($0, constant(value)) } ?? intern(term) { .truth }
        comparisons[term] = made
        return made
    }

    func not(_ term: TermID) -> TermID {
        if let value = constantValue(term) { return truth(value == 0) }
        let node = terms[Int(term)]
        if node.operation == .not { return node.first }
        return intern(Term(operation: .not, first: term)) { .truth }
    }

    func and(_ first: TermID, _ second: TermID) -> TermID {
        if first == falsity || second == falsity { return falsity }
        if first == truth || first == second { return second }
        if second == truth { return first }
        if not(first) == second { return falsity }
        return intern(Term(operation: .and, first: first, second: second)) { .truth }
    }

    func or(_ first: TermID, _ second: TermID) -> TermID {
        if first == truth || second == truth { return truth }
        if first == falsity || first == second { return second }
        if second == falsity { return first }
        if not(first) == second { return truth }
        return intern(Term(operation: .or, first: first, second: second)) { .truth }
    }

    /// A comparison of an if-then-else, moved into its branches when it is decided in one of them: merged
    /// states are full of these.
    private func throughChoice(_ term: TermID, _ compare: (TermID) -> TermID) -> TermID? {
        let node = terms[Int(term)]
        guard node.operation == .choose else { return nil }
        let first = compare(node.second)
        let second = compare(node.third)
        if first == second { return first }
        switch (constantValue(first), constantValue(second)) {
        case (nil, nil): return nil
        case (1, _): return or(node.first, second)
        case (_, 1): return or(not(node.first), first)
        case (0, _): return and(not(node.first), second)
        default: return and(node.first, first)
        }
    }
}
