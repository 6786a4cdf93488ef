import ProofmarkEngine

/// Looks for a state of a group out of which no step leads: no guard holds, `assume` stops every choice, or each step
/// leaves the state as it is.
///
/// Is there a state such that no choice leads out of it? A state is guessed that none of the choices known so far leads
/// out of. Then a choice is looked for that does. If there is none, the state is stuck; else that choice is known, too.
/// Source: M. Janota, W. Klieber, J. Marques-Silva, E. Clarke, "Solving QBF with Counterexample Guided Refinement", 2012.
struct StuckStates {
    enum Answer {
        case none
        /// A run that ends in such a state.
        case found(Model)
        /// Why it is not known.
        case undecided(String)
    }

    /// States that are guessed in one group.
    private static var mostGuesses: Int { 100 }

    /// Ways of which one choice is known from the beginning.
    private static var mostInstances: Int { 64 }

    private let exploration: Exploration
    /// What is known of the states that are looked for.
    private var asserted: [TermID] = []
    private var arena: TermArena { exploration.arena }

    init(_ exploration: Exploration) { self.exploration = exploration }

    /// - Parameters:
    ///   - assumption: What holds of the states that count.
    ///   - finalStates: Conditions under which the system may end in the state. Only asked for where a state is stuck.
    mutating func find(
        in group: Group,
        _ progress: Progress,
        assuming assumption: TermID,
        finalStates: () -> [TermID]
    ) -> Answer {
        if progress.isCertain { return .none }
        let base = exploration.solver.depth
        defer { exploration.solver.pop(to: base) }
        asserted = [group.guardTerm, assumption]
        begin()
        for way in progress.ways.prefix(Self.mostInstances) { exclude(way, by: way.model, group) }
        var knowsFinalStates = false
        for _ in 0..<Self.mostGuesses {
            if exploration.deadline.hasPassed { return .undecided(Exploration.timeIsSpent) }
            switch ask(arena.truth) {
            case .unsatisfiable: return .none
            case .unknown(let why): return .undecided("the solver could not decide it (\(why))")
            case .satisfiable(let state):
                switch choice(outOf: state, progress) {
                case .satisfiable(let way, let model): exclude(way, by: model, group)
                case .none where knowsFinalStates: return .found(state)
                case .none:
                    knowsFinalStates = true
                    // What explores the code begins with an empty stack.
                    exploration.solver.pop(to: base)
                    for final in finalStates() { asserted.append(arena.not(final)) }
                    begin()
                case .undecided(let why): return .undecided(why)
                }
            }
        }
        return .undecided("more than \(Self.mostGuesses) states had to be tried one by one")
    }

    private func begin() {
        exploration.solver.push()
        for term in asserted { exploration.solver.assert(term) }
    }

    private func ask(_ term: TermID) -> Solver.Answer {
        exploration.solver.limit(milliseconds: exploration.deadline.remainingMilliseconds)
        return exploration.solver.check(with: term)
    }

    private enum Choice {
        case satisfiable(Progress.Way, Model)
        case none
        case undecided(String)
    }

    /// A choice that leads out of the state.
    private func choice(outOf state: Model, _ progress: Progress) -> Choice {
        var evaluator = TermEvaluator(arena: arena)
        evaluator.use(state)
        var values = Substitution(arena) { [arena, exploration, evaluator] symbol in
            exploration.isChosenInThisStep(symbol) ? nil : arena.constant(evaluator.value(ofSymbol: symbol))
        }
        for way in progress.ways {
            guard let condition = values.apply(way.condition) else {
                return .undecided("a number leaves the range of 128 bits")
            }
            if condition == arena.falsity { continue }
            switch ask(condition) {
            case .satisfiable(let model): return .satisfiable(way, model)
            case .unsatisfiable: continue
            case .unknown(let why): return .undecided("the solver could not decide it (\(why))")
            }
        }
        return .none
    }

    /// From now on only states count that the choices of the model do not lead out of.
    private mutating func exclude(_ way: Progress.Way, by model: Model, _ group: Group) {
        var evaluator = TermEvaluator(arena: arena)
        evaluator.use(model)
        let value = { [arena, exploration, evaluator] (symbol: Int) in
            exploration.isChosenInThisStep(symbol) ? arena.constant(evaluator.value(ofSymbol: symbol)) : nil
        }
        var constants = Substitution(arena, value)
        // Not always the same number, but the same number of the state: the whole queue, the first customer.
        let terms = group.snapshot.state.numbers.map { $0.term(in: arena) }
        let limits = way.choices.flatMap { [$0.upper, $0.lower] }
        var named: [Int128: TermID] = [:]
        for term in terms + limits where arena.constantValue(term) == nil && constants.apply(term) == term {
            let value = evaluator.value(of: term)
            named[value] = named[value] ?? term
        }
        var references = Substitution(arena) { [arena, exploration, named] symbol in
            guard let constant = value(symbol) else { return nil }
            guard !exploration.isSelection(symbol), let term = named[arena.constantValue(constant) ?? 0]
            else {
                return constant
            }
            return arena.clamped(term, to: arena.symbols[symbol].interval)
        }
        for instance in [constants.apply(way.condition), references.apply(way.condition)] {
            guard let instance, instance != arena.falsity else { continue }
            asserted.append(arena.not(instance))
            exploration.solver.assert(arena.not(instance))
        }
    }
}

extension TermArena {
    /// The number of the interval that is nearest.
    fileprivate func clamped(_ term: TermID, to limits: Interval) -> TermID {
        let (lower, upper) = (constant(limits.lower), constant(limits.upper))
        return narrowed(
            choose(lessOrEqual(term, lower), lower, choose(lessOrEqual(upper, term), upper, term)),
            to: limits
        )
    }
}
