import Proofmark
import ProofmarkEngine

/// Takes what the prover believes to the concrete code: only what happens there is reported.
struct WitnessMaker<Concrete: Specification> {
    private let concrete: Concrete
    private let property: String
    private let isolation: (any IsolatedReplay & RunIsolation)?

    init(_ concrete: Concrete, property: String, isolation: (any IsolatedReplay & RunIsolation)?) {
        self.concrete = concrete
        self.property = property
        self.isolation = isolation
    }

    /// The counterexample, or `nil` if the concrete code does not fail in this way.
    ///
    /// - Parameter mayTrap: Whether a simpler run may take its process down.
    func counterexample(
        _ failure: Failure,
        from sequence: ChoiceSequence,
        depth: Int,
        mayTrap: Bool
    ) -> Counterexample? {
        let maker = try? CounterexampleMaker(
            concrete,
            property: property,
            failure: failure,
            isolation: mayTrap ? isolation : nil,
            shrinks: !mayTrap || isolation != nil,
            triesSteps: !mayTrap
        )
        guard let maker, var made = maker.make(from: sequence) else { return nil }
        made.foundAtDepth = depth
        return made
    }

    /// The largest value that a rule whose bound is sought meets in the run.
    func largest(rule: Int, in sequence: ChoiceSequence) -> Int? {
        guard let replayer = try? Replayer(concrete, rules: [rule]) else { return nil }
        _ = replayer.run(sequence)
        return replayer.largest(of: rule)
    }

    /// The shortest run found that attains the bound.
    func attaining(_ bound: Int, rule: Int, in sequence: ChoiceSequence, depth: Int) -> Counterexample? {
        let maker = try? CounterexampleMaker(
            concrete,
            property: property,
            failure: .violated(rule: rule),
            limit: bound - 1
        )
        guard var made = maker?.make(from: sequence) else { return nil }
        made.message = "\(bound) is attained by this run, and exceeded by none that the proof covers"
        made.foundAtDepth = depth
        return made
    }

    func triggers(rule: Int, in sequence: ChoiceSequence) -> Bool {
        guard let replayer = try? Replayer(concrete, rules: [rule]) else { return false }
        return replayer.run(sequence).wasTriggered[rule]
    }

    /// A run that traps, replayed in a process of its own where that is possible.
    func trap(_ what: String, in sequence: ChoiceSequence, depth: Int) -> Counterexample? {
        if let isolation {
            var made = isolation.counterexample(from: sequence)
            made?.foundAtDepth = depth
            return made
        }
        // The last step would take this process down; show the run up to it.
        var before = sequence
        let last = before.steps.popLast()
        guard let replayer = try? Replayer(concrete, rules: []) else { return nil }
        var trace = replayer.run(before, tracing: true).trace
        if let last {
            trace.steps.append(
                .init(
                    action: replayer.actionNames[last.action],
                    arguments: last.choices.map { "\($0.value)" },
                    fields: nil,
                    cells: []
                )
            )
        }
        return Counterexample(
            message: what,
            choices: sequence,
            trace: trace,
            token: ReplayToken(
                property: property,
                rule: ImplicitRule.neverTraps,
                choices: sequence,
                actions: replayer.actionNames
            ).text,
            foundAtDepth: depth
        )
    }
}
