package import Proofmark
package import ProofmarkEngine

/// Runs single random cases: the inner loop of the fuzzer.
///
/// A case is determined by the seed and its number alone, so the loop writes nothing down; the case that
/// fails is run once more, recorded.
package struct CaseRunner<S: Specification> {
    package let simulation: Simulation<S>
    private let settings: FuzzSettings
    private var enabled: [Int] = []
    package private(set) var stepsTaken = 0
    package private(set) var timesTaken: [Int]
    /// Cases that ended because an assumption did not hold.
    package private(set) var excluded = 0

    package init(_ specification: S, settings: FuzzSettings) throws(SpecificationError) {
        simulation = try Simulation(specification, choices: Choices())
        self.settings = settings
        timesTaken = Array(repeating: 0, count: simulation.actions.count)
    }

    package mutating func run(case number: Int) -> Failure? {
        simulation.choices.restart(seed: SplitMix64.stream(UInt64(number), of: settings.seed))
        if let failure = simulation.begin() { return failure }
        var left = simulation.choices.generator.next(from: 1, through: settings.steps)
        while left > 0 {
            if let failure = simulation.findEnabled(&enabled) { return failure }
            guard !enabled.isEmpty else { return nil }
            let action = enabled[simulation.choices.generator.next(from: 0, through: enabled.count - 1)]
            if let failure = simulation.take(action) {
                if case .excluded = failure {
                    excluded += 1
                    return nil
                }
                count(action)
                return failure
            }
            count(action)
            left -= 1
        }
        return nil
    }

    private mutating func count(_ action: Int) {
        stepsTaken += 1
        timesTaken[action] += 1
    }

    /// The choices of the case, up to its failure or its end.
    ///
    /// - Parameter note: Told of the choices so far before each is used: the case may take the process down.
    package mutating func record(case number: Int, note: ((ChoiceSequence) -> Void)? = nil) -> ChoiceSequence
    {
        let provider = RecordingProvider(seed: SplitMix64.stream(UInt64(number), of: settings.seed))
        simulation.choices.restart(seed: 0)
        simulation.choices.provider = provider
        defer { simulation.choices.provider = nil }
        var sequence = ChoiceSequence()
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
