import Foundation
import Proofmark

/// One engine on one property: the piece of work that a worker does.
struct WorkUnit: Sendable {
    /// How many crashing cases are investigated before the fuzzer stops at the next.
    private static let mostCrashes = 5
    /// Seconds without a new case after which the code is taken to hang.
    private static let silence = 10.0
    /// Seconds beyond its budget that a worker gets to come to its end.
    private static let grace = 30.0

    var suite: String
    var executable: String
    var property: PropertyDescription
    var engine: Engine
    var arguments: Arguments
    var workplace: Workplace
    var crossCheck: CrossCheck?
    var progress: @Sendable (WorkProgress) -> Void

    func run() -> EngineReport {
        if let problem = property.problem { return settled(.misuse(problem)) }
        let path = workplace.journalPath()
        guard let journal = try? Journal(path: path) else {
            return settled(.unknown("the journal \(path) cannot be used"))
        }
        return switch engine {
        case .fuzz: fuzz(journal, path)
        case .prove: crossChecked(prove(journal, path))
        case .explore: settled(.unknown("there is no exhaustive explorer yet"))
        }
    }

    // MARK: Fuzzing

    private func fuzz(_ journal: Journal, _ path: String) -> EngineReport {
        var order = FuzzOrder(seed: arguments.seed, cases: arguments.cases, budget: arguments.budget)
        var crash: Counterexample?
        while true {
            var report: EngineReport?
            let limits = WorkerProcess.Limits(total: arguments.budget + Self.grace, silence: Self.silence)
            let result = workplace.run(
                executable,
                .fuzz(property: property.name, order),
                limits: limits,
                journal: journal,
                journalPath: path
            ) { event in
                if case .report(let made) = event { report = made }
                if case .progress(let made) = event { progress(made) }
            }
            if let ended = stopped(result) { return ended }
            if let report {
                guard let crash else { return report }
                let ran = report.statistics.contains { $0.name == "cases" && $0.value > 0 }
                return withCrash(
                    crash,
                    ran
                        ? report
                        : settled(.unknown("every case tried takes the process down; mend that first"))
                )
            }
            if let misuse = result.misuse { return settled(.misuse(misuse)) }

            // The worker is dead. Its journal says over which run.
            let investigation: WorkerRequest.Task
            if let run = journal.run {
                investigation = .investigateRun(property: property.name, run)
            } else if let number = journal.caseNumber {
                investigation = .investigateCase(property: property.name, order, number: number)
            } else {
                return settled(
                    .unknown("the worker \(result.death) before its first case\(quoted(result.errors))")
                )
            }
            guard var found = investigate(investigation, path) else {
                if let ended = stopped(result) { return ended }
                return settled(
                    .unknown(
                        "the worker \(result.death), but the same run alone does not; run again with another --seed\(quoted(result.errors))"
                    )
                )
            }
            if journal.run != nil, !order.isolatesShrinking {
                // It died while shrinking: the next one shrinks where it can do no harm.
                order.isolatesShrinking = true
                crash = crash ?? found
                continue
            }
            guard let number = journal.caseNumber else {
                return withCrash(found, settled(.unknown("the code traps; mend that first")))
            }
            found.seed = arguments.seed
            found.foundInCase = number
            if let known = crash, known.choices.isSimpler(than: found.choices) { found = known }
            crash = found
            // The next worker passes over the case; after some of these, or one that costs a deadline, it
            // stops before it.
            if order.skipped.count < Self.mostCrashes, !isHang(result.end) {
                order.skipped.insert(number)
            } else if number > 0 {
                order.cases = number
            } else {
                return withCrash(
                    found,
                    settled(.unknown("every case tried takes the process down; mend that first"))
                )
            }
        }
    }

    private func isHang(_ end: WorkerProcess.End) -> Bool {
        switch end {
        case .hung, .overran: true
        case .orderly, .exited, .signalled, .cancelled: false
        }
    }

    private func investigate(_ task: WorkerRequest.Task, _ journalPath: String) -> Counterexample? {
        var found: Counterexample?
        _ = workplace.run(executable, task, limits: .init(total: 60), journalPath: journalPath) { event in
            if case .investigated(let made) = event { found = made }
        }
        return found
    }

    // MARK: Proving

    private func prove(_ journal: Journal, _ path: String) -> EngineReport {
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
            return report
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
        if let report = second.report { return report }
        guard let run = journal.run,
            let found = investigate(.investigateRun(property: property.name, run), path)
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

    /// Where the worker writes what the proof rests on.
    private var obligations: String? {
        func plain(_ name: String) -> String {
            String(name.map { $0.isLetter || $0.isNumber ? $0 : "-" })
        }
        let folder = arguments.obligations ?? (crossCheck == nil ? nil : workplace.folder.path)
        return folder.map {
            "\(URL(fileURLWithPath: $0).path)/\(plain(suite))/\(plain(property.name))"
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
    ) -> (report: EngineReport?, result: Workplace.Result) {
        var report: EngineReport?
        let limits = WorkerProcess.Limits(total: (order.budget ?? arguments.budget) + Self.grace)
        let result = workplace.run(
            executable,
            .prove(property: property.name, order),
            limits: limits,
            journal: journal,
            journalPath: path
        ) { event in
            if case .report(let made) = event { report = made }
            if case .progress(let made) = event {
                onProgress(made)
                progress(made)
            }
        }
        return (report, result)
    }

    // MARK: Reports

    /// The report of a worker that was stopped, or that says why it cannot work.
    private func stopped(_ result: Workplace.Result) -> EngineReport? {
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
    private func settled(_ verdict: Verdict) -> EngineReport {
        var findings = property.rules.map {
            EngineReport.Finding(rule: $0.name, kind: $0.kind, verdict: verdict)
        }
        findings += [ImplicitRule.neverTraps, ImplicitRule.everyActionRuns].map {
            EngineReport.Finding(rule: $0, kind: .implicit, verdict: verdict)
        }
        return EngineReport(engine: engine, findings: findings)
    }

    private func withCrash(_ crash: Counterexample, _ report: EngineReport) -> EngineReport {
        var report = report
        for place in report.findings.indices where report.findings[place].rule == ImplicitRule.neverTraps {
            report.findings[place].verdict = .crashed(crash)
        }
        return report
    }

    private func quoted(_ errors: String) -> String {
        let last = errors.split(separator: "\n").suffix(3).joined(separator: "\n")
        return last.isEmpty ? "" : "; it said last:\n\(last)"
    }
}
