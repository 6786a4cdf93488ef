import Proofmark

extension Simulation {
    /// Steps that are tried in a state.
    private static var mostTries: Int { 1_000 }

    /// The rule "no deadlock", if the present state breaks it although guards hold: `assume` stops every choice that is
    /// tried, or leaves the state as it is.
    ///
    /// Runs the code of the actions; it must not trap.
    func ruleBrokenByStuckState(enabled: [Int]) -> Failure? {
        guard let rule = watched.first(where: { rules[$0].isDeadlockRule }), !specification.isFinal(state)
        else { return nil }
        let walker = Walker<State>()
        let before = digest(of: state, walker)
        let provider = choices.provider
        let listener = choices.listener
        defer {
            choices.provider = provider
            choices.listener = listener
        }
        choices.listener = nil
        for action in enabled {
            let answers = EnumeratingProvider()
            choices.provider = answers
            var tries = 0
            repeat {
                answers.beginStep()
                var next = state
                do {
                    try actions[action].body(&next, choices)
                    if choices.misuse != nil || digest(of: next, walker) != before { return nil }
                } catch is AssumptionFailure {
                    // As if the guard did not hold.
                } catch {
                    return nil
                }
                tries += 1
            } while tries < Self.mostTries && answers.advance()
        }
        (monitors[rule] as? DeadlockMonitor<State>)?.noteStuckSteps()
        return .violated(rule: rule)
    }

    /// Everything that is in a state.
    private func digest(of state: State, _ walker: Walker<State>) -> [UInt64] {
        if let words = try? walker.words(of: state, value: { _ in 0 }) { return words }
        var digest = CaseDigest()
        digest.fold(state: state)
        return [digest.value]
    }
}
