package import Proofmark
package import ProofmarkEngine

/// Proves the rules of a specification for all runs up to a depth, one layer of steps after the other.
///
/// A layer is all states that runs of one length can end in, merged by shape. Each step has two halves:
/// the actions are run from every group, then the monitors look at every merged result. A rule is kept to
/// depth d when no path of either half, in any layer up to d, breaks it.
package struct Prover<S: Specification, Concrete: Specification> {
    private let symbolic: S
    private let concrete: Concrete
    private let property: String
    private let settings: ProverSettings
    private let isolation: (any IsolatedReplay & RunIsolation)?
    private let journal: ((ChoiceSequence) -> Void)?
    private let note: ((ChoiceSequence) -> Void)?
    private let onTables: (([ChoiceSequence]) -> Void)?
    private let onMisuse: ((String) -> Void)?
    private let progress: ((ProverProgress) -> Void)?
    private let onBounded: ((EngineReport) -> Void)?

    /// - Parameters:
    ///   - symbolic: The specification over symbolic numbers.
    ///   - concrete: The same specification over `Int`, on which every counterexample is replayed.
    ///   - isolation: Replays runs that trap. Without it a trap is reported as the prover saw it.
    ///   - journal: Told of the run that each path stands for before it happens. Slow: only for finding out
    ///     which run took an earlier process down.
    ///   - note: Told of each run of the plain code before it happens.
    ///   - onTables: Told of runs of the proof, one for each path or for some: they should be tried in other orders of hash
    ///     tables. The proof is about one order.
    ///   - onMisuse: Told at once of a choice from nothing: the code may not survive it.
    ///   - onBounded: Told what is proved before the induction begins: that runs the code in states that no
    ///     run need reach, and the code may not survive it.
    package init(
        _ symbolic: S,
        concrete: Concrete,
        property: String,
        settings: ProverSettings = ProverSettings(),
        isolation: (any IsolatedReplay & RunIsolation)? = nil,
        journal: ((ChoiceSequence) -> Void)? = nil,
        note: ((ChoiceSequence) -> Void)? = nil,
        onTables: (([ChoiceSequence]) -> Void)? = nil,
        onMisuse: ((String) -> Void)? = nil,
        progress: ((ProverProgress) -> Void)? = nil,
        onBounded: ((EngineReport) -> Void)? = nil
    ) {
        self.symbolic = symbolic
        self.concrete = concrete
        self.property = property
        self.settings = settings
        self.isolation = isolation
        self.journal = journal
        self.note = note
        self.onTables = onTables
        self.onMisuse = onMisuse
        self.progress = progress
        self.onBounded = onBounded
    }

    /// - Throws: `SpecificationError` if the specification is not well formed, `ProverError`.
    package func run() throws -> EngineReport {
        HashSeed.fixOrder()
        return try NativeTraps.catching { try DeepStack.run(prove) }
    }

    private func prove() throws -> EngineReport {
        let deadline = Deadline(seconds: settings.budget)
        let exploration = try Exploration(settings: settings, deadline: deadline)
        defer { exploration.solver.dispose() }
        let stepper = try Stepper(symbolic, choices: ChoicesFromExploration(exploration))
        stepper.onMisuse = onMisuse
        let witnesses = WitnessMaker(concrete, property: property, isolation: isolation)
        let proof = BoundedProof(exploration: exploration, stepper: stepper, witnesses: witnesses)
        proof.journal = journal
        proof.progress = progress
        let plain = try PlainRunner(concrete)
        if settings.crossExamines {
            proof.examination = CrossExamination(exploration, stepper, plain, note: note)
        }
        proof.looksForStuckStates = true
        proof.run()
        proof.followRandomRuns()
        if let examination = proof.examination { onTables?(examination.sample) }
        proof.findBounds()
        if settings.inducts, proof.canInduct {
            onBounded?(proof.report(settings: settings, seconds: deadline.elapsedSeconds))
            proof.induct()
        }
        try exploration.log?.finish()
        return proof.report(settings: settings, seconds: deadline.elapsedSeconds)
    }
}

package struct ProverProgress: Sendable {
    /// The depth that is complete.
    package var depth: Int
    package var of: Int?
    package var states: Int
    package var paths: Int
    package var checks: Int
}
