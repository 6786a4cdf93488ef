/// What is known of terms on one path: intervals, learnt from the conditions that the path has met.
///
/// An arena's intervals hold for every run; these hold for the runs of one path, or of one group. Most
/// comparisons are decided by them, and the solver is not asked. Everything here is a consequence of
/// conditions that the runs meet, so an interval may be too wide, but never too small.
struct Bounds {
    let arena: TermArena
    /// Of sums only those in the form that the arena gives to comparisons: no constant, no common divisor,
    /// the first factor positive.
    private(set) var known: [TermID: Interval] = [:]
    /// Known sums, from which more may follow when their parts become known better.
    private var sums: [TermID] = []
    private var closed: Set<TermID> = []

    /// How often what was learnt is carried from one sum to the next.
    private static let rounds = 2

    init(_ arena: TermArena) { self.arena = arena }

    /// Whether the term is a choice whose interval is looked for in its branches.
    func isOpen(_ atom: TermID) -> Bool {
        arena.terms[Int(atom)].operation == .choose && !closed.contains(atom)
    }

    // MARK: Asking

    func interval(of term: TermID) -> Interval { Question(bounds: self).interval(of: term) }

    /// The interval of a sum, also where it is no term.
    func interval(of form: LinearForm) -> Interval { Question(bounds: self).interval(of: form) }

    /// The truth value, if what is known decides it.
    func decide(_ term: TermID) -> Bool? { Question(bounds: self).decide(term) }

    // MARK: Learning

    mutating func learn(_ condition: TermID, _ value: Bool) {
        for fact in Fact.all(in: condition, value, arena) { add(fact) }
        for _ in 0..<Self.rounds {
            var hasChanged = false
            for sum in sums where carry(sum) { hasChanged = true }
            if !hasChanged { break }
        }
    }

    /// Notes an interval that holds on this path.
    mutating func note(_ form: LinearForm, _ interval: Interval) {
        guard let fact = Fact(form, interval, arena) else { return }
        add(fact)
    }

    /// Notes an interval that stands for a choice from now on: its branches are not looked into any more.
    mutating func close(_ atom: TermID, _ interval: Interval) {
        closed.insert(atom)
        add(Fact(term: atom, interval: interval))
    }

    private mutating func add(_ fact: Fact) {
        if let before = known[fact.term] {
            known[fact.term] = before.narrowed(to: fact.interval)
        } else {
            known[fact.term] = fact.interval
            if arena.terms[Int(fact.term)].operation == .linear { sums.append(fact.term) }
        }
    }

    /// What the interval of a sum says of its parts.
    private mutating func carry(_ sum: TermID) -> Bool {
        guard let whole = known[sum] else { return false }
        let form = arena.forms[Int(arena.terms[Int(sum)].payload)]
        var hasChanged = false
        for part in form.parts {
            var multiple = whole + Interval(-form.constant, -form.constant)
            for other in form.parts where other.atom != part.atom {
                multiple = multiple + present(other.atom) * -other.factor
            }
            let before = present(part.atom)
            let after = before.narrowed(to: multiple.divided(by: part.factor))
            if after != before {
                known[part.atom] = after
                hasChanged = true
            }
        }
        return hasChanged
    }

    /// What is noted of the term itself.
    func present(_ term: TermID) -> Interval {
        let always = arena.interval(term)
        return known[term].map { always.narrowed(to: $0) } ?? always
    }
}
