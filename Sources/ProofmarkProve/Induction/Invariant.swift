/// What is believed of all reachable states of one shape: intervals of sums of their numbers.
///
/// It begins with what held of the states that the bounded proof has seen, and is weakened until every step
/// keeps it. That it is found in this way, from what was seen, is Houdini's idea (Flanagan & Leino, FME
/// 2001), with intervals in place of given candidates.
struct Invariant {
    struct Fact {
        /// A sum of numbers, by place.
        var template: LinearForm
        var interval: Interval
        /// How often it was too narrow.
        var weakened = 0
    }

    private(set) var facts: [Fact] = []

    /// So often a fact is made as wide as is needed; after that it says no more.
    private static let patience = 3

    /// - Parameter templates: Sums beside the numbers themselves.
    init(_ group: Group, templates: [LinearForm], arena: TermArena) {
        let places = group.snapshot.numbers.indices.map { place in
            LinearForm(0, [.init(atom: TermID(place), factor: 1)])
        }
        for template in places + templates {
            guard let interval = Self.interval(of: template, in: group, arena) else { continue }
            facts.append(Fact(template: template, interval: interval))
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

    /// Widens the facts that do not hold of the group.
    ///
    /// - Parameter isRefuted: Asked whether some run of the group is outside where intervals leave it open.
    /// - Returns: Whether any did not.
    mutating func weaken(
        toHoldOf group: Group,
        arena: TermArena,
        isRefuted: (_ sum: LinearForm, _ fact: Interval) -> Bool
    ) -> Bool {
        var hasChanged = false
        for position in facts.indices {
            let fact = facts[position]
            guard let form = Self.form(of: fact.template, in: group, arena) else { continue }
            let interval = group.bounds.interval(of: form)
            if fact.interval.lower <= interval.lower, interval.upper <= fact.interval.upper { continue }
            guard isRefuted(form, fact.interval) else { continue }
            hasChanged = true
            facts[position].weakened += 1
            let isSpent = fact.weakened >= Self.patience
            facts[position].interval = Interval(
                interval.lower >= fact.interval.lower
                    ? fact.interval.lower : isSpent ? -Interval.infinity : interval.lower,
                interval.upper <= fact.interval.upper
                    ? fact.interval.upper : isSpent ? Interval.infinity : interval.upper
            )
        }
        return hasChanged
    }
}
