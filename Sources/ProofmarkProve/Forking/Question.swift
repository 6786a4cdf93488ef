/// One question to the bounds of a path.
struct Question {
    let bounds: Bounds
    /// What is supposed beside what is known: the conditions of the branches that are looked into.
    private var supposed: [Fact] = []
    /// How many choices within choices are still looked into.
    private var choices = 2

    private var arena: TermArena { bounds.arena }

    /// How deep truth values are looked into.
    private static let depth = 6

    init(bounds: Bounds) { self.bounds = bounds }

    // MARK: Numbers

    func interval(of term: TermID) -> Interval {
        let node = arena.terms[Int(term)]
        switch node.operation {
        case .linear: return interval(of: arena.forms[Int(node.payload)])
        case .choose where choices > 0 && bounds.isOpen(term):
            return known(term).narrowed(to: choice(node, LinearForm(0), 1))
        case .constant, .symbol, .multiply, .divide, .modulo, .bitAnd, .choose, .lessOrEqual, .equal, .not,
            .and,
            .or:
            return known(term)
        }
    }

    func interval(of form: LinearForm) -> Interval {
        var result = form.parts.reduce(Interval(form.constant, form.constant)) {
            $0 + interval(of: $1.atom) * $1.factor
        }
        guard form.parts.count > 1 else { return result }
        if let (sum, divisor) = arena.canonical(form, makes: false) {
            result = result.narrowed(to: known(sum) * divisor + Interval(form.constant, form.constant))
        }
        // What a choice has in common with the rest of the sum cancels in its branches only.
        if choices > 0, let part = form.parts.last(where: { bounds.isOpen($0.atom) }),
            let rest = form.adding(LinearForm(0, [part]), times: -1)
        {
            result = result.narrowed(to: choice(arena.terms[Int(part.atom)], rest, part.factor))
        }
        return result
    }

    /// The interval of `rest + factor * choice`.
    private func choice(_ node: Term, _ rest: LinearForm, _ factor: Int128) -> Interval {
        // One level deeper already: a condition is made of choices too.
        var inner = self
        inner.choices -= 1
        switch inner.decide(node.first) {
        case true?: return branch(node.second, nil, rest, factor)
        case false?: return branch(node.third, nil, rest, factor)
        case nil:
            return branch(node.second, (node.first, true), rest, factor)
                .union(branch(node.third, (node.first, false), rest, factor))
        }
    }

    private func branch(
        _ term: TermID,
        _ condition: (term: TermID, value: Bool)?,
        _ rest: LinearForm,
        _ factor: Int128
    ) -> Interval {
        guard let whole = rest.adding(arena.form(term), times: factor) else { return .everything }
        var inner = self
        inner.choices -= 1
        if let condition { inner.supposed += Fact.all(in: condition.term, condition.value, arena) }
        return inner.interval(of: whole)
    }

    private func known(_ term: TermID) -> Interval {
        var result = bounds.present(term)
        for fact in supposed where fact.term == term { result = result.narrowed(to: fact.interval) }
        return result
    }

    // MARK: Truth values

    func decide(_ term: TermID) -> Bool? { decide(term, Self.depth) }

    private func decide(_ term: TermID, _ depth: Int) -> Bool? {
        if let value = known(term).constant { return value != 0 }
        guard depth > 0 else { return nil }
        let node = arena.terms[Int(term)]
        switch node.operation {
        case .lessOrEqual:
            let (first, second) = (interval(of: node.first), interval(of: node.second))
            return first.isAtMost(second) ? true : second.isBelow(first) ? false : nil
        case .equal:
            let (first, second) = (interval(of: node.first), interval(of: node.second))
            if first.isBelow(second) || second.isBelow(first) { return false }
            return first.constant != nil && first == second ? true : nil
        case .not:
            return decide(node.first, depth - 1).map { !$0 }
        case .and:
            let (first, second) = (decide(node.first, depth - 1), decide(node.second, depth - 1))
            return first == false || second == false ? false : first == true && second == true ? true : nil
        case .or:
            let (first, second) = (decide(node.first, depth - 1), decide(node.second, depth - 1))
            return first == true || second == true ? true : first == false && second == false ? false : nil
        case .constant, .symbol, .linear, .multiply, .divide, .modulo, .bitAnd, .choose:
            return nil
        }
    }
}
