import Foundation
import Proofmark

/// One engine on one property: the piece of work that a worker does.
struct WorkUnit: Sendable {
    /// Seconds beyond its budget that a worker gets to come to its end.
    static let grace = 30.0

    var suite: String
    var executable: String
    /// What the suite's verdicts depend on; see `Fingerprint`.
    var fingerprint = ""
    /// The executable as it was when the work began.
    var stamp: ExecutableStamp?
    var property: PropertyDescription
    var engine: Engine
    var arguments: Arguments
    var workplace: Workplace
    var crossCheck: CrossCheck?
    /// Set if the suite counts what code it goes through.
    var coverage: CoverageBuild?
    /// Violations that were saved and still fail: nobody need look for them again.
    var known: [String: Verdict] = [:]
    /// Where violations are kept while they are shrunk; `nil` for nowhere.
    var shrinking: ShrinkingFolder?
    /// Where campaigns are kept; `nil` for nowhere.
    var campaigns: URL?
    var progress: @Sendable (WorkProgress) -> Void

    func run() -> EngineReport {
        if let problem = property.problem { return settled(.misuse(problem)) }
        defer { if !workplace.isInterrupted { shrinking?.settle(self) } }
        return switch engine {
        case .fuzz: fuzz()
        case .prove: crossChecked(prove())
        case .explore: settled(.unknown("there is no exhaustive explorer yet"))
        }
    }

    /// Keeps what the event says is the simplest run so far.
    func keep(_ event: WorkerEvent) {
        if case .shrunk(let rule, let run) = event { shrinking?.keep(run, breaking: rule, of: self) }
    }

    func investigate(_ task: WorkerRequest.Task, _ journalPath: String) -> Counterexample? {
        var found: Counterexample?
        _ = workplace.run(executable, task, limits: .init(total: 90), journalPath: journalPath) { event in
            if case .investigated(let made) = event { found = made }
            keep(event)
        }
        return found
    }

    // MARK: Proving

    private func prove() -> EngineReport {
        let (journal, path): (Journal, String)
        do {
            (journal, path) = try workplace.makeJournal()
        } catch {
            return settled(.unknown(error.description))
        }
        var order = ProofOrder(depth: arguments.depth, budget: arguments.budget)
        order.obligations = obligations
        order.memory = arguments.memory
        let asked = arguments.depth ?? property.depth
        var complete = 0
        let first = proof(order, journal, path) { complete = max(complete, $0.done) }
        if let ended = stopped(first.result) { return ended }
        if var report = first.report {
            // It said what is bounded before it went on.
            if first.result.end != .orderly {
                report.assumptions.append(
                    "every depth was not tried to the end: the worker \(first.result.death)"
                )
            }
            return triedInOtherOrders(report, first.runs)
        }
        if let misuse = first.result.misuse { return settled(.misuse(misuse)) }
        if case .overran = first.result.end {
            return settled(
                .unknown("the solver did not come back within the budget; complete to depth \(complete)")
            )
        }
        // The worker is dead: once more, noting each run before it happens.
        order.isCareful = true
        order.budget = arguments.budget * 2
        let second = proof(order, journal, path) { complete = max(complete, $0.done) }
        if let ended = stopped(second.result) { return ended }
        if let report = second.report { return triedInOtherOrders(report, second.runs) }
        guard let run = journal.run,
            let found = investigate(.investigateRun(property: property.name, run, fill: nil), path)
        else {
            if workplace.isInterrupted { return settled(.unknown("interrupted")) }
            return settled(
                .unknown("the prover's worker \(second.result.death)\(quoted(second.result.errors))")
            )
        }
        var crash = found
        crash.foundAtDepth = complete + 1
        var report = settled(.unknown("the code traps at depth \(complete + 1); mend that first"))
        if complete >= 1 {
            order.depth = complete
            order.budget = arguments.budget
            order.isCareful = false
            let third = proof(order, journal, path) { _ in }
            if let ended = stopped(third.result) { return ended }
            report = third.report ?? report
            // Less deep than was asked: what holds so far is not what was to be proved.
            if asked ?? .max > complete {
                for place in report.findings.indices
                where report.findings[place].verdict == .proved(.steps(complete))
                    && !report.findings[place].kind.isWitnessed
                    && report.findings[place].rule != ImplicitRule.everyActionRuns
                {
                    report.findings[place].verdict =
                        .unknown(
                            "complete to depth \(complete): the code traps at depth \(complete + 1); mend that first"
                        )
                }
            }
        }
        return withCrash(crash, report)
    }

    /// The name as a file may have it.
    static func plain(_ name: String) -> String {
        String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" })
    }

    /// Where the worker writes what the proof rests on.
    private var obligations: String? {
        let folder = arguments.obligations ?? (crossCheck == nil ? nil : workplace.folder.path)
        return folder.map {
            "\(URL(fileURLWithPath: $0).path)/\(Self.plain(suite))/\(Self.plain(property.name))"
        }
    }

    private func crossChecked(_ report: EngineReport) -> EngineReport {
        guard let crossCheck, let obligations, !workplace.isInterrupted else { return report }
        var report = report
        progress(WorkProgress(done: 0, of: nil, unit: "obligations", detail: "cvc5"))
        let outcome = crossCheck.check(obligations, seconds: arguments.budget * 2) { workplace.isInterrupted }
        report.note(outcome, by: crossCheck.version)
        return report
    }

    private func proof(
        _ order: ProofOrder,
        _ journal: Journal,
        _ path: String,
        onProgress: (WorkProgress) -> Void
    ) -> (report: EngineReport?, runs: [ChoiceSequence], result: Workplace.Result) {
        var report: EngineReport?
        var runs: [ChoiceSequence] = []
        let limits = WorkerProcess.Limits(total: (order.budget ?? arguments.budget) + Self.grace)
        let result = workplace.run(
            executable,
            .prove(property: property.name, order),
            limits: limits,
            journal: journal,
            journalPath: path
        ) { event in
            if case .report(let made) = event { report = made }
            if case .runsWithTables(let made) = event { runs = made }
            if case .progress(let made) = event {
                onProgress(made)
                progress(made)
            }
        }
        return (report, runs, result)
    }

    // MARK: Reports

    /// The report of a worker that was stopped, or that says why it cannot work.
    func stopped(_ result: Workplace.Result) -> EngineReport? {
        if case .cancelled = result.end { return settled(.unknown("interrupted")) }
        if workplace.isInterrupted { return settled(.unknown("interrupted")) }
        guard let (code, message) = result.failure else { return nil }
        if code == .internalError {
            var report = settled(.unknown("internal error: \(message)"))
            report.internalErrors = [message]
            return report
        }
        return settled(.misuse(message))
    }

    /// One verdict for all rules.
    func settled(_ verdict: Verdict) -> EngineReport {
        var findings = property.rules.map {
            EngineReport.Finding(rule: $0.name, kind: $0.kind, verdict: verdict)
        }
        var implicit = [ImplicitRule.neverTraps, ImplicitRule.everyActionRuns]
        if engine == .fuzz, arguments.hashSeeds > 1 { implicit.append(ImplicitRule.ignoresHashOrder) }
        findings += implicit.map { EngineReport.Finding(rule: $0, kind: .implicit, verdict: verdict) }
        return EngineReport(engine: engine, findings: findings)
    }

    func withCrash(_ crash: Counterexample, _ report: EngineReport) -> EngineReport {
        var report = report
        for place in report.findings.indices where report.findings[place].rule == ImplicitRule.neverTraps {
            report.findings[place].verdict = .crashed(crash)
        }
        return report
    }

    func quoted(_ errors: String) -> String {
        let last = errors.split(separator: "\n").suffix(3).joined(separator: "\n")
        return last.isEmpty ? "" : "; it said last:\n\(last)"
    }
}
