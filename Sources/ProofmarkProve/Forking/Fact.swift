/// That a term lies in an interval.
struct Fact {
    var term: TermID
    var interval: Interval

    init(term: TermID, interval: Interval) {
        self.term = term
        self.interval = interval
    }

    /// Of a sum, said of its canonical form; `nil` if it has no parts.
    init?(_ form: LinearForm, _ interval: Interval, _ arena: TermArena) {
        guard let (sum, divisor) = arena.canonical(form) else { return nil }
        term = sum
        self.interval = (interval + Interval(-form.constant, -form.constant)).divided(by: divisor)
    }

    /// What a condition says when it has this value.
    static func all(in condition: TermID, _ value: Bool, _ arena: TermArena) -> [Fact] {
        guard arena.constantValue(condition) == nil else { return [] }
        var facts = [Fact(term: condition, interval: value ? Interval(1, 1) : Interval(0, 0))]
        let node = arena.terms[Int(condition)]
        switch (node.operation, value) {
        case (.not, _):
            facts += all(in: node.first, !value, arena)
        case (.and, true), (.or, false):
            facts += all(in: node.first, value, arena)
            facts += all(in: node.second, value, arena)
        case (.lessOrEqual, _):
            let difference = value ? Interval(-Interval.infinity, 0) : Interval(1, Interval.infinity)
            if let fact = of(node, difference, arena) { facts.append(fact) }
        case (.equal, true):
            if let fact = of(node, Interval(0, 0), arena) { facts.append(fact) }
        default: break
        }
        return facts
    }

    /// Of what two numbers that are compared differ by.
    private static func of(_ comparison: Term, _ difference: Interval, _ arena: TermArena) -> Fact? {
        arena.form(comparison.first).adding(arena.form(comparison.second), times: -1)
            .flatMap { Fact($0, difference, arena) }
    }
}
