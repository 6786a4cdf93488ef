package import Proofmark
package import ProofmarkEngine

/// Runs single random cases.
///
/// A case is determined by the seed and its number alone, so the loop writes nothing down; the case that
/// fails is run once more, recorded.
package struct CaseRunner<S: Specification> {
    package let simulation: Simulation<S>
    var execution: CaseExecution
    private let settings: FuzzSettings

    /// Whether the rules are watched that are not settled: what they take is saved where others have asked them.
    var watchesRules = true {
        didSet {
            guard watchesRules != oldValue else { return }
            for rule in simulation.watched { context.counts.watch(rule: rule, watchesRules) }
        }
    }

    private var loop: CaseLoop { execution.loop }
    var context: CaseContext { execution.context }

    package init(
        _ specification: S,
        loop: CaseLoop,
        settings: FuzzSettings,
        memory: UnsafeMutableRawBufferPointer? = nil
    ) throws(SpecificationError) {
        simulation = try Simulation(specification, choices: Choices())
        self.settings = settings
        let labels = specification.countedLabels.map(\.emptyCounts)
        let counts = CaseCounts(
            actions: loop.actions,
            rules: loop.rules,
            labels: labels.count,
            memory: memory
        )
        let context = CaseContext(
            counts: counts,
            labels: labels,
            actions: loop.actions,
            longest: settings.steps
        )
        context.swarms = settings.swarms
        execution = CaseExecution(loop: loop, context: context, seed: settings.seed)
        for (place, rule) in simulation.rules.enumerated() where settings.settled.contains(rule.name) {
            settle(rule: place)
        }
    }

    package func run(case number: Int) -> Failure? { execution.run(case: number) }

    /// The last case once more, counted instead of what it was before.
    func runAgain(case number: Int) -> Failure? {
        context.counts.takeBack()
        context.labels.reset()
        return run(case: number)
    }

    /// Stops watching the rule that is blamed, if it is one.
    func settle(_ failure: Failure) {
        if let rule = Self.rule(failure) { settle(rule: rule) }
    }

    private func settle(rule: Int) {
        context.counts.settle(rule: rule)
        simulation.settle(rule: rule)
    }

    /// Whether the same failure will not be seen again.
    func isSettled(_ failure: Failure) -> Bool {
        Self.rule(failure).map { !context.counts.isWatched(rule: $0) } ?? false
    }

    private static func rule(_ failure: Failure) -> Int? {
        switch failure {
        case .violated(let rule), .ruleThrew(let rule, _): rule
        case .actionThrew, .died, .guardThrew, .misuse, .excluded: nil
        }
    }

    var emptyTally: FuzzTally {
        var tally = FuzzTally(
            seed: settings.seed,
            longest: settings.steps,
            rules: simulation.rules.map {
                .init(name: $0.name, kind: $0.kind, stepsToViolate: $0.stepsToViolate)
            },
            actions: simulation.actions.map { .init(name: $0.name, taken: 0) }
        )
        tally.labels = simulation.specification.countedLabels.map(\.emptyCounts)
        return tally
    }

    func count(in tally: inout FuzzTally) {
        context.labels.settle()
        tally.labels = context.labels.totals
        context.counts.fill(&tally)
        for place in tally.rules.indices {
            tally.rules[place].largest = loop.largest(place)
            tally.rules[place].stepsBeforeObligation = loop.stepsBeforeObligation(place)
        }
    }

    /// The choices of the case, up to its failure or its end.
    ///
    /// - Parameter note: Told of the choices so far before each is used: the case may take the process down.
    package func record(case number: Int, note: ((ChoiceSequence) -> Void)? = nil) -> ChoiceSequence {
        let provider = RecordingProvider(seed: SplitMix64.stream(UInt64(number), of: settings.seed))
        simulation.choices.restart(seed: 0)
        simulation.choices.provider = provider
        defer { simulation.choices.provider = nil }
        var sequence = ChoiceSequence()
        var enabled: [Int] = []
        let weights = CasePlan.weights(of: simulation.actions)
        if simulation.begin() != nil { return sequence }
        var plan = CasePlan(
            &provider.generator,
            longest: settings.steps,
            actions: simulation.actions.count,
            swarms: settings.swarms
        )
        while plan.steps > 0 {
            guard simulation.findEnabled(&enabled) == nil, !enabled.isEmpty else { return sequence }
            let action = enabled.withUnsafeBufferPointer { buffer in
                buffer.baseAddress.map {
                    plan.pick(&provider.generator, of: $0, count: buffer.count, weights: weights)
                } ?? 0
            }
            provider.beginStep()
            if let note {
                let before = sequence
                provider.onDraw = { [unowned provider] in
                    note(
                        ChoiceSequence(
                            steps: before.steps + [.init(action: action, choices: provider.recorded)]
                        )
                    )
                }
                provider.onDraw?()
            }
            let failure = simulation.take(action)
            if case .excluded = failure { return sequence }
            sequence.steps.append(.init(action: action, choices: provider.recorded))
            if failure != nil { return sequence }
            plan.steps -= 1
        }
        return sequence
    }
}
