import Foundation
import Proofmark
import ProofmarkEngine

/// Runs choice sequences in processes of their own: this executable, started again.
struct IsolatedRuns {
    /// Seconds that one run may take while another is sought that does the same.
    private static let deadline = 2.0
    /// Seconds that shrinking may take.
    private static let shrinking = 20.0
    let executable: String
    private let journalPath: String
    /// The worker's own journal, whose heartbeat must go on meanwhile.
    private let parent: Journal?
    /// Megabytes that a run may hold.
    private let memory: Int?
    /// Told of the rule and of the simplest run so far, while shrinking goes on.
    private let onBest: (String, ChoiceSequence) -> Void

    /// - Parameter memory: Megabytes that a run may hold.
    init(
        executable: String,
        journal: String?,
        parent: Journal?,
        memory: Int?,
        onBest: @escaping (_ rule: String, ChoiceSequence) -> Void
    ) {
        self.executable = executable
        self.onBest = onBest
        self.parent = parent
        self.memory = memory
        journalPath = (journal ?? "\(NSTemporaryDirectory())proofmark-\(getpid())") + ".run"
    }

    struct Ending {
        /// The choices that the run used.
        var choices: ChoiceSequence
        /// What the run came to; `nil` if its process died.
        var result: ReplayResult?
        /// How the process ended, if it died.
        var death: String?
        var steps: [Trace.Step]
        /// Where the process was when it died.
        var last: UnfinishedStep

        var record: RunDifference.Record {
            RunDifference.Record(
                choices: choices,
                trace: Trace(steps: steps),
                enabled: result?.enabled ?? [],
                ending: death ?? result?.ending
            )
        }
    }

    /// The run, shrunk, if it takes its process down.
    ///
    /// - Parameters:
    ///   - fill: The seed of what the sequence has no choices for.
    ///   - actions: The names of all that the specification has.
    func investigate(
        _ sequence: ChoiceSequence,
        fill: UInt64? = nil,
        property: String,
        actions: [String]
    ) -> Counterexample? {
        let order = ReplayOrder(
            choices: sequence,
            rule: ImplicitRule.neverTraps,
            isStrict: false,
            isTraced: false
        )
        var filled = order
        filled.fill = fill
        guard let first = run(property, filled, seconds: WorkerProcess.Limits.hang), first.death != nil
        else { return nil }
        onBest(ImplicitRule.neverTraps, first.choices)
        var shrinker = Shrinker(
            first.choices,
            budget: 500,
            seconds: Self.shrinking,
            onBest: { onBest(ImplicitRule.neverTraps, $0) }
        ) { candidate in
            var order = order
            order.choices = candidate
            guard let ending = run(property, order), ending.death != nil else { return nil }
            return ending.choices
        }
        shrinker.shrink()
        var last = order
        last.choices = shrinker.best
        last.isTraced = true
        // What was only slow comes to its end, given the time that every case has.
        var outcome = run(property, last, seconds: WorkerProcess.Limits.hang)
        if outcome?.death == nil {
            last.choices = first.choices
            outcome = run(property, last, seconds: WorkerProcess.Limits.hang)
        }
        guard let ending = outcome, let death = ending.death else { return nil }
        let trace = Trace(steps: ending.steps + [ending.last.step])
        var found = Counterexample(
            message: death,
            choices: ending.choices,
            trace: trace,
            token: ReplayToken(
                property: property,
                rule: ImplicitRule.neverTraps,
                choices: ending.choices,
                actions: actions,
                trace: trace
            ).text,
            shrinkRuns: shrinker.runs
        )
        if shrinker.isUnfinished { found.isUnfinished = true }
        // Each run takes a process, and of one that hangs, seconds.
        var explainer = Explainer(values: 8, continuations: 8, seconds: 4) { variant, seed in
            var order = order
            (order.choices, order.fill) = (variant, seed)
            return run(property, order)?.death != nil
        }
        found.explanation = explainer.explain(ending.choices, actions: actions.count)
        return found
    }

    /// The run, shrunk, if it comes out differently under another hash seed.
    func compareHashSeeds(_ sequence: ChoiceSequence, of property: PropertyDescription) -> Counterexample? {
        for order in HashOrder.others {
            for rule in RunDifference.watched(property.rules.map(\.name)) {
                if let found = compare(sequence, watching: rule, of: property, under: order) { return found }
            }
        }
        return nil
    }

    /// The run, shrunk, if it comes out differently under another hash order, as the rule sees it.
    func compare(
        _ sequence: ChoiceSequence,
        watching rule: String,
        of property: PropertyDescription
    ) -> Counterexample? {
        for order in HashOrder.others {
            if let found = compare(sequence, watching: rule, of: property, under: order) { return found }
        }
        return nil
    }

    private func compare(
        _ sequence: ChoiceSequence,
        watching rule: String,
        of property: PropertyDescription,
        under hashOrder: HashOrder
    ) -> Counterexample? {
        func difference(_ choices: ChoiceSequence) -> (choices: ChoiceSequence, found: RunDifference)? {
            let order = ReplayOrder(choices: choices, rule: rule, isStrict: false, isTraced: true)
            var changed = order
            changed.refills = hashOrder.refills
            guard let one = run(property.name, order),
                let other = run(property.name, changed, hashSeed: hashOrder.seed),
                let found = RunDifference(one.record, other.record)
            else { return nil }
            return (one.choices, found)
        }
        guard let first = difference(sequence) else { return nil }
        onBest(ImplicitRule.ignoresHashOrder, first.choices)
        var shrinker = Shrinker(
            first.choices,
            budget: 500,
            seconds: Self.shrinking,
            onBest: { onBest(ImplicitRule.ignoresHashOrder, $0) },
            attempt: { difference($0)?.choices }
        )
        shrinker.shrink()
        guard let last = difference(shrinker.best) else { return nil }
        let token = ReplayToken(
            property: property.name,
            rule: ImplicitRule.ignoresHashOrder,
            choices: last.choices,
            actions: property.actions,
            trace: last.found.trace
        )
        var found = Counterexample(
            message: last.found.message + RunDifference.hint,
            choices: last.choices,
            trace: last.found.trace,
            token: token.text,
            shrinkRuns: 2 * shrinker.runs
        )
        if shrinker.isUnfinished { found.isUnfinished = true }
        return found
    }

    /// Runs the sequence in a process of its own; `nil` if none can be started.
    ///
    /// - Parameter seconds: That it may take.
    func run(
        _ property: String,
        _ order: ReplayOrder,
        hashSeed: Int? = nil,
        seconds: Double = Self.deadline
    ) -> Ending? {
        guard let journal = try? Journal(path: journalPath) else { return nil }
        parent?.beat()
        journal.clear()
        var steps: [Trace.Step] = []
        var result: ReplayResult?
        var last = UnfinishedStep()
        let request = WorkerRequest(.replay(property: property, order), journal: journalPath)
        guard let process = try? WorkerProcess(executable, request, hashSeed: hashSeed) else { return nil }
        let end = process.run(.init(total: seconds, memory: memory)) { event in
            last.follow(event)
            if case .step(let step) = event { steps.append(step) }
            if case .replayed(let replayed) = event { result = replayed }
        }
        let choices = result?.choices ?? journal.run ?? ChoiceSequence()
        return Ending(
            choices: choices,
            result: result,
            death: result == nil ? process.describe(end) : nil,
            steps: steps,
            last: last
        )
    }

    /// The choices of a case that is not expected to come to its end.
    func record(_ task: WorkerRequest.Task) -> ChoiceSequence? {
        guard let journal = try? Journal(path: journalPath) else { return nil }
        journal.clear()
        let request = WorkerRequest(task, journal: journalPath)
        guard let process = try? WorkerProcess(executable, request) else { return nil }
        _ = process.run(.init(total: WorkerProcess.Limits.hang, memory: memory)) { _ in }
        return journal.run
    }
}

/// Runs of one property, each in a process of its own.
struct IsolatedProperty: IsolatedReplay, RunIsolation {
    let runs: IsolatedRuns
    let property: String
    let actions: [String]

    func counterexample(from sequence: ChoiceSequence) -> Counterexample? {
        runs.investigate(sequence, property: property, actions: actions)
    }

    func choices(breaking rule: String, in sequence: ChoiceSequence, fill: UInt64?) -> ChoiceSequence? {
        var order = ReplayOrder(choices: sequence, rule: rule, isStrict: false, isTraced: false)
        order.fill = fill
        guard let result = runs.run(property, order)?.result, result.rule == rule else { return nil }
        return result.choices
    }
}
