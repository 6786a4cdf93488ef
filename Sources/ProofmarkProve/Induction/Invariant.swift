/// What is believed of all reachable states of one shape: intervals of sums of their numbers.
///
/// It begins with what holds of the states that were first met, and is weakened until every step keeps it:
/// abstract interpretation (Cousot & Cousot, POPL 1977) over intervals of sums.
struct Invariant {
    struct Fact {
        /// A sum of numbers, by place.
        var template: LinearForm
        var interval: Interval
        /// How often it may still be widened as far as is needed; after that it says no more.
        var patience: Int
    }

    private(set) var facts: [Fact] = []

    /// For a sum that stayed between limits in the bounded proof: it is widened by every path that arrives.
    private static let patience = 60
    private static let patienceOfTheUnsteady = 6

    /// Of one of the group's runs alone, so that nothing is wider than it must be.
    init(_ group: Group, coordinates: [Coordinates.Coordinate], arena: TermArena) {
        var evaluator = TermEvaluator(arena: arena)
        evaluator.use(group.model)
        for coordinate in coordinates {
            let own = Coordinates.own(coordinate.place)
            for template in own == coordinate.template ? [own] : [own, coordinate.template] {
                guard let form = Self.form(of: template, in: group, arena) else { continue }
                let value = form.parts.reduce(form.constant) {
                    $0 + $1.factor * evaluator.value(of: $1.atom)
                }
                // What needs a sum to be steady is not steady itself.
                let patience =
                    template != coordinate.template
                    ? 0 : coordinate.isSteady ? Self.patience : Self.patienceOfTheUnsteady
                facts.append(Fact(template: template, interval: Interval(value, value), patience: patience))
            }
        }
    }

    /// The sum over the group's numbers.
    static func form(of template: LinearForm, in group: Group, _ arena: TermArena) -> LinearForm? {
        let numbers = group.snapshot.numbers
        return template.parts.reduce(LinearForm(0)) { sum, part in
            guard Int(part.atom) < numbers.count else { return nil }
            return sum?.adding(arena.form(numbers[Int(part.atom)].term(in: arena)), times: part.factor)
        }
    }

    static func interval(of template: LinearForm, in group: Group, _ arena: TermArena) -> Interval? {
        form(of: template, in: group, arena).map { group.bounds.interval(of: $0) }
    }

    /// Widens the facts that do not hold of the group, as far as is needed.
    ///
    /// - Parameter beyond: Asked for the sum in some run of the group in which it is larger than the limit;
    ///   `nil` if there is none, infinity if that is not known.
    /// - Returns: Whether any did not.
    mutating func weaken(
        toHoldOf group: Group,
        arena: TermArena,
        beyond: (_ sum: LinearForm, _ limit: Int128) -> Int128?
    ) -> Bool {
        var hasChanged = false
        for position in facts.indices {
            let fact = facts[position]
            guard let form = Self.form(of: fact.template, in: group, arena),
                let negated = LinearForm(0).adding(form, times: -1)
            else { continue }
            let interval = group.bounds.interval(of: form)
            let isSpent = fact.patience == 0
            func limit(_ form: LinearForm, _ known: Int128, _ largest: Int128) -> Int128 {
                guard largest > known, var low = beyond(form, known) else { return known }
                if isSpent || largest >= Interval.infinity { return Interval.infinity }
                // The smallest limit that holds: some run reaches `low`, none is above `high`.
                var high = largest
                while low < high {
                    let middle = low + (high - low) / 2
                    if let found = beyond(form, middle) {
                        low = max(middle + 1, min(found, high))
                    } else {
                        high = middle
                    }
                }
                return high
            }
            let upper = limit(form, fact.interval.upper, interval.upper)
            let lower = -limit(negated, -fact.interval.lower, -interval.lower)
            guard upper != fact.interval.upper || lower != fact.interval.lower else { continue }
            hasChanged = true
            facts[position].patience = max(0, fact.patience - 1)
            facts[position].interval = Interval(lower, upper)
        }
        return hasChanged
    }
}
