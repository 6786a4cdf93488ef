/// Collects the ends of paths and makes one group of all that have the same shape.
///
/// Merging is exact: the paths that arrive exclude each other (every decision and every choice of an
/// action is part of their conditions), so for each run exactly one edge's condition holds, and the
/// if-then-else over these conditions has the number which that run has.
struct Merger {
    private struct Key: Hashable {
        var state: FlatNode
        var memory: FlatNode
        var action: Int
    }

    private struct Arrival {
        var edge: Group.Edge
        var guardTerm: TermID
        var snapshot: Snapshot
        var model: Model
    }

    private let exploration: Exploration
    private var arrivals: [Key: [Arrival]] = [:]
    private var order: [Key] = []

    init(_ exploration: Exploration) { self.exploration = exploration }

    mutating func add(_ snapshot: Snapshot, action: Int, edge: Group.Edge, model: Model) {
        let key = Key(state: snapshot.state.shape, memory: snapshot.memory.shape, action: action)
        let guardTerm = exploration.arena.and(edge.source.guardTerm, edge.condition)
        let arrival = Arrival(edge: edge, guardTerm: guardTerm, snapshot: snapshot, model: model)
        if arrivals[key] == nil { order.append(key) }
        arrivals[key, default: []].append(arrival)
    }

    /// The groups, in the order in which their shapes were first met.
    func groups() -> [Group] {
        order.compactMap { key in arrivals[key].flatMap { merged($0, action: key.action) } }
    }

    private func merged(_ arrivals: [Arrival], action: Int) -> Group? {
        guard let last = arrivals.last, let first = arrivals.first else { return nil }
        let arena = exploration.arena
        var snapshot = last.snapshot
        var guardTerm = last.guardTerm
        for arrival in arrivals.dropLast().reversed() {
            choose(arrival.snapshot.state.numbers, arrival.guardTerm, &snapshot.state.numbers)
            choose(arrival.snapshot.memory.numbers, arrival.guardTerm, &snapshot.memory.numbers)
            guardTerm = arena.or(arrival.guardTerm, guardTerm)
        }
        return Group(
            snapshot: snapshot,
            action: action,
            guardTerm: guardTerm,
            model: first.model,
            edges: arrivals.map(\.edge)
        )
    }

    private func choose(_ numbers: [FlatNumber], _ condition: TermID, _ merged: inout [FlatNumber]) {
        for place in merged.indices where numbers[place] != merged[place] {
            let term = exploration.arena.choose(
                condition,
                numbers[place].term(in: exploration),
                merged[place].term(in: exploration)
            )
            merged[place] = FlatNumber(term, in: exploration)
        }
    }
}
