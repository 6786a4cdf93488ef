import Proofmark
import ProofmarkEngine

extension BoundedProof {
    /// The verdicts, from what is complete.
    func report(settings: ProverSettings, seconds: Double) -> EngineReport {
        var findings = stepper.rules.enumerated().map { position, rule in
            EngineReport.Finding(
                rule: rule.name,
                kind: rule.kind,
                verdict: verdict(on: rule.name, rule.kind, triggeredAt: triggeredAt[position]),
                note: note(rule.kind, triggeredAt[position]) ?? note(onRule: position),
                bound: foundBounds[position]
            )
        }
        findings.append(
            .init(
                rule: ImplicitRule.neverTraps,
                kind: .implicit,
                verdict: verdict(on: ImplicitRule.neverTraps, .implicit, triggeredAt: 0)
            )
        )
        findings.append(.init(rule: ImplicitRule.everyActionRuns, kind: .implicit, verdict: everyActionRuns))
        var report = EngineReport(
            engine: .prove,
            findings: findings,
            statistics: [
                .init("depth", max(0, completeDepth)),
                .init("states", reached.count),
                .init("paths", exploration.paths),
                .init("solver checks", exploration.solver.checks),
                .init("terms", exploration.arena.count),
                .init("solver microseconds", Int(exploration.solver.nanoseconds / 1_000)),
            ] + (examination.map { [.init("comparison microseconds", Int($0.nanoseconds / 1_000))] } ?? []),
            assumptions: assumptions,
            internalErrors: internalErrors + exploration.contradictions,
            seconds: seconds
        )
        if stepper.usesTables { report.hashOrders = 1 }
        report.scope =
            exploration.ranges.map { choice, interval in
                "\(choice.action): \(choice.name.isEmpty ? "a choice" : choice.name) in \(interval.lower)...\(interval.upper)"
            }.sorted() + ["runs of at most \(max(0, completeDepth)) steps"]
        return report
    }

    private var assumptions: [String] {
        let bits = exploration.arena.usesBits ? "; bit operations as bit-vectors" : ""
        let comparison =
            examination.map {
                "; compared with the plain code: \($0.models) models of \($0.examined) of \($0.states) merged states, "
                    + "and \($0.runs) random runs"
            } ?? ""
        var lines = ["\(Solver.version), linear integer arithmetic with range conditions\(bits)\(comparison)"]
        if stepper.usesTables {
            lines.append("one hash order: sets and dictionaries give their elements in the order of one seed")
        }
        if !stepper.walker.codedTypes.isEmpty {
            let types = stepper.walker.codedTypes.joined(separator: ", ")
            lines.append("taken apart by their coding, which must keep everything: \(types)")
        }
        if let failure = WalkerSelfTest.failure {
            lines.append(
                "states are taken apart by their coding: this Swift runtime is not known (\(failure))"
            )
        }
        if exploration.assumesNoTrap {
            lines.append("all rules but \"\(ImplicitRule.neverTraps)\": of the runs that do not trap")
        }
        let violated = stepper.rules.indices.filter { !stepper.watched.contains($0) }
        if !violated.isEmpty {
            let names = violated.map { "\"\(stepper.rules[$0].name)\"" }.joined(separator: ", ")
            lines.append(
                "\"\(ImplicitRule.neverTraps)\": without the code of rules that are violated: \(names)"
            )
        }
        for (reason, count) in exploration.concretised.sorted(by: { $0.key < $1.key }) {
            lines.append("tried value by value: \(reason), \(count) times")
        }
        if let induction, !induction.proved.isEmpty {
            lines.append(
                "every depth: runs of any length\(induction.neverTraps ? "" : " that do not trap"), by induction over "
                    + "\(induction.shapes) shape\(induction.shapes == 1 ? "" : "s") of states"
            )
            for (rule, found) in induction.invariants.sorted(by: { $0.key < $1.key }) where found.count == 1 {
                lines.append("found for \"\(stepper.rules[rule].name)\": \(found[0])")
            }
        }
        return lines
    }

    /// Why the rule is not proved at every depth.
    private func note(onRule position: Int) -> String? {
        guard let induction else { return nil }
        if let found = induction.invariants[position] {
            return "at every depth, by an invariant that Spacer found: \(found.joined(separator: "; or "))"
        }
        if let steps = induction.steps[position] { return "at every depth, by \(steps)-induction" }
        if induction.proved.contains(position) { return nil }
        if let reason = induction.reasons[position] { return "not at every depth: \(reason)" }
        return induction.counterexamples[position].map {
            "not at every depth: \($0) breaks it; that state need not be reachable"
                + (induction.searches[position].map { "; \($0)" } ?? "")
        }
    }

    private func note(_ kind: RuleKind, _ depth: Int?) -> String? {
        guard kind.isWitnessed, let depth else { return nil }
        return "reached in \(depth) step\(depth == 1 ? "" : "s")"
    }

    /// - Parameter name: Of a rule, or `ImplicitRule.neverTraps`.
    private func verdict(on name: String, _ kind: RuleKind, triggeredAt depth: Int?) -> Verdict {
        if let misuse { return .misuse(misuse) }
        if let verdict = settled[name] { return verdict }
        if exploration.settings.depth == 0 { return .vacuous("depth 0: no step was taken") }
        if kind.isWitnessed, let depth { return .proved(.steps(depth)) }
        if let gap = incompleteness { return .unknown(gap) }
        if name == ImplicitRule.noDeadlock, let undecidedStuckStates {
            return .unknown("whether some step is always possible is not known: \(undecidedStuckStates)")
        }
        if depth == nil {
            return .vacuous(
                "\(untriggered(kind)) within \(completeDepth) step\(completeDepth == 1 ? "" : "s")"
            )
        }
        let position = stepper.rules.firstIndex { $0.name == name }
        let mayWaitWhereStuck = kind == .leadsTo && (hasStuckStates || undecidedStuckStates != nil)
        if let induction, !mayWaitWhereStuck,
            position.map(induction.proved.contains) ?? induction.neverTraps
        {
            return .proved(.every)
        }
        if let position, !stepper.rules[position].seeksBound, induction?.broken.contains(position) == true {
            return .unknown(
                "it holds to depth \(completeDepth), and a longer run breaks it, as Spacer shows; "
                    + "prove deeper, or with a larger budget, to see that run"
            )
        }
        // Its steps begin where it is triggered.
        let steps = position.map { stepper.rules[$0].stepsToViolate } ?? 0
        let (sum, overflow) = steps.addingReportingOverflow(depth ?? 0)
        let needed = steps == 0 ? 0 : overflow ? .max : sum
        // Whether somebody waits where steps trap, nobody has asked.
        if needed > completeDepth, !everyRunEnds || (kind == .leadsTo && exploration.assumesNoTrap) {
            return .vacuous(
                "no run of \(completeDepth) steps can break it, it takes at least \(needed); prove deeper"
            )
        }
        if mayWaitWhereStuck {
            return .unknown(
                "a run may get stuck, see \"\(ImplicitRule.noDeadlock)\", and whether somebody waits there is not known"
            )
        }
        if takenActions.isEmpty { return .vacuous("no action is ever enabled, so no step was taken") }
        return .proved(everyRunEnds ? .every : .steps(completeDepth))
    }

    private func untriggered(_ kind: RuleKind) -> String {
        switch kind {
        case .always, .cover, .implicit: "it is never checked"
        case .sometimes: "it cannot happen"
        case .leadsTo: "its trigger cannot happen"
        case .guaranteedShare: "no member can stay backlogged through a step"
        case .isolated: "nothing is ever chosen `by` another than the observer, so the two runs cannot differ"
        case .fair: "no two members can stay backlogged through a step"
        }
    }

    private var everyActionRuns: Verdict {
        if let misuse { return .misuse(misuse) }
        if exploration.settings.depth == 0 { return .vacuous("depth 0: no step was taken") }
        let missing = stepper.actions.indices.filter { !takenActions.contains($0) }
        if missing.isEmpty { return .proved(.steps(completeDepth)) }
        if let gap = incompleteness { return .unknown(gap) }
        let names = missing.map { "\"\(stepper.actions[$0].name)\"" }.joined(separator: ", ")
        return .vacuous(
            "never enabled within \(completeDepth) step\(completeDepth == 1 ? "" : "s"): \(names)"
        )
    }

    /// Why the proof says less than was asked for, if it does.
    private var incompleteness: String? {
        if everyRunEnds { return nil }
        let done = max(0, completeDepth)
        let reasons =
            exploration.gaps.isEmpty && exploration.deadline.hasPassed
            ? [Exploration.timeIsSpent] : exploration.gaps
        if let asked = exploration.settings.depth {
            return done >= asked || isSettledEarly
                ? nil : "complete to depth \(done) of \(asked): \(reasons.joined(separator: "; "))"
        }
        // As deep as the budget allows: running out of time is the normal end, any other gap is not.
        if done >= 1, reasons == [Exploration.timeIsSpent] { return nil }
        return reasons.isEmpty ? nil : "complete to depth \(done): \(reasons.joined(separator: "; "))"
    }

    /// Every rule was settled before the depth was reached.
    private var isSettledEarly: Bool {
        isFinished && exploration.assumesNoTrap && exploration.gaps.isEmpty
    }
}
