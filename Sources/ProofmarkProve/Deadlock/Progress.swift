import ProofmarkEngine

/// When a step from a group leads to another state.
struct Progress {
    /// Some steps from the group that lead to another state.
    struct Way {
        /// Holds of exactly these steps.
        var condition: TermID
        /// One of them.
        var model: Model
        var choices: [PathChoice]
    }

    private(set) var ways: [Way] = []
    /// Whether some action can be taken in every state of the group, and always leads to another.
    private(set) var isCertain = false
    /// Whether all paths of the present action lead to other states so far.
    private var isPresentCertain = false

    mutating func beginAction() { isPresentCertain = true }

    mutating func endAction(_ isComplete: Bool) { isCertain = isCertain || (isPresentCertain && isComplete) }

    /// From now on no action is certain.
    mutating func doubt() { isCertain = false }

    /// A path of the present action on which it cannot be taken; or fails, which another rule reports.
    mutating func noteStopped(_ path: PathExplorer.Path, hasFailed: Bool) {
        if hasFailed {
            ways.append(Way(condition: path.condition, model: path.model, choices: path.choices))
        } else {
            isPresentCertain = false
        }
    }

    /// When the present path traps, which another rule reports.
    mutating func noteTrap(_ condition: TermID, on exploration: Exploration) {
        ways.append(
            Way(condition: condition, model: exploration.evaluator.model, choices: exploration.choices)
        )
    }

    /// A path of the present action that leads from one state to the other.
    mutating func note(
        _ path: PathExplorer.Path,
        from state: FlatValue,
        to next: FlatValue,
        _ arena: TermArena
    ) {
        var hasChanged = arena.truth
        if next.words == state.words {
            hasChanged = zip(state.numbers, next.numbers).reduce(arena.falsity) { changed, numbers in
                arena.or(
                    changed,
                    arena.not(arena.equal(numbers.0.term(in: arena), numbers.1.term(in: arena)))
                )
            }
        }
        if hasChanged != arena.truth { isPresentCertain = false }
        let condition = arena.and(path.condition, hasChanged)
        if condition == arena.falsity { return }
        ways.append(Way(condition: condition, model: path.model, choices: path.choices))
    }
}
