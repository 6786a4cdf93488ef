import Proofmark
import ProofmarkEngine

/// One bounded proof while it runs: the layers, and what was found out about each rule.
final class BoundedProof<S: Specification, Concrete: Specification> {
    let exploration: Exploration
    let stepper: Stepper<S>
    private let explorer: PathExplorer
    let witnesses: WitnessMaker<Concrete>
    /// Compares the layers with the plain code; `nil` for an attempt whose layers were compared before.
    var examination: CrossExamination<S, Concrete>?
    private(set) var layers: [[Group]] = []
    var journal: ((ChoiceSequence) -> Void)?
    var progress: ((ProverProgress) -> Void)?

    var settled: [String: Verdict] = [:]
    /// The depth at which each rule was first triggered, by its position.
    var triggeredAt: [Int: Int] = [:]
    /// Rules of which all is known. Goals that were reached are asked all the same: their code may trap.
    var finished: Set<Int> = []
    private(set) var takenActions: Set<Int> = []
    /// Every run of at most this many steps was looked at.
    private(set) var completeDepth = -1
    /// No run is longer than `completeDepth`.
    private(set) var everyRunEnds = false
    var misuse: String?
    var internalErrors: [String] = []
    /// All groups of the complete layers.
    private(set) var reached: [Group] = []
    private(set) var initial: [Group] = []
    let bounds: BoundSearch
    /// Of the rules whose bounds are sought, by position.
    private(set) var foundBounds: [Int: EngineReport.FoundBound] = [:]
    private(set) var induction: InductionOutcome?
    /// Whether states are looked for that no step leads out of although a guard holds.
    var looksForStuckStates = false
    /// Whether such a state was found.
    var hasStuckStates = false
    /// Why it is not known whether there are such states.
    var undecidedStuckStates: String?

    /// - Parameter bounds: What is known of sought bounds already.
    init(
        exploration: Exploration,
        stepper: Stepper<S>,
        witnesses: WitnessMaker<Concrete>,
        bounds: BoundSearch? = nil
    ) {
        self.exploration = exploration
        self.stepper = stepper
        self.witnesses = witnesses
        explorer = PathExplorer(exploration)
        self.bounds = bounds ?? BoundSearch(stepper.watched.filter { stepper.rules[$0].seeksBound })
    }

    /// - Returns: Whether there are no more shapes than that.
    @discardableResult
    func run(
        mostShapes: Int = .max,
        depth: Int? = nil,
        mostChecks: Int = .max,
        untilSettled name: String? = nil
    ) -> Bool {
        guard var layer = initialLayer() else { return true }
        completeDepth = 0
        var shapes: Set<Shape> = []
        let checks = exploration.solver.checks
        while completeDepth < depth ?? exploration.settings.depth ?? .max, !isSettled,
            name.map({ settled[$0] == nil }) ?? true, exploration.solver.checks - checks <= mostChecks
        {
            exploration.depth = completeDepth + 1
            beginLog("step \(completeDepth + 1) of every run")
            guard let reached = actions(from: layer), let next = observations(of: reached) else {
                return true
            }
            if mostShapes < .max { shapes.formUnion(next.map { Shape($0.snapshot) }) }
            if shapes.count > mostShapes { return false }
            completeDepth += 1
            report(layer: next)
            examine(next)
            if next.isEmpty {
                everyRunEnds = true
                return true
            }
            layer = next
        }
        return true
    }

    /// Whether nothing more is to be found out about any rule.
    var isFinished: Bool { finished.isSuperset(of: stepper.watched) }

    private var isSettled: Bool {
        misuse != nil || (isFinished && exploration.assumesNoTrap)
    }

    /// Tries to prove for every depth what holds up to the one that is complete: the `Always` rules
    /// together, then each of the others with their help. Each has shapes of its own, without what the
    /// monitors of the rest remember.
    func induct() {
        let before = exploration.suspendFindings()
        defer { exploration.resumeFindings(before) }
        let open = stepper.watched.filter { !finished.contains($0) && !stepper.rules[$0].kind.isWitnessed }
        let always = open.filter { stepper.rules[$0].isInvariant }
        let others = open.filter { !always.contains($0) }
        // There is nothing to prove about goals, but their code may trap too.
        let witnessed = stepper.watched.filter { stepper.rules[$0].kind.isWitnessed }
        let isEachRuleRun = open.count + witnessed.count == stepper.rules.count
        var outcome = InductionOutcome()
        // Each attempt runs the code of its own rules, so all must come to their end, and none may trap.
        var quiet = 0
        let goals = [always + witnessed].filter { !$0.isEmpty } + others.map { [$0] }
        for goal in goals {
            let focused = Stepper(stepper, rules: Array(Set(always + goal)).sorted())
            let sample = BoundedProof(
                exploration: exploration,
                stepper: focused,
                witnesses: witnesses,
                bounds: bounds
            )
            let isWhole = exploration.withoutLog { sample.run(mostShapes: InductionOutcome.mostShapes) }
            guard sample.completeDepth == completeDepth || !isWhole else { break }
            guard isWhole else {
                outcome.add(InductionOutcome(reason: InductionOutcome.tooManyShapes), goal: goal)
                // With what other monitors remember there are no fewer.
                if goal == goals.first { break } else { continue }
            }
            let found = Induction(
                exploration: exploration,
                stepper: focused,
                initial: sample.initial,
                sample: sample.reached,
                completeDepth: completeDepth
            ).run(for: goal)
            outcome.add(found, goal: goal)
            if found.neverTraps { quiet += 1 }
        }
        outcome.neverTraps = !goals.isEmpty && quiet == goals.count && isEachRuleRun
        induction = outcome
        for rule in outcome.broken.sorted() where !stepper.rules[rule].seeksBound { deepen(rule) }
    }

    /// How much deeper than was asked the run is looked for that is known to break a rule.
    private static var furtherSteps: Int { 40 }
    private static var furtherChecks: Int { 5_000 }

    /// Looks for the run that breaks a rule beyond the depth that is complete.
    private func deepen(_ rule: Int) {
        let deeper = BoundedProof(
            exploration: exploration,
            stepper: Stepper(stepper, rules: [rule]),
            witnesses: witnesses,
            bounds: bounds
        )
        let name = stepper.rules[rule].name
        _ = exploration.withoutLog {
            deeper.run(
                depth: completeDepth + Self.furtherSteps,
                mostChecks: Self.furtherChecks,
                untilSettled: name
            )
        }
        if case .violated(let found) = deeper.settled[name] { settled[name] = .violated(found) }
        internalErrors += deeper.internalErrors
    }

    /// Makes the runs that attain the bounds that were sought.
    func findBounds() {
        for rule in bounds.rules {
            guard let (value, run, depth) = bounds.found(for: rule) else { continue }
            let attained = run.flatMap {
                witnesses.attaining(value, rule: rule, in: $0, depth: depth)
            }
            if value > 0, attained == nil {
                internalErrors.append(
                    "no run attains the bound \(value) of \"\(stepper.rules[rule].name)\" on Int"
                )
            }
            foundBounds[rule] = .init(value: value, attained: attained)
        }
    }

    /// Whether there is something left to prove for every depth.
    var canInduct: Bool {
        !isSettled && !everyRunEnds && completeDepth >= 1 && exploration.gaps.isEmpty
    }

    private func report(layer: [Group]) {
        reached += layer
        progress?(
            ProverProgress(
                depth: completeDepth,
                of: exploration.settings.depth,
                states: reached.count,
                paths: exploration.paths,
                checks: exploration.solver.checks
            )
        )
    }

    // MARK: Cross-examination

    private func examine(_ layer: [Group]) {
        guard let examination, misuse == nil, internalErrors.isEmpty else { return }
        layers.append(layer)
        let limits = Dictionary(uniqueKeysWithValues: bounds.rules.map { ($0, bounds.limit(of: $0)) })
        note(examination.examine(layer, bounds: limits))
    }

    /// Random runs of the plain code must be runs of the proof.
    func followRandomRuns() {
        // What traps is no run of the proof, and takes the process down.
        guard let examination, misuse == nil, internalErrors.isEmpty, !exploration.assumesNoTrap,
            exploration.gaps.isEmpty, layers.count > 1
        else { return }
        note(examination.followRandomRuns(through: layers, seed: 1))
        layers = []
    }

    private func note(_ finding: CrossExamination<S, Concrete>.Finding?) {
        switch finding {
        case nil: break
        case .misuse(let what): misuse = what
        case .internalError(let what): internalErrors.append(what)
        }
    }

    // MARK: Layers

    private func beginLog(_ subject: String) {
        let number = String(exploration.depth)
        let padding = String(repeating: "0", count: max(0, 3 - number.count))
        exploration.log?.begin("depth-" + padding + number, about: subject)
    }

    /// The root stands for the empty run, before there is a state.
    private func root() -> Group {
        Group(
            snapshot: Snapshot(state: .empty, memory: .empty),
            action: -1,
            guardTerm: exploration.arena.truth,
            model: Model(),
            bounds: Bounds(exploration.arena),
            edges: []
        )
    }

    private func initialLayer() -> [Group]? {
        exploration.depth = 0
        beginLog("the initial state")
        let root = root()
        var merger = Merger(exploration)
        let isComplete = explore(from: root, action: nil) { [stepper] in
            stepper.initialState()
        } arrived: { path, state in
            merger.add(
                Snapshot(state: state, memory: root.snapshot.memory),
                action: -1,
                edge: .init(source: root, condition: path.condition, step: nil),
                path: path
            )
        }
        guard isComplete, let layer = observations(of: merger.groups()) else { return nil }
        initial = layer
        report(layer: layer)
        examine(layer)
        return layer
    }

    /// All groups that one action leads to, before the monitors have looked.
    private func actions(from layer: [Group]) -> [Group]? {
        var merger = Merger(exploration)
        var arrived = 0
        for (number, group) in layer.enumerated() {
            var progress = Progress()
            for action in stepper.actions.indices {
                exploration.action = stepper.actions[action].name
                defer { exploration.action = nil }
                progress.beginAction()
                exploration.log?.place = "action \"\(stepper.actions[action].name)\" from state \(number)"
                let isComplete = explore(from: group, action: action) { [stepper] in
                    stepper.take(action, from: group.snapshot.state)
                } stopped: { path, hasFailed in
                    if !hasFailed { notePath(to: group, action, path.choices) }
                    progress.noteStopped(path, hasFailed: hasFailed)
                } arrived: { path, state in
                    takenActions.insert(action)
                    notePath(to: group, action, path.choices)
                    progress.note(path, from: group.snapshot.state, to: state, exploration.arena)
                    merger.add(state, from: group, after: action, path)
                    arrived += 1
                    if arrived > Self.pathsBeforeProbing, arrived % Self.pathsPerProbe == 0 {
                        probe(run(to: group, action, path.choices, path.model))
                    }
                }
                progress.endAction(isComplete)
                guard isComplete else { return nil }
            }
            lookForStuckStates(in: group, progress)
        }
        exploration.log?.place = "merging"
        return merger.groups()
    }

    /// In a layer of more paths than that, rules are asked on single paths before all are merged: there may be no time
    /// for all.
    private static var pathsBeforeProbing: Int { 256 }
    private static var pathsPerProbe: Int { 4 }

    /// Asks the rules of the plain code after the run.
    private func probe(_ run: ChoiceSequence) {
        guard let examination else { return }
        let open = stepper.watched.filter {
            !finished.contains($0) && !stepper.rules[$0].kind.isWitnessed && !stepper.rules[$0].seeksBound
        }
        guard let rule = examination.rule(brokenBy: run, of: open) else { return }
        triggeredAt[rule] = triggeredAt[rule] ?? exploration.depth
        failed(.violated(rule: rule), run)
        finished.insert(rule)
    }

    /// The groups after the monitors have looked at each: the next layer.
    private func observations(of groups: [Group]) -> [Group]? {
        var merger = Merger(exploration)
        for (number, group) in groups.enumerated() {
            exploration.log?.place = "the rules, of result \(number)"
            guard let looks = looks(at: group) else { return nil }
            for (path, look) in looks {
                note(look.observations, from: group, path.model)
                // A goal that was reached before must not throw either.
                for case .ruleThrew(let rule, let error) in look.failures
                where !finished.contains(rule) || stepper.rules[rule].kind.isWitnessed {
                    failed(.ruleThrew(rule: rule, error: error), run(to: group, nil, [], path.model))
                }
                merger.add(memory: look.memory, of: group, path, answers: look.answers)
            }
            // Only now: all paths of one exploration must ask the same rules.
            for rule in finished where !stepper.rules[rule].kind.isWitnessed { stepper.settle(rule: rule) }
        }
        exploration.log?.place = "merging"
        return merger.groups()
    }

    /// What the monitors say on each path; bounds that are sought are raised until none is exceeded.
    private func looks(at group: Group) -> [(path: PathExplorer.Path, look: Stepper<S>.Look)]? {
        bounds.beginGroup()
        while true {
            for rule in bounds.rules { stepper.limit(bounds.limit(of: rule), of: rule) }
            var looks: [(path: PathExplorer.Path, look: Stepper<S>.Look)] = []
            let isComplete = explore(from: group, action: nil) { [stepper] in
                stepper.look(at: group.snapshot, after: group.action < 0 ? nil : group.action)
            } arrived: { path, look in
                notePath(to: group, nil, [])
                looks.append((path, look))
            }
            guard isComplete else { return nil }
            let exceeded = looks.lazy.compactMap { path, look in
                look.observations.first { $0.observation == .violated && self.bounds.rules.contains($0.rule) }
                    .map { (rule: $0.rule, model: path.model) }
            }.first
            if let exceeded {
                let run = run(to: group, nil, [], exceeded.model)
                let value = witnesses.largest(rule: exceeded.rule, in: run)
                guard let value, value > bounds.limit(of: exceeded.rule) else {
                    internalErrors.append(
                        "a run that exceeds the bound of \"\(stepper.rules[exceeded.rule].name)\" does not on Int"
                    )
                    return nil
                }
                bounds.raise(exceeded.rule, to: value, by: run, depth: exploration.depth)
            } else if bounds.isDone() {
                return looks
            }
        }
    }

    /// Runs code from a group, once for each path; `action` is the step being taken, if it is one.
    func explore<Value: Equatable>(
        from group: Group,
        action: Int?,
        _ code: @escaping () -> Stepper<S>.Ending<Value>,
        stopped: (PathExplorer.Path, _ hasFailed: Bool) -> Void = { _, _ in },
        arrived: (PathExplorer.Path, Value) -> Void
    ) -> Bool {
        exploration.onTrap = { [unowned self] what, model in
            trapped(what, run(to: group, action, exploration.choices, model))
        }
        exploration.onRunChange = journal.map { [unowned self] journal in
            {
                journal(
                    self.run(to: group, action, self.exploration.choices, self.exploration.evaluator.model)
                )
            }
        }
        let followedAll = explorer.explore(
            from: group,
            taking: action,
            of: stepper.actions.count,
            code,
            isSame: { $0.isSame(as: $1) }
        ) { path, ending in
            switch ending {
            case .value(let value): arrived(path, value)
            case .disabled: stopped(path, false)
            case .failed(let failure):
                stopped(path, true)
                failed(failure, run(to: group, action, path.choices, path.model))
            case .unusable(let why): misuse = why
            }
        }
        if let difference = exploration.difference {
            misuse = "the specification behaves differently when it is replayed: \(difference)"
        }
        return followedAll && misuse == nil && exploration.gaps.isEmpty
    }
}
