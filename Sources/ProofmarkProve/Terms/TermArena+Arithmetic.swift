/// Arithmetic over mathematical integers, folded where the operands allow it.
extension TermArena {
    // MARK: Sums

    /// The term as a sum: of itself, unless it is linear.
    func form(_ term: TermID) -> LinearForm {
        let node = terms[Int(term)]
        switch node.operation {
        case .constant: return LinearForm(node.payload)
        case .linear: return forms[Int(node.payload)]
        case .symbol, .multiply, .divide, .modulo, .bitAnd, .choose, .lessOrEqual, .equal, .not, .and, .or:
            return LinearForm(of: term)
        }
    }

    func sum(_ form: LinearForm) -> TermID {
        guard let first = form.parts.first else { return constant(form.constant) }
        if form.parts.count == 1, form.constant == 0, first.factor == 1 { return first.atom }
        let interval = interval(of: form)
        if let value = interval.constant { return constant(value) }
        return intern(form, interval)
    }

    func interval(of form: LinearForm) -> Interval {
        form.parts.reduce(Interval(form.constant, form.constant)) { $0 + interval($1.atom) * $1.factor }
    }

    /// The sum without its constant, divided by the greatest common divisor of its factors, the first of
    /// them positive; and the divisor, with its sign. `nil` without parts, or if it is no
    /// term yet and none is to be made.
    func canonical(_ form: LinearForm, makes: Bool = true) -> (sum: TermID, divisor: Int128)? {
        guard let lead = form.parts.first else { return nil }
        let divisor = lead.factor < 0 ? -form.divisor : form.divisor
        if form.parts.count == 1 { return (lead.atom, divisor) }
        let parts = form.parts.map { LinearForm.Part(atom: $0.atom, factor: $0.factor / divisor) }
        let canonical = LinearForm(0, parts)
        if makes { return (sum(canonical), divisor) }
        return known(canonical).map { ($0, divisor) }
    }

    func add(_ first: TermID, _ second: TermID) -> TermID { combine(first, second, 1) }

    func subtract(_ first: TermID, _ second: TermID) -> TermID {
        first == second ? falsity : combine(first, second, -1)
    }

    /// `first + scale * second`.
    private func combine(_ first: TermID, _ second: TermID, _ scale: Int128) -> TermID {
        if let combined = form(first).adding(form(second), times: scale) { return sum(combined) }
        // Factors beyond all measure: the operands are not looked into.
        let (one, other) = (opaque(first), opaque(second))
        if one == other {
            let factor = 1 + scale
            return factor == 0 ? falsity : sum(LinearForm(0, [.init(atom: one, factor: factor)]))
        }
        let parts: [LinearForm.Part] =
            one < other
            ? [.init(atom: one, factor: 1), .init(atom: other, factor: scale)]
            : [.init(atom: other, factor: scale), .init(atom: one, factor: 1)]
        return sum(LinearForm(0, parts))
    }

    /// The same number as a term that is not a sum.
    func opaque(_ term: TermID) -> TermID {
        guard terms[Int(term)].operation == .linear || constantValue(term) != nil else { return term }
        return intern(Term(operation: .multiply, first: truth, second: term)) { interval(term) }
    }

    func negate(_ term: TermID) -> TermID { subtract(falsity, term) }

    // MARK: Products and quotients

    /// A term that is its own constant where its interval leaves it no choice.
    private func number(_ term: Term, _ interval: () -> Interval) -> TermID {
        let id = intern(term, interval)
        return self.interval(id).constant.map(constant) ?? id
    }

    /// The product; the intervals' product is bounded, which is the caller's to see to.
    func multiply(_ first: TermID, _ second: TermID) -> TermID {
        if let value = constantValue(first) {
            if let other = constantValue(second) { return constant(value * other) }
            return multiply(second, first)
        }
        if let value = constantValue(second) {
            if value == 0 { return falsity }
            if let scaled = LinearForm(0).adding(form(first), times: value) { return sum(scaled) }
        }
        let (one, other) = (min(first, second), max(first, second))
        return number(Term(operation: .multiply, first: one, second: other)) {
            interval(one) * interval(other)
        }
    }

    /// Euclidean division by a divisor that is not zero where the result is used.
    func divide(_ first: TermID, _ second: TermID) -> TermID {
        let dividend = interval(first)
        if let divisor = constantValue(second), divisor != 0 {
            if let value = constantValue(first) { return constant(Self.euclideanQuotient(value, divisor)) }
            if divisor == 1 { return first }
            return number(Term(operation: .divide, first: first, second: second)) {
                guard dividend.isBounded else { return .everything }
                let ends = (
                    Self.euclideanQuotient(dividend.lower, divisor),
                    Self.euclideanQuotient(dividend.upper, divisor)
                )
                return Interval(min(ends.0, ends.1), max(ends.0, ends.1))
            }
        }
        let size = dividend.size + 1
        return number(Term(operation: .divide, first: first, second: second)) { Interval(-size, size) }
    }

    /// What is left by `divide`: never negative, and smaller than the divisor's magnitude.
    func modulo(_ first: TermID, _ second: TermID) -> TermID {
        let (dividend, size) = (interval(first), interval(second).size)
        if let divisor = constantValue(second), divisor != 0 {
            if let value = constantValue(first) {
                return constant(value - divisor * Self.euclideanQuotient(value, divisor))
            }
            if dividend.isWithin(Interval(0, size - 1)) { return first }
        }
        let largest = max(0, dividend.lower >= 0 ? min(size - 1, dividend.upper) : size - 1)
        return number(Term(operation: .modulo, first: first, second: second)) { Interval(0, largest) }
    }

    /// The bits that both have. `a | b` and `a ^ b` follow from it by addition.
    func bitAnd(_ first: TermID, _ second: TermID) -> TermID {
        if first == second { return first }
        if let mask = constantValue(first) {
            return constantValue(second).map { constant($0 & mask) } ?? bitAnd(second, first)
        }
        if let mask = constantValue(second) {
            if mask == 0 { return falsity }
            if mask == -1 { return first }
            // The lowest bits, or all but them: no bits are needed for that.
            if mask > 0, mask & (mask + 1) == 0 { return modulo(first, constant(mask + 1)) }
            if mask < 0, -mask & (-mask - 1) == 0 { return subtract(first, modulo(first, constant(-mask))) }
        }
        let (one, other) = (interval(first), interval(second))
        let width = max(one.bitWidth, other.bitWidth)
        usesBits = true
        return number(
            Term(operation: .bitAnd, first: min(first, second), second: max(first, second), payload: width)
        ) {
            let least: Int128 = one.lower >= 0 || other.lower >= 0 ? 0 : -(Int128(1) << (width - 1))
            let most =
                one.lower >= 0 && other.lower >= 0
                ? min(one.upper, other.upper)
                : one.lower >= 0 ? one.upper : other.lower >= 0 ? other.upper : max(one.upper, other.upper)
            return Interval(least, most)
        }
    }

    /// `first + second` without `scale` times the bits that both have: 1 for `|`, 2 for `^`.
    func withoutCommonBits(_ first: TermID, _ second: TermID, times scale: Int128) -> TermID {
        let common = multiply(bitAnd(first, second), constant(scale))
        let result = subtract(add(first, second), common)
        // Neither sets a bit that no operand has. Only what holds of the terms wherever they are used may
        // be said here: that the operands are of a narrow type holds on some paths alone.
        let (one, other) = (interval(first), interval(second))
        let limit = Int128(1) << (max(one.bitWidth, other.bitWidth) - 1)
        let least = one.lower >= 0 && other.lower >= 0 ? 0 : -limit
        return narrowed(result, to: Interval(least, limit - 1))
    }

    static func euclideanQuotient(_ value: Int128, _ divisor: Int128) -> Int128 {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        if remainder >= 0 { return quotient }
        return divisor > 0 ? quotient - 1 : quotient + 1
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

    /// The remainder as Swift has it: with the sign of the dividend.
    func remainder(_ first: TermID, _ second: TermID) -> TermID {
        choose(
            lessOrEqual(falsity, first),
            modulo(first, second),
            negate(modulo(negate(first), second))
        )
    }

    // MARK: Choice

    /// `condition ? first : second`.
    func choose(_ condition: TermID, _ first: TermID, _ second: TermID) -> TermID {
        if condition == truth || first == second { return first }
        if condition == falsity { return second }
        let (one, other) = (form(first), form(second))
        // What both have in common stays outside, where it can cancel.
        let common = LinearForm(0, one.parts.filter { other.factor(of: $0.atom) == $0.factor })
        if !common.parts.isEmpty, let rest = one.adding(common, times: -1),
            let otherRest = other.adding(common, times: -1),
            let whole = common.adding(form(choose(condition, sum(rest), sum(otherRest))))
        {
            return sum(whole)
        }
        return choice(condition, first, second)
    }

    /// The same, as one term: nothing of it is outside.
    func choice(_ condition: TermID, _ first: TermID, _ second: TermID) -> TermID {
        if condition == truth || first == second { return first }
        if condition == falsity { return second }
        let node = terms[Int(condition)]
        if node.operation == .not { return choice(node.first, second, first) }
        return number(Term(operation: .choose, first: condition, second: first, third: second)) {
            interval(first).union(interval(second))
        }
    }

    /// The value with the low bits of `term`, as two's complement in `range` (of 2^width values).
    func wrap(_ term: TermID, into range: Interval) -> TermID {
        let interval = interval(term)
        if interval.isWithin(range) { return term }
        let modulus = range.upper - range.lower + 1
        if interval.isWithin(Interval(range.lower - modulus, range.upper + modulus)) {
            let lowered = choose(
                lessOrEqual(term, constant(range.upper)),
                term,
                subtract(term, constant(modulus))
            )
            return narrowed(
                choose(lessOrEqual(constant(range.lower), term), lowered, add(term, constant(modulus))),
                to: range
            )
        }
        let lower = constant(range.lower)
        return add(modulo(subtract(term, lower), constant(modulus)), lower)
    }
}
