package import Proofmark

/// Makes a counterexample from a failing run: replays it, shrinks it, and replays the result with a trace.
package struct CounterexampleMaker<S: Specification> {
    private let specification: S
    private let property: String
    private let failure: Failure
    private let rules: [Int]
    private let ruleName: String
    /// What went wrong, as a sentence.
    package let message: String
    /// What counts as the bound of the rule, if that is sought.
    private let limit: Int?
    private let isolation: (any RunIsolation)?
    private let shrinks: Bool
    private let triesSteps: Bool
    private let note: ((ChoiceSequence) -> Void)?
    private let onBest: ((String, ChoiceSequence) -> Void)?
    /// Seconds that shrinking may take.
    private static var shrinking: Double { 15 }

    /// - Parameters:
    ///   - isolation: Where runs are tried; in this process by default.
    ///   - shrinks: Whether simpler runs may be tried: one of them may not survive.
    ///   - triesSteps: See `Replayer`.
    ///   - note: Told of each run before it is tried here.
    ///   - onBest: Told of the rule and of the simplest run so far, while shrinking goes on.
    package init(
        _ specification: S,
        property: String,
        failure: Failure,
        limit: Int? = nil,
        isolation: (any RunIsolation)? = nil,
        shrinks: Bool = true,
        triesSteps: Bool = false,
        note: ((ChoiceSequence) -> Void)? = nil,
        onBest: ((_ rule: String, ChoiceSequence) -> Void)? = nil
    ) throws(SpecificationError) {
        self.limit = limit
        self.isolation = isolation
        self.shrinks = shrinks
        self.triesSteps = triesSteps
        self.note = note
        self.onBest = onBest
        self.specification = specification
        self.property = property
        self.failure = failure
        let simulation = try Simulation(specification, choices: Choices())
        ruleName = simulation.rule(blamedBy: failure)
        message = simulation.describe(failure)
        switch failure {
        case .violated(let rule), .ruleThrew(let rule, _): rules = [rule]
        case .actionThrew, .died, .guardThrew, .misuse, .excluded: rules = []
        }
    }

    /// - Returns: `nil` if the run does not fail in this way when it is replayed.
    package func make(from sequence: ChoiceSequence) -> Counterexample? {
        guard let first = replay(sequence) else { return nil }
        var shrinker = Shrinker(
            first,
            seconds: Self.shrinking,
            onBest: { onBest?(ruleName, $0) },
            attempt: { replay($0) }
        )
        if shrinks {
            onBest?(ruleName, first)
            shrinker.shrink()
        }
        guard let replayer = replayer() else { return nil }
        let outcome = replayer.run(shrinker.best, tracing: true)
        guard let failed = outcome.failure, failed.isSameFault(as: failure) else { return nil }
        var found = Counterexample(
            message: replayer.describe(failed),
            choices: outcome.choices,
            trace: outcome.trace,
            token: ReplayToken(
                property: property,
                rule: ruleName,
                choices: outcome.choices,
                actions: replayer.actionNames,
                trace: outcome.trace
            ).text,
            shrinkRuns: shrinker.runs
        )
        if shrinks {
            if shrinker.isUnfinished { found.isUnfinished = true }
            var explainer = Explainer { replay($0, fill: $1) != nil }
            found.explanation = explainer.explain(outcome.choices, actions: replayer.actionNames.count)
        }
        return found
    }

    /// What a random run that failed says of the rule.
    ///
    /// - Parameters:
    ///   - name: What the run is called, such as "case 7".
    ///   - number: The number of the case, if it is one.
    package func verdict(on sequence: ChoiceSequence, called name: String, seed: UInt64, case number: Int?)
        -> Verdict
    {
        guard var counterexample = make(from: sequence) else {
            return .misuse(
                "\(name) failed (\(message)), but the same choices run again did not: "
                    + "the specification depends on something other than its choices"
            )
        }
        counterexample.seed = seed
        counterexample.foundInCase = number
        switch failure {
        case .violated: return .violated(counterexample)
        case .actionThrew, .died: return .crashed(counterexample)
        case .ruleThrew, .guardThrew, .misuse, .excluded: return .misuse(message)
        }
    }

    private func replayer() -> Replayer<S>? {
        let replayer = try? Replayer(specification, rules: rules, triesSteps: triesSteps)
        if let limit { for rule in rules { replayer?.limit(limit, of: rule) } }
        return replayer
    }

    private func replay(_ sequence: ChoiceSequence, fill: UInt64? = nil) -> ChoiceSequence? {
        if let isolation { return isolation.choices(breaking: ruleName, in: sequence, fill: fill) }
        note?(sequence)
        let observer = fill == nil ? nil : note.map(ReplayObserver.init(noting:))
        guard let outcome = replayer()?.run(sequence, fill: fill, observer: observer),
            let failed = outcome.failure,
            failed.isSameFault(as: failure)
        else { return nil }
        return outcome.choices
    }
}
