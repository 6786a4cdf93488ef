import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz
import ProofmarkProve

/// What can be done with a property, whatever its state.
protocol PropertyWork: Sendable {
    var name: String { get }
    var description: PropertyDescription { get }
    func fuzz(_ order: FuzzOrder, _ context: WorkContext) throws -> FuzzTally
    func prove(_ order: ProofOrder, _ context: WorkContext) throws -> EngineReport
    func steer(_ order: SteeringOrder, _ context: WorkContext) throws -> SteeringResult
    /// The choices of a case, noted one by one: it may not come to its end.
    func record(case number: Int, of order: FuzzOrder, _ context: WorkContext) throws -> ChoiceSequence
    func replay(_ order: ReplayOrder, _ context: WorkContext) throws -> ReplayResult
    /// What runs come to, each state and each rule.
    func judge(_ runs: [ChoiceSequence], refills: Bool, _ context: WorkContext) throws -> [RunOutcome]
    /// Goes on shrinking a run that breaks the rule; `nil` if it does not.
    func shrink(_ run: ChoiceSequence, breaking rule: String, _ context: WorkContext) throws
        -> Counterexample?
}

/// What the work needs of its worker.
struct WorkContext {
    var journal: Journal?
    var send: (WorkerEvent) -> Void
    var isolation: IsolatedRuns?
}

/// A specification that is fuzzed and replayed.
struct FuzzedProperty<S: Specification>: PropertyWork {
    var name: String
    var specification: S
    var steps: Int
    var loop: @Sendable () throws(SpecificationError) -> CaseLoop

    var description: PropertyDescription {
        var problem: String?
        do {
            try Simulation.check(specification)
        } catch {
            problem = "\(error)"
        }
        // The second run would see what the first has done to an object.
        if problem == nil, specification is any ProductSpecification, let path = Walker<S.State>.objectPath {
            problem =
                "`Isolated` compares two runs of values, and the state may hold an object: \(path); use a structure"
        }
        var description = PropertyDescription(
            name: name,
            rules: Self.descriptions(of: specification),
            actions: specification.actions.map(\.name),
            isProvable: false,
            depth: nil,
            problem: problem
        )
        description.targets = specification.labels.filter { $0.target != nil }.map(\.name)
        return description
    }

    static func descriptions(of specification: S) -> [PropertyDescription.Rule] {
        specification.singleRunRules.map {
            .init(name: $0.name, kind: $0.kind, location: $0.location, terms: $0.terms())
        }
    }

    private func settings(_ order: FuzzOrder) -> FuzzSettings {
        var settings = FuzzSettings(
            seed: order.seed,
            first: order.first,
            cases: order.cases,
            steps: steps,
            budget: order.budget,
            settled: order.settled
        )
        settings.timesRules = order.timesRules
        return settings
    }

    func fuzz(_ order: FuzzOrder, _ context: WorkContext) throws -> FuzzTally {
        try Fuzzer(
            specification,
            loop: loop,
            property: name,
            settings: settings(order),
            journal: WorkerJournal(context: context),
            isolation: order.isolatesShrinking
                ? context.isolation.map {
                    IsolatedProperty(runs: $0, property: name, actions: specification.actions.map(\.name))
                } : nil,
            memory: context.journal?.counts,
            digests: try order.digests.map { try CaseDigests($0) },
            reference: try order.reference.map { try CaseDigests($0) },
            progress: { progress in
                context.send(
                    .progress(
                        WorkProgress(
                            done: progress.cases,
                            of: progress.of,
                            unit: "cases",
                            detail: progress.violations == 0 ? "" : "\(progress.violations) violated"
                        )
                    )
                )
            },
            onTally: { context.send(.tally($0)) },
            onShrunk: { context.send(.shrunk(rule: $0, $1)) }
        ).run()
    }

    func prove(_ order: ProofOrder, _ context: WorkContext) throws -> EngineReport {
        throw WorkError.notProvable(name)
    }

    func steer(_ order: SteeringOrder, _ context: WorkContext) throws -> SteeringResult {
        try Steering(
            specification,
            property: name,
            order: order,
            longest: steps,
            note: { run, fill in
                context.journal?.run = run
                context.journal?.fill = fill
            },
            onShrunk: { context.send(.shrunk(rule: $0, $1)) }
        ).run()
    }

    func record(case number: Int, of order: FuzzOrder, _ context: WorkContext) throws -> ChoiceSequence {
        let runner = try CaseRunner(specification, loop: try loop(), settings: settings(order))
        return runner.record(case: number, note: { context.journal?.run = $0 })
    }

    func replay(_ order: ReplayOrder, _ context: WorkContext) throws -> ReplayResult {
        var rules: [Int]?
        if let rule = order.rule {
            let known = specification.singleRunRules.map(\.name)
            rules = known.indices.filter { known[$0] == rule }
            // A trap may be in any rule, and in `isFinal`.
            if rule == ImplicitRule.neverTraps { rules = Array(known.indices) }
            if rules?.isEmpty == true, rule != ImplicitRule.ignoresHashOrder {
                throw WorkError.noRule(rule, property: name)
            }
        }
        let replayer = try Replayer(
            specification,
            rules: rules,
            isStrict: order.isStrict,
            ignoresViolations: order.rule == ImplicitRule.neverTraps,
            refills: order.refills,
            triesSteps: order.rule == ImplicitRule.noDeadlock
        )
        let labels = specification.labels
        let progress = ReplayProgress(context: context, isTraced: order.isTraced)
        let outcome = replayer.run(
            order.choices,
            tracing: order.isTraced,
            fill: order.fill,
            observer: progress.observer,
            // Or in any label.
            look: order.rule == ImplicitRule.neverTraps
                ? { state in for label in labels { label.ask(state) } } : nil
        )
        var result = ReplayResult(
            choices: outcome.choices,
            rule: outcome.failure.map(replayer.rule(blamedBy:)),
            message: outcome.failure.map(replayer.describe),
            difference: outcome.difference,
            lanes: outcome.trace.lanes
        )
        if order.rule == ImplicitRule.ignoresHashOrder {
            result.enabled = outcome.enabled.map { $0.map { replayer.actionNames[$0] } }
        }
        return result
    }
}

extension FuzzedProperty {
    func judge(_ runs: [ChoiceSequence], refills: Bool, _ context: WorkContext) throws -> [RunOutcome] {
        let names = specification.singleRunRules.map(\.name)
        let replayer = try Replayer(specification, rules: [], refills: refills)
        let judges = try names.indices.map { try Replayer(specification, rules: [$0], refills: refills) }
        return runs.map { run in
            context.journal?.run = run
            var digest = CaseDigest()
            let outcome = replayer.run(run) { digest.fold(state: $0) }
            digest.fold("\(outcome.choices) \(outcome.failure.map(replayer.describe) ?? "")")
            let broken = judges.indices.filter { judges[$0].run(run).failure == .violated(rule: $0) }
            return RunOutcome(digest: digest.value, broken: broken.map { names[$0] })
        }
    }

    func shrink(_ run: ChoiceSequence, breaking rule: String, _ context: WorkContext) throws
        -> Counterexample?
    {
        switch rule {
        case ImplicitRule.neverTraps:
            if let found = context.isolation?.investigate(
                run,
                property: name,
                actions: specification.actions.map(\.name)
            ) {
                return found
            }
        case ImplicitRule.ignoresHashOrder:
            return context.isolation?.compareHashSeeds(run, of: description)
        default: break
        }
        let names = specification.singleRunRules.map(\.name)
        let triesSteps = rule == ImplicitRule.noDeadlock
        let replayer = try Replayer(
            specification,
            rules: names.indices.filter { names[$0] == rule },
            triesSteps: triesSteps
        )
        guard let failure = replayer.run(run).failure, replayer.rule(blamedBy: failure) == rule else {
            return nil
        }
        return try CounterexampleMaker(
            specification,
            property: name,
            failure: failure,
            triesSteps: triesSteps,
            note: { context.journal?.run = $0 },
            onBest: { context.send(.shrunk(rule: $0, $1)) }
        ).make(from: run)
    }
}

/// A specification that is proved as well.
struct ProvedProperty<S: Specification, Symbolic: Specification>: PropertyWork {
    var fuzzed: FuzzedProperty<S>
    var symbolic: Symbolic
    var depth: Int?
    var merges: Bool
    /// In what the two specifications were made differently.
    var parameters: @Sendable () -> String?
    /// What of that could not be compared.
    var uncompared: @Sendable () -> String?

    var name: String { fuzzed.name }

    var description: PropertyDescription {
        var description = fuzzed.description
        description.isProvable = true
        description.depth = depth
        guard description.problem == nil else { return description }
        let rules = FuzzedProperty<Symbolic>.descriptions(of: symbolic)
        let isSame =
            rules.map { [$0.name, $0.kind.rawValue] }
            == description.rules.map { [$0.name, $0.kind.rawValue] }
        if !isSame || symbolic.actions.map(\.name) != description.actions {
            description.problem =
                "the specification to be proved has other actions or rules than the one to be fuzzed; "
                + "give Verify the same specification twice, once over Int and once over SymbolicInt"
        } else if let difference = SpecificationParameters.difference(description.rules, rules)
            ?? parameters()
        {
            description.problem =
                "\(difference); give Verify the same specification twice, with the same parameters"
        }
        return description
    }

    func fuzz(_ order: FuzzOrder, _ context: WorkContext) throws -> FuzzTally {
        try fuzzed.fuzz(order, context)
    }

    func steer(_ order: SteeringOrder, _ context: WorkContext) throws -> SteeringResult {
        try fuzzed.steer(order, context)
    }

    func record(case number: Int, of order: FuzzOrder, _ context: WorkContext) throws -> ChoiceSequence {
        try fuzzed.record(case: number, of: order, context)
    }

    func replay(_ order: ReplayOrder, _ context: WorkContext) throws -> ReplayResult {
        try fuzzed.replay(order, context)
    }

    func shrink(_ run: ChoiceSequence, breaking rule: String, _ context: WorkContext) throws
        -> Counterexample?
    {
        try fuzzed.shrink(run, breaking: rule, context)
    }

    func judge(_ runs: [ChoiceSequence], refills: Bool, _ context: WorkContext) throws -> [RunOutcome] {
        try fuzzed.judge(runs, refills: refills, context)
    }

    func prove(_ order: ProofOrder, _ context: WorkContext) throws -> EngineReport {
        let isolation = context.isolation.map {
            IsolatedProperty(runs: $0, property: fuzzed.name, actions: symbolic.actions.map(\.name))
        }
        var settings = ProverSettings(
            depth: order.depth ?? depth,
            budget: order.budget,
            inducts: true,
            merges: merges
        )
        settings.obligations = order.obligations
        settings.memory = order.memory
        func withUncompared(_ report: EngineReport) -> EngineReport {
            var report = report
            report.assumptions += uncompared().map { [$0] } ?? []
            return report
        }
        let report = try Prover(
            symbolic,
            concrete: fuzzed.specification,
            property: fuzzed.name,
            settings: settings,
            isolation: isolation,
            journal: order.isCareful ? { context.journal?.run = $0 } : nil,
            note: { context.journal?.run = $0 },
            onTables: { context.send(.runsWithTables($0)) },
            onMisuse: { context.send(.misused($0)) },
            progress: { progress in
                context.send(
                    .progress(
                        WorkProgress(
                            done: progress.depth,
                            of: progress.of,
                            unit: "depth",
                            detail:
                                "\(progress.states) states, \(progress.paths) paths, \(progress.checks) checks"
                        )
                    )
                )
            },
            onBounded: { context.send(.report(withUncompared($0))) }
        ).run()
        return withUncompared(report)
    }
}

enum WorkError: Error, CustomStringConvertible {
    case notProvable(String)
    case noProperty(String, known: [String])
    case noRule(String, property: String)
    case noCounters

    var description: String {
        switch self {
        case .notProvable(let name): "property \"\(name)\" has no symbolic specification to prove"
        case .noProperty(let name, let known):
            "there is no property \"\(name)\"; the suite has: \(known.joined(separator: ", "))"
        case .noCounters: "the suite was built without coverage, or this platform's counters are not known"
        case .noRule(let rule, let property): "property \"\(property)\" has no rule \"\(rule)\" any more"
        }
    }
}
