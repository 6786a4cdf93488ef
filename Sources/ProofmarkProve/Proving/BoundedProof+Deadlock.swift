import Proofmark

extension BoundedProof {
    private var deadlockRule: Int? {
        stepper.watched.first { stepper.rules[$0].isDeadlockRule }
    }

    /// Whether a run that ends in the group can go on. The rule's own monitor has asked the guards; here is asked what
    /// the steps lead to.
    func lookForStuckStates(in group: Group, _ progress: Progress) {
        // A step that traps leads nowhere, and is reported by itself.
        guard looksForStuckStates, !exploration.assumesNoTrap, let rule = deadlockRule else { return }
        var search = StuckStates(exploration)
        let answer = search.find(in: group, progress, assuming: exploration.arena.truth) {
            finalStates(of: group)
        }
        switch answer {
        case .none: break
        case .undecided(let why): undecidedStuckStates = undecidedStuckStates ?? why
        case .found(let state):
            hasStuckStates = true
            failed(.violated(rule: rule), run(to: group, nil, [], state))
            finished.insert(rule)
            stepper.settle(rule: rule)
        }
    }

    /// When the states of a group are final, as conditions that exclude each other.
    private func finalStates(of group: Group) -> [TermID] {
        var conditions: [TermID] = []
        _ = explore(from: group, action: nil) { [stepper] in
            stepper.isFinal(group.snapshot.state)
        } arrived: { path, isFinal in
            if isFinal { conditions.append(path.condition) }
        }
        return conditions
    }
}
