package import Proofmark

/// One run of a specification at a time: the state, the actions, and a monitor for each rule.
///
/// The engines decide which action comes next and where choices come from; the simulation does the rest
/// in the one order that all engines share: guard, action, then each rule's monitor in the order of
/// declaration.
package final class Simulation<S: Specification> {
    package typealias State = S.State

    package let specification: S
    package let actions: [Proofmark.Action<State>]
    package let rules: [Proofmark.Rule<State>]
    package let choices: Choices
    package private(set) var state: State

    /// Positions of the rules still watched; a rule that was violated once is settled.
    package private(set) var watched: [Int]
    private let watches: [Watch<State>]
    /// One for each rule.
    var monitors: [any Monitor<State>] { watches.map(\.monitor) }
    /// For each rule, whether it was ever triggered.
    package private(set) var wasTriggered: [Bool]

    /// - Throws: `SpecificationError` if the specification is not well formed.
    package init(_ specification: S, choices: Choices) throws(SpecificationError) {
        self.specification = specification
        self.choices = choices
        (actions, rules, watches) = try Self.parts(of: specification)
        watched = Array(rules.indices)
        wasTriggered = Array(repeating: false, count: rules.count)
        state = specification.initial
    }

    /// Without running any of the code under test.
    ///
    /// - Throws: `SpecificationError` if the specification is not well formed.
    package static func check(_ specification: S) throws(SpecificationError) {
        _ = try parts(of: specification)
    }

    private static func parts(of specification: S) throws(SpecificationError) -> (
        actions: [Proofmark.Action<State>], rules: [Proofmark.Rule<State>], watches: [Watch<State>]
    ) {
        let actions = specification.actions
        let rules = specification.singleRunRules
        let labels = specification.labels
        let stated = specification.statedRules
        try check(actions: actions.map(\.name), rules: stated.map(\.name) + labels.map(\.name))
        for label in labels {
            if let share = label.required, !(share > 0 && share <= 1) {
                throw .shareOutOfRange(share, label: label.name)
            }
        }
        if stated.isEmpty { throw .noRules }
        for action in actions where !(1...1_000_000).contains(action.weight) {
            throw .weightOutOfRange(action.weight, action: action.name)
        }
        let names = actions.map(\.name)
        var watches: [Watch<State>] = []
        for rule in rules { watches.append(try specification.watch(rule, names)) }
        return (actions, rules, watches)
    }

    private static func check(actions: [String], rules: [String]) throws(SpecificationError) {
        if actions.isEmpty { throw .noActions }
        var seen = Set<String>()
        for name in actions where !seen.insert(name).inserted { throw .duplicateAction(name) }
        seen = Set(ImplicitRule.all)
        for name in rules where !seen.insert(name).inserted { throw .duplicateRule(name) }
    }

    /// Stops watching a rule.
    package func settle(rule: Int) {
        watched.removeAll { $0 == rule }
    }

    /// Watches these rules and no other.
    package func watchOnly(_ rules: [Int]) { watched = rules }

    /// Sets what counts as the bound of a rule whose bound is sought.
    package func limit(_ bound: Int?, of rule: Int) {
        guard rules[rule].seeksBound else { return }
        watches[rule].monitor.limit(bound)
    }

    /// The largest value met so far by a rule whose bound is sought.
    package func largest(of rule: Int) -> Int? {
        rules[rule].seeksBound ? watches[rule].monitor.largestValue : nil
    }

    /// Whether a run goes on after a violation: where only its end in a trap is of interest.
    package var ignoresViolations = false

    /// Changes each state before anybody sees it: where another order of hash tables is tried.
    package var change: ((inout State) -> Void)?

    /// Puts the system into its initial state and lets the monitors see it.
    package func begin() -> Failure? {
        state = specification.initial
        change?(&state)
        return observe(&state, after: nil)
    }

    /// Lets the monitors see the state. As a parameter it stays where it is: read from the property, it would
    /// be copied, with all its arrays retained, once for each rule.
    private func observe(_ state: inout State, after action: Int?) -> Failure? {
        for position in watched {
            let observation: Observation
            do {
                observation =
                    try action.map { try watches[position].observe(&state, after: $0) }
                    ?? watches[position].begin(&state)
            } catch {
                return .ruleThrew(rule: position, error: ThrownError(error))
            }
            if let failure = note(observation, of: position) { return failure }
        }
        return nil
    }

    /// Whether the action's guard holds in the present state.
    private func isEnabled(_ action: Int) -> Result<Bool, Failure> {
        guard actions[action].isGuarded else { return .success(true) }
        do {
            return .success(try actions[action].isEnabled(in: state))
        } catch {
            return .failure(.guardThrew(action: action, error: ThrownError(error)))
        }
    }

    /// Asks all guards, in the order of declaration: one may throw, or trap. The enabled actions replace
    /// what is in the list.
    package func findEnabled(_ enabled: inout [Int]) -> Failure? {
        enabled.removeAll(keepingCapacity: true)
        for action in actions.indices {
            switch isEnabled(action) {
            case .success(true): enabled.append(action)
            case .success(false): break
            case .failure(let failure): return failure
            }
        }
        return nil
    }

    /// Takes the action, whose guard holds, and lets the monitors see the state after it.
    package func take(_ action: Int) -> Failure? {
        do {
            try actions[action].body(&state, choices)
        } catch {
            if let misuse = choices.misuse { return .misuse(action: action, misuse) }
            if error is AssumptionFailure { return .excluded(action: action) }
            return .actionThrew(action: action, error: ThrownError(error))
        }
        if let misuse = choices.misuse { return .misuse(action: action, misuse) }
        change?(&state)
        return observe(&state, after: action)
    }

    private func note(_ observation: Observation, of rule: Int) -> Failure? {
        switch observation {
        case .quiet:
            return nil
        case .triggered:
            wasTriggered[rule] = true
            return nil
        case .violated:
            wasTriggered[rule] = true
            return ignoresViolations ? nil : .violated(rule: rule)
        }
    }
}
