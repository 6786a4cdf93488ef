/// What is believed of all reachable states of one shape: intervals of sums of their numbers.
///
/// It begins with what holds of the states that were first met, and is weakened until every step keeps it:
/// abstract interpretation (Cousot & Cousot, POPL 1977) over intervals of sums.
struct Invariant {
    struct Fact {
        /// A sum of numbers, by place.
        var template: LinearForm
        var interval: Interval
        /// How often each side may still be widened as far as is needed; after that it says no more.
        var patience: (below: Int, above: Int)
    }

    private(set) var facts: [Fact] = []

    /// For a limit that was kept in the bounded proof: it is moved by every path that arrives.
    private static let patience = 60
    private static let patienceWithTheUnsteady = 6

    /// Of one of the group's runs alone, so that nothing is wider than it must be.
    init(_ group: Group, coordinates: [Coordinates.Coordinate], arena: TermArena) {
        var evaluator = TermEvaluator(arena: arena)
        evaluator.use(group.model)
        for coordinate in coordinates {
            let own = Coordinates.own(coordinate.place)
            var sums = [(template: own, steadiness: coordinate.own)]
            if let sum = coordinate.sum { sums.append(sum) }
            for (template, steadiness) in sums {
                guard let form = Self.form(of: template, in: group, arena) else { continue }
                let value = evaluator.value(of: form)
                // The sample may be too small to see that a limit is kept; but where a sum keeps both of
                // its own, there is no point in waiting.
                let least = coordinate.sum?.steadiness.count == 2 ? 0 : Self.patienceWithTheUnsteady
                let patience = (
                    below: steadiness.isBelow ? Self.patience : least,
                    above: steadiness.isAbove ? Self.patience : least
                )
                facts.append(Fact(template: template, interval: Interval(value, value), patience: patience))
            }
        }
    }

    /// The sum over the group's numbers.
    static func form(of template: LinearForm, in group: Group, _ arena: TermArena) -> LinearForm? {
        let numbers = group.snapshot.numbers
        return template.replacing { place in
            Int(place) < numbers.count ? arena.form(numbers[Int(place)].term(in: arena)) : nil
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
            func limit(_ form: LinearForm, _ known: Int128, _ largest: Int128, _ isSpent: Bool) -> Int128 {
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
            let upper = limit(form, fact.interval.upper, interval.upper, fact.patience.above == 0)
            let lower = -limit(negated, -fact.interval.lower, -interval.lower, fact.patience.below == 0)
            guard upper != fact.interval.upper || lower != fact.interval.lower else { continue }
            hasChanged = true
            if upper != fact.interval.upper {
                facts[position].patience.above = max(0, fact.patience.above - 1)
            }
            if lower != fact.interval.lower {
                facts[position].patience.below = max(0, fact.patience.below - 1)
            }
            facts[position].interval = Interval(lower, upper)
        }
        return hasChanged
    }
}
