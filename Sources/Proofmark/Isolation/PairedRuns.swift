/// Two runs of a specification that agree on what an observer may depend on: the product on which rules
/// about two runs become rules about one, for every engine alike.
///
/// Both runs begin in the same state and take the same actions, each where it is enabled. The first step
/// chooses the rule and the observer. A state must have value semantics.
///
/// Source of the construction: G. Barthe, P. D'Argenio, T. Rezk, "Secure Information Flow by
/// Self-Composition", CSFW 2004.
package struct PairedRuns<S: Specification>: Specification, ProductSpecification {
    package typealias State = RunPair<S.State>

    private let single: S

    /// `nil` if no rule of the specification is about two runs.
    package init?(_ single: S) {
        guard single.rules.contains(where: { $0.comparison != nil }) else { return nil }
        self.single = single
    }

    private var compared: [(rule: Proofmark.Rule<S.State>, comparison: Comparison<S.State>)] {
        single.rules.compactMap { rule in rule.comparison.map { (rule, $0) } }
    }

    package var initial: State {
        RunPair(
            first: single.initial,
            second: single.initial,
            rule: compared.count == 1 ? 0 : -1,
            observer: -1,
            hasOthers: false
        )
    }

    package var actions: Actions {
        let comparisons = compared.map(\.comparison)
        for action in single.actions {
            Proofmark.Action(
                action.name,
                weight: action.weight,
                when: { pair in
                    let first = try action.isEnabled(in: pair.first)
                    let second = try action.isEnabled(in: pair.second)
                    return first || second
                }
            ) { pair, choose in
                try Self.take(action, in: &pair, choose, comparisons)
            }
        }
    }

    private static func take(
        _ action: Proofmark.Action<S.State>,
        in pair: inout State,
        _ choose: Choices,
        _ comparisons: [Comparison<S.State>]
    ) throws {
        if pair.rule < 0 { pair.rule = choose.index("rule", below: comparisons.count) }
        let comparison = comparisons[pair.rule]
        if pair.observer < 0 {
            let observers = comparison.observers
            pair.observer = choose._draw(
                "observer",
                from: observers.lowerBound,
                through: observers.upperBound - 1
            )
        }
        let before = pair
        let choices = PairedChoices(observer: pair.observer, source: choose)
        let isFirst = try take(action, in: &pair.first, choices.first)
        let isSecond = try take(action, in: &pair.second, choices.second)
        guard isFirst || isSecond else { throw AssumptionFailure() }
        guard choices.isOfAnother else { return }
        pair.hasOthers = true
        guard comparison.others == .stepsAndValues, isFirst, isSecond else { return }
        switch choose.index("skipped in run", below: 3) {
        case 1: pair.first = before.first
        case 2: pair.second = before.second
        default: break
        }
    }

    /// - Returns: Whether the run takes the step: it is enabled there, and what it assumes holds.
    private static func take(
        _ action: Proofmark.Action<S.State>,
        in state: inout S.State,
        _ choose: Choices
    ) throws -> Bool {
        let before = state
        guard try action.isEnabled(in: before) else { return false }
        do {
            try action.body(&state, choose)
            return true
        } catch is AssumptionFailure {
            state = before
            return false
        }
    }

    package var rules: Rules {
        for (place, (rule, comparison)) in compared.enumerated() {
            Proofmark.Rule<State>(
                name: rule.name,
                kind: rule.kind,
                location: rule.location,
                terms: rule.terms
            ) {
                actions throws(SpecificationError) in
                try comparison.watch(place, actions)
            }
        }
        let invariants = single.rules.filter { $0.kind == .always }
        if !invariants.isEmpty {
            Proofmark.Rule<State>(name: "both runs keep the invariants", kind: .always) {
                actions throws(SpecificationError) in
                var monitors: [any Monitor<S.State>] = []
                for rule in invariants { monitors.append(try rule.makeMonitor(actions)) }
                return Watch(BothRunsMonitor(monitors))
            }
        }
    }

    package var timeline: Timeline {
        for lanes in single.timeline {
            Proofmark.Lanes<State>("run 1: ", lanes) { $0.first }
            Proofmark.Lanes<State>("run 2: ", lanes) { $0.second }
        }
        if !single.timeline.isEmpty {
            let comparisons = compared.map(\.comparison)
            Proofmark.Lanes<State>("observed") { pair in
                guard pair.observer >= 0, comparisons.indices.contains(pair.rule) else { return "" }
                let view = comparisons[pair.rule].view
                let (first, second) = (view(pair.first, pair.observer), view(pair.second, pair.observer))
                return first == second ? first : "\(first) ≠ \(second)"
            }
        }
    }
}
