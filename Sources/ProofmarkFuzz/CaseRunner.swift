package import Proofmark
package import ProofmarkEngine

/// Runs single random cases.
///
/// A case is determined by the seed and its number alone, so the loop writes nothing down; the case that
/// fails is run once more, recorded.
package struct CaseRunner<S: Specification> {
    package let simulation: Simulation<S>
    private let loop: CaseLoop
    private let settings: FuzzSettings
    let context: CaseContext

    package init(
        _ specification: S,
        loop: CaseLoop,
        settings: FuzzSettings
    ) throws(SpecificationError) {
        simulation = try Simulation(specification, choices: Choices())
        self.loop = loop
        self.settings = settings
        context = CaseContext(actions: loop.actions, rules: loop.rules, longest: settings.steps)
    }

    package func run(case number: Int) -> Failure? {
        context.choices.restart(seed: SplitMix64.stream(UInt64(number), of: settings.seed))
        return loop.run(context)
    }

    package func settle(rule: Int) {
        context.settle(rule: rule)
        simulation.settle(rule: rule)
    }

    package func largest(of rule: Int) -> Int? { loop.largest(rule) }

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
        if simulation.begin() != nil { return sequence }
        var left = provider.generator.next(from: 1, through: settings.steps)
        while left > 0 {
            guard simulation.findEnabled(&enabled) == nil, !enabled.isEmpty else { return sequence }
            let action = enabled[provider.generator.next(from: 0, through: enabled.count - 1)]
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
            left -= 1
        }
        return sequence
    }
}
