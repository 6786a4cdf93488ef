/// What shows that the paths of one exploration are all there are.
struct PathCertificate {
    private let arena: TermArena
    /// The conditions of the paths.
    private var covered: [TermID] = []
    /// What holds by definition once a path has got somewhere: the range of a choice, the absence of a trap
    /// that is reported.
    private var facts: Set<TermID> = []

    init(_ arena: TermArena) { self.arena = arena }

    /// A path that came to its end, or to a trap.
    mutating func add(_ trail: Trail) {
        var condition = arena.truth
        for event in trail.events {
            guard let gained = event.condition else { continue }
            if case .fact = event.kind { facts.insert(arena.or(arena.not(condition), gained)) }
            condition = arena.and(condition, gained)
        }
        covered.append(condition)
    }

    func write(to exploration: Exploration, assuming assumption: TermID, _ bounds: Bounds) {
        guard let log = exploration.log else { return }
        let supposed = [assumption] + bounds.formulas + facts.sorted()
        let others = arena.not(covered.reduce(arena.falsity) { arena.or($0, $1) })
        let count = covered.count
        if others != arena.falsity {
            log.add(
                count == 1
                    ? "the one path followed is all there is"
                    : "the \(count) paths followed are all there are",
                supposed + [others]
            )
        }
        if !exploration.trapFree.isEmpty {
            log.add(
                "none of them traps",
                supposed + [exploration.trapFree.sorted().reduce(arena.falsity) { arena.or($0, $1) }]
            )
        }
    }
}

extension Bounds {
    /// What is known, as truth values.
    var formulas: [TermID] {
        known.sorted { $0.key < $1.key }.map { arena.isWithinUnfolded($0.key, $0.value) }
    }
}
