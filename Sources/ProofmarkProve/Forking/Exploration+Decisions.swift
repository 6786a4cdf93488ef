import ProofmarkEngine

/// How a path is decided.
///
/// State contract: while the code runs, the solver's stack holds the assumption of the exploration and the
/// conditions of all events up to the trail's position, and the evaluator's model satisfies them all. So
/// the first side of every question is free: the model's. The solver is asked only for the other side.
extension Exploration {
    /// The truth value, if constants or bounds decide it.
    private func decided(_ term: TermID) -> Bool? {
        guard let value = bounds.decide(term) else { return nil }
        if settings.auditsBounds { audit(value ? term : arena.not(term), "a comparison decided by bounds") }
        return value
    }

    /// Asks the solver for a run of this path that breaks what is taken for granted.
    func audit(_ term: TermID, _ what: String) {
        if case .satisfiable = solver.check(with: arena.not(term)) { noteContradiction(what) }
    }

    /// Which side of a truth value this path takes.
    func decide(_ term: TermID) -> Bool {
        if let value = decided(term) { return value }
        let taken: Bool
        if trail.isReplaying {
            guard let event = trail.replay(.branch(term)) else { abandonForDifference("a comparison") }
            taken = event.taken != 0
        } else {
            expectNew("a comparison")
            taken = branch(.branch(term), on: term, taken: evaluator.isTrue(term))
        }
        bounds.learn(term, taken)
        return taken
    }

    /// The number behind a term: every value that it can have is tried, one path each.
    func concretise(_ term: TermID, for reason: String) -> Int128 {
        if let value = value(of: term) {
            if settings.auditsBounds, known[term] == nil {
                audit(arena.equal(term, arena.constant(value)), "a value given by bounds")
            }
            return value
        }
        var tried = 0
        while true {
            let value: Int128
            let isValue: Bool
            if trail.isReplaying {
                guard let event = trail.replayValue(of: term), case .value(_, let recorded) = event.kind
                else {
                    abandonForDifference(reason)
                }
                value = recorded
                isValue = event.taken != 0
            } else {
                expectNew(reason)
                if tried >= settings.valuesPerTerm {
                    noteGap(
                        "\(reason) has more than \(settings.valuesPerTerm) possible values; choose from a smaller range"
                    )
                    PathThread.abandonCurrent()
                }
                value = evaluator.value(of: term)
                noteConcretised(reason)
                isValue = branch(
                    .value(term, value),
                    on: arena.equal(term, arena.constant(value)),
                    taken: true
                )
            }
            bounds.learn(arena.equal(term, arena.constant(value)), isValue)
            if isValue {
                known[term] = value
                return value
            }
            tried += 1
        }
    }

    /// A choice made concretely: each value is a path of its own.
    func fork(_ name: StaticString, from lower: Int, through upper: Int) -> Int {
        let key = SymbolKey(depth: depth, ordinal: choices.count, lower: Int128(lower), upper: Int128(upper))
        let symbol = symbol(key)
        let value: Int
        if trail.isReplaying {
            guard let event = trail.replay(.fork(symbol: symbol, lower: lower, upper: upper)) else {
                abandonForDifference("a choice")
            }
            value = event.taken
        } else {
            expectNew("a choice")
            expectFew()
            expectTime()
            value = settings.order == .modelFirst ? lower : upper
            noteChoice(name, Interval(Int128(lower), Int128(upper)))
            takeFork(symbol: symbol, lower: lower, upper: upper, value: value)
        }
        bounds.learn(arena.equal(arena.symbols[symbol].term, arena.constant(Int128(value))), true)
        choices.append(
            .init(
                name: name,
                term: arena.constant(Int128(value)),
                lower: arena.constant(Int128(lower)),
                upper: arena.constant(Int128(upper))
            )
        )
        onRunChange?()
        return value
    }

    func takeFork(symbol: Int, lower: Int, upper: Int, value: Int) {
        let condition = arena.equal(arena.symbols[symbol].term, arena.constant(Int128(value)))
        let before = solver.depth
        assume(condition)
        evaluator.set(symbol, to: Int128(value))
        trail.append(
            .init(
                kind: .fork(symbol: symbol, lower: lower, upper: upper),
                taken: value,
                alternative: nil,
                solverDepth: before,
                condition: arena.constantValue(condition) == nil ? condition : nil
            )
        )
    }

    /// A fresh symbol with a value between two terms, which are in order on this path.
    func fresh(_ name: StaticString, from lower: TermID, through upper: TermID) -> TermID {
        let range = Interval(arena.interval(lower).lower, arena.interval(upper).upper)
        let key = SymbolKey(depth: depth, ordinal: choices.count, lower: range.lower, upper: range.upper)
        let symbol = symbol(key)
        let term = arena.symbols[symbol].term
        let inRange = Interval(evaluator.value(of: lower), evaluator.value(of: upper))
        let present = evaluator.value(ofSymbol: symbol)
        if !trail.isReplaying, present < inRange.lower || present > inRange.upper {
            evaluator.set(symbol, to: inRange.lower)
        }
        if !trail.isReplaying { noteChoice(name, range) }
        // The bounds are said to the solver even where the interval implies them: the solver does not
        // know intervals.
        fact(arena.lessOrEqualUnfolded(lower, term))
        fact(arena.lessOrEqualUnfolded(term, upper))
        choices.append(.init(name: name, term: term, lower: lower, upper: upper))
        onRunChange?()
        return term
    }

    /// A fact that the model satisfies already.
    private func fact(_ term: TermID) {
        if arena.constantValue(term) != nil { return }
        defer { bounds.learn(term, true) }
        if trail.isReplaying {
            guard trail.replay(.fact(term)) != nil else { abandonForDifference("a choice") }
            return
        }
        expectNew("a choice")
        expectFew()
        expectTime()
        let before = solver.depth
        assume(term)
        trail.append(
            .init(kind: .fact(term), taken: 1, alternative: nil, solverDepth: before, condition: term)
        )
    }

    /// The code traps unless the condition holds: reports the run that traps, if there is one, and goes on
    /// with those that do not.
    func require(_ condition: TermID, else what: String) {
        if decided(condition) == true {
            noteTrapFree(condition)
            return
        }
        defer { bounds.learn(condition, true) }
        if trail.isReplaying {
            guard trail.replay(.fact(condition)) != nil else { abandonForDifference(what) }
            return
        }
        expectNew(what)
        onTrapCondition?(arena.and(trail.condition(in: arena), arena.not(condition)))
        let before = solver.depth
        let holdsNow = evaluator.isTrue(condition)
        var isImplied = false
        if holdsNow {
            if !assumesNoTrap {
                switch ask(arena.not(condition), what) {
                case .satisfiable(let model): onTrap?(what, model)
                case .unsatisfiable:
                    isImplied = true
                    noteTrapFree(condition)
                case .unknown: break
                }
            }
        } else {
            onTrap?(what, evaluator.model)
            switch ask(condition, what) {
            case .satisfiable(let model):
                evaluator.use(model)
                onRunChange?()
            case .unsatisfiable, .unknown: PathThread.abandonCurrent()
            }
        }
        if !isImplied { assume(condition) }
        trail.append(
            .init(
                kind: .fact(condition),
                taken: 1,
                alternative: nil,
                solverDepth: before,
                condition: isImplied ? nil : condition
            )
        )
    }

    /// Notes for the log that this path does not break the condition.
    private func noteTrapFree(_ condition: TermID) {
        guard log != nil, !trail.isReplaying, condition != arena.truth else { return }
        trapFree.insert(arena.and(trail.condition(in: arena), arena.not(condition)))
    }

    /// - Parameter present: The side that the present model takes.
    /// - Returns: The side that is followed.
    private func branch(_ kind: Trail.Kind, on term: TermID, taken present: Bool) -> Bool {
        expectFew()
        let before = solver.depth
        func condition(_ side: Bool) -> TermID { side ? term : arena.not(term) }
        var (taken, alternative, isImplied) = (present, Model?.none, false)
        switch ask(condition(!present), "a comparison") {
        case .satisfiable(let other):
            alternative = other
            if settings.order == .modelLast {
                (taken, alternative) = (!present, evaluator.model)
                evaluator.use(other)
            }
        case .unsatisfiable: isImplied = true
        case .unknown: break
        }
        if !isImplied { assume(condition(taken)) }
        trail.append(
            .init(
                kind: kind,
                taken: taken ? 1 : 0,
                alternative: alternative,
                solverDepth: before,
                condition: isImplied ? nil : condition(taken)
            )
        )
        return taken
    }

    /// Asks the solver; an unknown is noted, and the proof is then incomplete.
    private func ask(_ term: TermID, _ what: String) -> Solver.Answer {
        if term == arena.falsity { return .unsatisfiable }
        expectTime()
        solver.limit(milliseconds: deadline.remainingMilliseconds)
        let answer = solver.check(with: term)
        if case .unknown(let reason) = answer {
            noteGap(
                deadline.hasPassed
                    ? Self.timeIsSpent
                    : "the solver could not decide \(what) (\(reason)); use smaller ranges or less multiplication"
            )
        }
        return answer
    }

    private func assume(_ term: TermID) {
        if arena.constantValue(term) != nil { return }
        solver.push()
        solver.assert(term)
    }

    /// A step must end.
    private func expectFew() {
        if trail.events.count >= settings.decisionsPerPath {
            noteGap(
                "one step asked more than \(settings.decisionsPerPath) questions; "
                    + "is there a loop whose length depends on what is chosen?"
            )
            PathThread.abandonCurrent()
        }
    }

    private func expectTime() {
        guard deadline.hasPassed else { return }
        noteGap(Self.timeIsSpent)
        PathThread.abandonCurrent()
    }

    private func expectNew(_ what: String) {
        if isRechecking { abandonForDifference(what) }
    }

    private func abandonForDifference(_ what: String) -> Never {
        noteDifference(
            "at decision \(trail.position + 1) of a step (\(what)) the code did something else than before with the same "
                + "choices; it must depend on nothing but its state and its choices"
        )
        PathThread.abandonCurrent()
    }
}
