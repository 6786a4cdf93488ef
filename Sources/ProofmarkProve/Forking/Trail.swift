/// The decisions of one path, in order: what replay repeats and backtracking changes.
struct Trail {
    enum Kind: Equatable {
        /// The code asked whether a truth value holds.
        case branch(TermID)
        /// The code needed the number behind a term and was given this one, or told it is another.
        case value(TermID, Int128)
        /// A choice that is made concretely: one of a range.
        case fork(symbol: Int, lower: Int, upper: Int)
        /// A fact about the rest of the path: the range of a new symbol, the absence of a trap.
        case fact(TermID)
    }

    struct Event {
        var kind: Kind
        /// For branches and values, 1 or 0; for forks, the value chosen.
        var taken: Int
        /// The run that takes the other side, if there is one still to be explored.
        var alternative: Model?
        /// Depth of the solver's stack before the event.
        var solverDepth: Int
        /// What the path condition gains; nil where the condition implies it already.
        var condition: TermID?
    }

    private(set) var events: [Event] = []
    /// Where the present run of the path is; behind the end, decisions are new.
    private(set) var position = 0

    var isReplaying: Bool { position < events.count }

    /// What distinguishes the path so far.
    func condition(in arena: TermArena) -> TermID {
        events.reduce(arena.truth) { condition, event in
            event.condition.map { arena.and(condition, $0) } ?? condition
        }
    }

    mutating func rewind() { position = 0 }

    mutating func append(_ event: Event) {
        events.append(event)
        position = events.count
    }

    /// The recorded event at the present position, which must be of this kind.
    mutating func replay(_ kind: Kind) -> Event? {
        let event = events[position]
        guard event.kind == kind else { return nil }
        position += 1
        return event
    }

    /// The recorded value of a term that the code asks for again.
    mutating func replayValue(of term: TermID) -> Event? {
        let event = events[position]
        guard case .value(term, _) = event.kind else { return nil }
        position += 1
        return event
    }

    mutating func removeAll() {
        events.removeAll(keepingCapacity: true)
        position = 0
    }

    mutating func removeLast() { events.removeLast() }
}
