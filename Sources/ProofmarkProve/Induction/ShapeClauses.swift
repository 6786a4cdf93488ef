/// The graph of shapes as Horn clauses: a predicate for each shape, a clause for each way from one to another.
struct ShapeClauses {
    private(set) var system = HornSystem()
    private var predicates: [Shape: Int] = [:]
    /// Of each predicate, the places of the numbers that it is said of: those that are not always the same.
    private(set) var places: [[Int]] = []
    private(set) var shapes: [Shape] = []
    /// The rule that no clause may break.
    let rule: Int

    init(rule: Int) { self.rule = rule }

    mutating func add(_ shape: Shape, places: [Int]) {
        predicates[shape] = shapes.count
        shapes.append(shape)
        self.places.append(places)
        system.arities.append(places.count)
    }

    private func atom(_ group: Group, _ arena: TermArena) -> HornSystem.Atom? {
        predicates[Shape(group.snapshot)].map { predicate in
            HornSystem.Atom(
                predicate: predicate,
                arguments: places[predicate].map { group.snapshot.numbers[$0].term(in: arena) }
            )
        }
    }

    /// States of the source lead to these.
    ///
    /// - Parameter source: `nil` for the beginning of every run.
    mutating func add(from source: Group?, to target: Group, _ arena: TermArena) {
        guard let head = atom(target, arena) else { return }
        let guards = [target.guardTerm] + target.bounds.formulas
        system.clauses.append(.init(body: source.flatMap { atom($0, arena) }, guards: guards, head: head))
    }

    /// States of the source that satisfy the condition lead to where the rule is broken.
    mutating func addBroken(from source: Group, if condition: TermID, _ arena: TermArena) {
        system.clauses.append(.init(body: atom(source, arena), guards: [condition], head: nil))
    }
}
