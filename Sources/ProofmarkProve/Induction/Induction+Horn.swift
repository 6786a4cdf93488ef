extension Induction {
    /// What came of looking for a missing invariant.
    enum Search {
        /// It was found: a sentence for each shape of which it says something.
        case found([String])
        /// There is none: a run, longer than those tried, breaks the rule.
        case broken
        case failed(String)
    }

    /// Has Spacer look for what the facts lack to prove a rule, which the induction could not.
    ///
    /// The facts are invariants whatever becomes of the rule, so every clause may suppose them.
    func search(for rule: Int) throws(Abandoned) -> Search {
        var clauses = ShapeClauses(rule: rule)
        for shape in shapes {
            guard let node = nodes[shape] else { continue }
            let constant = Set(
                node.invariant.facts.compactMap { fact in
                    fact.interval.constant == nil || fact.template.parts.count != 1
                        ? nil : fact.template.parts.first.map { Int($0.atom) }
                }
            )
            clauses.add(shape, places: node.snapshot.numbers.indices.filter { !constant.contains($0) })
        }
        for group in initial { clauses.add(from: nil, to: group, exploration.arena) }
        collected = clauses
        defer { collected = nil }
        for shape in clauses.shapes {
            guard let node = nodes[shape], let group = try representative(of: node) else { continue }
            try explore(group, shape)
        }
        guard work.isEmpty, nodes.count == clauses.shapes.count else {
            return .failed("the facts found were not kept when they were walked through again")
        }
        guard let clauses = collected else { return .failed("nothing was collected") }
        let solver = HornSolver(arena: exploration.arena, resources: Self.mostResources)
        guard let solver else { return .failed("Z3 gives no solver") }
        switch solver.solve(clauses.system, milliseconds: exploration.deadline.remainingMilliseconds) {
        case .unsafe: return .broken
        case .unknown(let reason):
            return .failed("Spacer, Z3's engine for Horn clauses, found no invariant (\(reason))")
        case .safe(let invariants):
            self.written[rule] = obligations(of: clauses.system, invariants)
            return .found(
                invariants.enumerated().compactMap { place, formula in
                    guard let node = nodes[clauses.shapes[place]] else { return nil }
                    if case .truth(true) = formula { return nil }
                    let names = stepper.names(ofNumbersIn: node.snapshot)
                    return formula.text { names[clauses.places[place][$0]] }
                }
            )
        }
    }

    /// The clauses with the invariants in the place of the predicates, negated: what cannot hold together.
    private func obligations(of system: HornSystem, _ invariants: [HornFormula]) -> [[TermID]] {
        let arena = exploration.arena
        func instance(_ atom: HornSystem.Atom) -> TermID? {
            invariants[atom.predicate].truth(arena, atom.arguments)
        }
        return system.clauses.compactMap { clause in
            var formulas = clause.guards
            if let body = clause.body {
                guard let supposed = instance(body) else { return nil }
                formulas.append(supposed)
            }
            if let head = clause.head {
                guard let claim = instance(head) else { return nil }
                formulas.append(arena.not(claim))
            }
            return formulas
        }
    }
}
