/// Arithmetic over mathematical integers, folded where the operands allow it.
extension TermArena {
    /// A term that is its own constant where its interval leaves it no choice.
    private func number(_ term: Term, _ interval: () -> Interval) -> TermID {
        let id = intern(term, interval)
        return self.interval(id).constant.map(constant) ?? id
    }

    func add(_ first: TermID, _ second: TermID) -> TermID {
        if let value = constantValue(first) {
            if let other = constantValue(second) { return constant(value + other) }
            return add(second, first)
        }
        if let value = constantValue(second) {
            if value == 0 { return first }
            let node = terms[Int(first)]
            if node.operation == .add, let inner = constantValue(node.second) {
                return add(node.first, constant(inner + value))
            }
        }
        return number(Term(operation: .add, first: first, second: second)) {
            interval(first) + interval(second)
        }
    }

    func subtract(_ first: TermID, _ second: TermID) -> TermID {
        if first == second { return falsity }
        if let value = constantValue(second) { return add(first, constant(-value)) }
        let node = terms[Int(first)]
        if node.operation == .add {
            if node.first == second { return node.second }
            if node.second == second { return node.first }
        }
        let difference = Term(operation: .subtract, first: first, second: second)
        if let known = differences[difference] { return known }
        let made = throughChoice(first, second) ?? number(difference) { interval(first) - interval(second) }
        differences[difference] = made
        return made
    }

    /// A difference of if-then-elses, moved into their branches where terms cancel there: what a step adds
    /// to a merged total is then a small term, and no longer the difference of two long histories.
    private func throughChoice(_ first: TermID, _ second: TermID) -> TermID? {
        let (node, other) = (terms[Int(first)], terms[Int(second)])
        if node.operation == .choose, other.operation == .choose, node.first == other.first {
            return choose(node.first, subtract(node.second, other.second), subtract(node.third, other.third))
        }
        guard node.operation == .choose else { return nil }
        let branches = (subtract(node.second, second), subtract(node.third, second))
        let cancels = [branches.0, branches.1].contains { terms[Int($0)].operation != .subtract }
        return cancels ? choose(node.first, branches.0, branches.1) : nil
    }

    func negate(_ term: TermID) -> TermID { subtract(falsity, term) }

    /// The product; the intervals' product is bounded, which is the caller's to see to.
    func multiply(_ first: TermID, _ second: TermID) -> TermID {
        if let value = constantValue(first) {
            if let other = constantValue(second) { return constant(value * other) }
            return multiply(second, first)
        }
        if let value = constantValue(second) {
            if value == 0 { return falsity }
            if value == 1 { return first }
        }
        return number(Term(operation: .multiply, first: first, second: second)) {
            interval(first) * interval(second)
        }
    }

    /// Euclidean division by a divisor that is not zero where the result is used.
    func divide(_ first: TermID, _ second: TermID) -> TermID {
        if let divisor = constantValue(second), divisor != 0 {
            if let value = constantValue(first) { return constant(Self.euclideanQuotient(value, divisor)) }
            if divisor == 1 { return first }
            let a = interval(first)
            return number(Term(operation: .divide, first: first, second: second)) {
                guard a.isBounded else { return Interval(-Interval.infinity, Interval.infinity) }
                let ends = [
                    Self.euclideanQuotient(a.lower, divisor), Self.euclideanQuotient(a.upper, divisor),
                ]
                return Interval(min(ends[0], ends[1]), max(ends[0], ends[1]))
            }
        }
        let size = interval(first).size + 1
        return number(Term(operation: .divide, first: first, second: second)) { Interval(-size, size) }
    }

    static func euclideanQuotient(_ value: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        if remainder >= 0 { return quotient }
        return divisor > 0 ? quotient - 1 : quotient + 1
    }

    /// `condition ? first : second`.
    func choose(_ condition: TermID, _ first: TermID, _ second: TermID) -> TermID {
        if condition == truth || first == second { return first }
        if condition == falsity { return second }
        let node = terms[Int(condition)]
        if node.operation == .not { return choose(node.first, second, first) }
        let (a, b) = (interval(first), interval(second))
        return number(Term(operation: .choose, first: condition, second: first, third: second)) {
            Interval(min(a.lower, b.lower), max(a.upper, b.upper))
        }
    }

    /// Division as Swift does it: towards zero.
    func quotient(_ first: TermID, _ second: TermID) -> TermID {
        let dividend = interval(first)
        let divisor = interval(second)
        if dividend.lower >= 0, divisor.lower > 0 { return divide(first, second) }
        let positive = choose(
            lessOrEqual(falsity, first),
            divide(first, second),
            negate(divide(negate(first), second))
        )
        if divisor.lower > 0 { return positive }
        // x / -d == -(x / d) for division towards zero.
        let opposite = negate(second)
        let negative = negate(
            choose(
                lessOrEqual(falsity, first),
                divide(first, opposite),
                negate(divide(negate(first), opposite))
            )
        )
        return choose(lessOrEqual(truth, second), positive, negative)
    }

    func remainder(_ first: TermID, _ second: TermID) -> TermID {
        // The subtraction cannot see it: a remainder has the sign of the dividend and is smaller than
        // both operands.
        let dividend = interval(first)
        let size = min(interval(second).size - 1, dividend.size)
        let range = Interval(dividend.lower >= 0 ? 0 : -size, dividend.upper <= 0 ? 0 : size)
        let product = multiply(second, quotient(first, second))
        return make(narrowedTo: range) { subtract(first, product) }
    }

    /// The value with the low bits of `term`, as two's complement in `range` (of 2^width values).
    func wrap(_ term: TermID, into range: Interval) -> TermID {
        if interval(term).isWithin(range) { return term }
        let modulus = constant(range.upper - range.lower + 1)
        let turns = divide(subtract(term, constant(range.lower)), modulus)
        let excess = multiply(turns, modulus)
        return make(narrowedTo: range) { subtract(term, excess) }
    }
}
