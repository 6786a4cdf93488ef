import Proofmark

/// Collects the ends of paths and makes one group of all that have the same shape.
///
/// Merging is exact: the paths that arrive exclude each other (every decision and every choice of an
/// action is part of their conditions), so for each run exactly one edge's condition holds, and the
/// if-then-else over these conditions has the number which that run has.
struct Merger {
    private struct Key: Hashable {
        var shape: Shape
        var action: Int
        /// Distinguishes paths that must not be merged.
        var path = 0
    }

    /// The end of a path.
    private struct Arrival {
        var edge: Group.Edge
        var guardTerm: TermID
        var snapshot: Snapshot
        var model: Model
        var bounds: Bounds
    }

    private let exploration: Exploration
    private var arrivals: [Key: [Arrival]] = [:]
    private var order: [Key] = []

    init(_ exploration: Exploration) { self.exploration = exploration }

    mutating func add(_ snapshot: Snapshot, action: Int, edge: Group.Edge, path: PathExplorer.Path) {
        var key = Key(shape: Shape(snapshot), action: action)
        if !exploration.settings.merges { key.path = order.count }
        let guardTerm = exploration.arena.and(edge.source.guardTerm, edge.condition)
        let arrival = Arrival(
            edge: edge,
            guardTerm: guardTerm,
            snapshot: snapshot,
            model: path.model,
            bounds: path.bounds
        )
        if arrivals[key] == nil { order.append(key) }
        arrivals[key, default: []].append(arrival)
    }

    /// The end of a step: a state, and what the monitors remembered before it.
    mutating func add(_ state: FlatValue, from group: Group, after action: Int, _ path: PathExplorer.Path) {
        add(
            Snapshot(state: state, memory: group.snapshot.memory),
            action: action,
            edge: .init(source: group, condition: path.condition, step: (action, path.choices)),
            path: path
        )
    }

    /// What the monitors remember after they have looked at a group.
    mutating func add(
        memory: FlatValue,
        of group: Group,
        _ path: PathExplorer.Path,
        answers: [RuleAnswer] = []
    ) {
        add(
            Snapshot(state: group.snapshot.state, memory: memory),
            action: 0,
            edge: .init(source: group, condition: path.condition, step: nil, answers: answers),
            path: path
        )
    }

    /// The groups, in the order in which their shapes were first met.
    func groups() -> [Group] {
        order.compactMap { key in arrivals[key].flatMap { merged($0, action: key.action) } }
    }

    private func merged(_ arrivals: [Arrival], action: Int) -> Group? {
        guard let first = arrivals.first else { return nil }
        let arena = exploration.arena
        let join = Join(
            arena: arena,
            guards: arrivals.map(\.guardTerm),
            bounds: arrivals.map(\.bounds),
            numbers: arrivals.map { arrival in
                arrival.snapshot.numbers.map { arena.form($0.term(in: arena)) }
            }
        ).joined()
        let ranges = first.snapshot.numbers.map(\.range)
        let numbers = zip(join.numbers, ranges).map { FlatNumber(arena.sum($0), $1, in: exploration) }
        let snapshot = first.snapshot.with(numbers)
        let guardTerm = arrivals.dropFirst().reduce(first.guardTerm) { arena.or($1.guardTerm, $0) }
        if exploration.settings.auditsBounds {
            audit(join, guardTerm)
            for arrival in arrivals { audit(join, arrival.snapshot, arrival.guardTerm) }
        }
        if let log = exploration.log { write(to: log, join, snapshot, arrivals) }
        return Group(
            snapshot: snapshot,
            action: action,
            guardTerm: guardTerm,
            model: first.model,
            lastModel: arrivals.count > 1 ? arrivals.last?.model : nil,
            bounds: join.bounds,
            templates: join.templates,
            edges: arrivals.map(\.edge)
        )
    }

    private func write(
        to log: ObligationLog,
        _ join: Join.Result,
        _ snapshot: Snapshot,
        _ arrivals: [Arrival]
    ) {
        let arena = exploration.arena
        for arrival in arrivals {
            var claims = join.bounds.formulas
            for (merged, number) in zip(snapshot.numbers, arrival.snapshot.numbers) {
                claims.append(arena.equalUnfolded(merged.term(in: arena), number.term(in: arena)))
            }
            let whole = claims.reduce(arena.truth) { arena.and($0, $1) }
            if whole == arena.truth { continue }
            log.add(
                "what is known of the states where it leads holds of a path that leads there",
                [arrival.guardTerm] + arrival.edge.source.bounds.formulas + [arena.not(whole)]
            )
        }
    }

    /// Whether all that is known of the group holds of its runs.
    private func audit(_ join: Join.Result, _ guardTerm: TermID) {
        let arena = exploration.arena
        assuming(guardTerm) {
            for (term, interval) in join.bounds.known {
                exploration.audit(arena.isWithinUnfolded(term, interval), "a bound of a group")
            }
        }
    }

    /// Whether the joined numbers are those of the path, for its runs.
    private func audit(_ join: Join.Result, _ snapshot: Snapshot, _ guardTerm: TermID) {
        let arena = exploration.arena
        assuming(guardTerm) {
            for (form, number) in zip(join.numbers, snapshot.numbers) {
                let isSame = arena.equal(arena.sum(form), number.term(in: arena))
                exploration.audit(isSame, "a joined number")
            }
        }
    }

    private func assuming(_ term: TermID, _ body: () -> Void) {
        let depth = exploration.solver.depth
        exploration.solver.push()
        exploration.solver.assert(term)
        body()
        exploration.solver.pop(to: depth)
    }
}
