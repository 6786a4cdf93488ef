package import Proofmark

/// Runs a choice sequence again on the concrete specification.
package struct Replayer<S: Specification> {
    package struct Outcome {
        /// The choices as this run used them: without disabled steps, clamped, cut after the failure.
        package var choices: ChoiceSequence
        package var failure: Failure?
        /// The first place where the run differs from the record; only looked for when strict.
        package var difference: String?
        package var trace: Trace
        /// For each state, the positions of the actions that could happen next; only when tracing.
        package var enabled: [[Int]] = []
        /// For each rule, whether it was triggered.
        package var wasTriggered: [Bool] = []
    }

    private let simulation: Simulation<S>
    private let provider: ReplayingProvider
    /// Whether a run that ends in a state out of which no step leads breaks "no deadlock", although guards hold.
    private let triesSteps: Bool

    /// - Parameters:
    ///   - rules: The positions of the rules to watch; all by default.
    ///   - refills: Whether sets and dictionaries are filled anew after each step, in the opposite order.
    ///   - triesSteps: Whether "no deadlock" is asked of what steps lead to, at the end of the run, and not of guards alone.
    package init(
        _ specification: S,
        rules: [Int]? = nil,
        isStrict: Bool = false,
        ignoresViolations: Bool = false,
        refills: Bool = false,
        triesSteps: Bool = false
    ) throws(SpecificationError) {
        self.triesSteps = triesSteps
        provider = ReplayingProvider(isStrict: isStrict)
        simulation = try Simulation(specification, choices: Choices(provider: provider))
        if let rules { simulation.watchOnly(rules) }
        simulation.ignoresViolations = ignoresViolations
        if refills {
            let walker = Walker<S.State>()
            simulation.change = { walker.refillTables(of: &$0) }
        }
    }

    /// Sets what counts as the bound of a rule whose bound is sought; without one, it is kept by any run.
    package func limit(_ bound: Int?, of rule: Int) { simulation.limit(bound, of: rule) }

    /// The largest value that a rule whose bound is sought met in the runs so far.
    package func largest(of rule: Int) -> Int? { simulation.largest(of: rule) }

    package var actionNames: [String] { simulation.actions.map(\.name) }

    package func rule(blamedBy failure: Failure) -> String { simulation.rule(blamedBy: failure) }

    package func describe(_ failure: Failure) -> String { simulation.describe(failure) }

    /// Runs the steps in order until one fails.
    ///
    /// - Parameters:
    ///   - fill: The seed of random choices where the sequence has none; the simplest without one.
    ///   - observer: Told of each step as it begins, of each choice, and of each step's end; a process that may
    ///     die tells its parent so.
    ///   - look: Shown each state.
    package func run(
        _ sequence: ChoiceSequence,
        tracing: Bool = false,
        fill: UInt64? = nil,
        observer: ReplayObserver? = nil,
        look: ((S.State) -> Void)? = nil
    ) -> Outcome {
        provider.generator = fill.map(SplitMix64.init)
        var outcome = perform(sequence, tracing: tracing, observer: observer, look)
        outcome.wasTriggered = simulation.wasTriggered
        return outcome
    }

    private func perform(
        _ sequence: ChoiceSequence,
        tracing: Bool,
        observer: ReplayObserver?,
        _ look: ((S.State) -> Void)?
    ) -> Outcome {
        simulation.choices.clearMisuse()
        simulation.choices.onMisuse = observer?.misused
        provider.onDraw = observer.map { observer in { observer.chose($0, $1) } }
        provider.onValue = observer.map { observer in { observer.made($0, $1) } }
        provider.isTraced = tracing
        simulation.choices.listener = tracing ? provider : nil
        let renderer = TraceRenderer<S.State>(lanes: tracing ? simulation.specification.timeline : [])
        var outcome = Outcome(choices: ChoiceSequence(), trace: Trace(lanes: renderer.laneNames))

        func show(_ action: String, _ arguments: @autoclosure () -> [String]) {
            look?(simulation.state)
            guard tracing else { return }
            let step = renderer.step(action, arguments(), simulation.state)
            outcome.trace.steps.append(step)
            observer?.ended(step)
        }

        observer?.began("start", nil)
        outcome.failure = simulation.begin()
        show("start", [])
        if outcome.failure != nil { return outcome }

        for (position, step) in sequence.steps.enumerated() {
            guard simulation.actions.indices.contains(step.action) else {
                if provider.isStrict {
                    outcome.difference = "step \(position + 1): there is no action number \(step.action + 1)"
                    return outcome
                }
                continue
            }
            let name = simulation.actions[step.action].name
            guard let enabled = enabled(tracing: tracing, &outcome) else { return outcome }
            if !enabled.contains(step.action) {
                if provider.isStrict {
                    outcome.difference = "step \(position + 1): action \"\(name)\" is not enabled now"
                    return outcome
                }
                continue
            }
            provider.beginStep(step)
            observer?.began(name, step.action)
            outcome.failure = simulation.take(step.action)
            provider.endStep()
            if case .excluded = outcome.failure {
                outcome.failure = nil
                if provider.isStrict {
                    outcome.difference = "step \(position + 1): \"\(name)\" assumes what does not hold now"
                }
                return outcome
            }
            outcome.choices.steps.append(.init(action: step.action, choices: provider.recorded))
            show(name, provider.arguments)
            if let difference = provider.difference {
                outcome.difference = "step \(position + 1) (\(name)), \(difference)"
                return outcome
            }
            if outcome.failure != nil { return outcome }
        }
        if let enabled = enabled(tracing: tracing, &outcome), triesSteps {
            outcome.failure = simulation.ruleBrokenByStuckState(enabled: enabled)
        }
        return outcome
    }

    /// The enabled actions; `nil` if that cannot be told, which is how the run ends then. All guards are asked in every
    /// state, as the fuzzer asks them: one may throw, or trap.
    private func enabled(tracing: Bool, _ outcome: inout Outcome) -> [Int]? {
        var enabled: [Int] = []
        if let failure = simulation.findEnabled(&enabled) {
            outcome.failure = failure
            return nil
        }
        // Once for each state, however many steps are left out in it.
        if tracing, outcome.enabled.count == outcome.choices.steps.count { outcome.enabled.append(enabled) }
        return enabled
    }
}

/// What a replay tells while it runs.
package struct ReplayObserver {
    package var began: (_ action: String, _ position: Int?) -> Void
    package var chose: (StaticString, ChoiceSequence.Choice) -> Void
    /// Told of what was made of the last choices.
    package var made: (String, _ choices: Int) -> Void
    package var ended: (Trace.Step) -> Void
    package var misused: (String) -> Void

    /// Tells of the choices so far, whenever there is one more.
    package init(noting note: @escaping (ChoiceSequence) -> Void) {
        var used = ChoiceSequence()
        began = { _, position in
            guard let position else { return }
            used.steps.append(.init(action: position))
            note(used)
        }
        chose = { _, choice in
            guard !used.steps.isEmpty else { return }
            used.steps[used.steps.count - 1].choices.append(choice)
            note(used)
        }
        made = { _, _ in }
        ended = { _ in }
        misused = { _ in }
    }

    package init(
        began: @escaping (_ action: String, _ position: Int?) -> Void,
        chose: @escaping (StaticString, ChoiceSequence.Choice) -> Void,
        made: @escaping (String, _ choices: Int) -> Void,
        ended: @escaping (Trace.Step) -> Void,
        misused: @escaping (String) -> Void
    ) {
        self.began = began
        self.chose = chose
        self.made = made
        self.ended = ended
        self.misused = misused
    }
}
