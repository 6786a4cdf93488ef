import Proofmark

extension Induction {
    /// "no deadlock" is kept by the guards. It is proved if some step also leads out of every state that the facts
    /// allow.
    func expectSteps(_ outcome: inout InductionOutcome) throws(Abandoned) {
        guard let rule = outcome.proved.first(where: { stepper.rules[$0].isDeadlockRule }) else { return }
        for shape in shapes {
            guard let node = nodes[shape], let group = try representative(of: node) else { continue }
            guard let reason = try reasonForStuckStates(in: group, supposing: hypotheses + [rule]) else {
                continue
            }
            outcome.proved.remove(rule)
            outcome.reasons[rule] = reason
            return
        }
    }

    /// Why it is not known that a step leads out of every state of the group.
    private func reasonForStuckStates(in group: Group, supposing rules: [Int]) throws(Abandoned) -> String? {
        let arena = exploration.arena
        var progress = Progress()
        exploration.onTrapCondition = { [unowned exploration] in progress.noteTrap($0, on: exploration) }
        defer { exploration.onTrapCondition = nil }
        for action in stepper.actions.indices {
            progress.beginAction()
            try follow(group, action) { [stepper] in
                guard stepper.holds(rules, in: group.snapshot.state) else { return .disabled }
                return stepper.take(action, from: group.snapshot.state)
            } stopped: { path, hasFailed in
                progress.noteStopped(path, hasFailed: hasFailed)
            } arrived: { path, state in
                progress.note(path, from: group.snapshot.state, to: state, arena)
            }
            progress.endAction(true)
        }
        // A step that traps ends the path, so others may be missing.
        if exploration.assumesNoTrap { progress.doubt() }
        if progress.isCertain { return nil }
        let supposed = try conditions(of: group) { [stepper] in
            .value(stepper.holds(rules, in: group.snapshot.state))
        }
        let final = try conditions(of: group) { [stepper] in stepper.isFinal(group.snapshot.state) }
        var search = StuckStates(exploration)
        let assumption = supposed.reduce(arena.falsity) { arena.or($0, $1) }
        switch search.find(in: group, progress, assuming: assumption, finalStates: { final }) {
        case .none: return nil
        case .undecided(let why): return "whether some step is always possible is not known: \(why)"
        case .found(let state):
            return
                "no step leads out of a state with \(text(of: group, state)); that state need not be reachable"
        }
    }

    /// When the code says yes of a state of the group.
    private func conditions(of group: Group, _ code: @escaping () -> Stepper<S>.Ending<Bool>)
        throws(Abandoned)
        -> [TermID]
    {
        var conditions: [TermID] = []
        try follow(group, nil, code) { path, isTrue in
            if isTrue { conditions.append(path.condition) }
        }
        return conditions
    }
}
