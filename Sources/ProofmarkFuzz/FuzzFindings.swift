import Proofmark

/// Turns the counts of a fuzzing run into verdicts.
struct FuzzFindings {
    struct Rule {
        var name: String
        var kind: RuleKind
        var stepsToViolate: Int
        /// What was the largest value, if the bound is to be found.
        var largest: Int?
    }

    var rules: [Rule]
    /// The largest number of steps of a case.
    var longest: Int
    var wasTriggered: [Bool]
    var actions: [String]
    var timesTaken: [Int]
    var steps: Int
    var cases: Int
    /// Cases that ended early because an assumption did not hold.
    var excluded: Int
    var settled: [String: Verdict]
    /// Set when the specification itself is wrong, which settles every rule.
    var misuse: String?

    func report(settings: FuzzSettings, seconds: Double) -> EngineReport {
        var findings = rules.enumerated().map { position, rule in
            EngineReport.Finding(
                rule: rule.name,
                kind: rule.kind,
                verdict: settled[rule.name] ?? verdict(on: rule, triggered: wasTriggered[position]),
                bound: rule.largest.map { .init(value: $0) }
            )
        }
        findings.append(
            .init(
                rule: ImplicitRule.neverTraps,
                kind: .implicit,
                verdict: settled[ImplicitRule.neverTraps] ?? whenSteps(.passed(cases: cases))
            )
        )
        findings.append(.init(rule: ImplicitRule.everyActionRuns, kind: .implicit, verdict: everyActionRuns))
        var statistics = [
            EngineReport.Statistic("cases", cases), .init("steps", steps),
            .init("seed", Int(truncatingIfNeeded: settings.seed)),
        ]
        if excluded > 0 { statistics.append(.init("ended by an assumption", excluded)) }
        statistics += zip(actions, timesTaken).map { .init("action \($0)", $1) }
        return EngineReport(
            engine: .fuzz,
            findings: findings,
            statistics: statistics,
            assumptions: ["runs of at most \(settings.steps) steps"],
            seconds: seconds
        )
    }

    private func verdict(on rule: Rule, triggered: Bool) -> Verdict {
        if rule.stepsToViolate > longest {
            return whenSteps(
                .vacuous(
                    "no run of \(longest) steps can break it, it takes at least \(rule.stepsToViolate); give Verify more `steps:`"
                )
            )
        }
        if triggered, let largest = rule.largest {
            return whenSteps(
                .vacuous(
                    "no bound is stated, so no run can break it; the largest value seen was \(largest): "
                        + "state a bound, or have it proved"
                )
            )
        }
        return whenSteps(triggered ? .passed(cases: cases) : .vacuous(untriggered(rule.kind)))
    }

    private func untriggered(_ kind: RuleKind) -> String {
        switch kind {
        case .always, .implicit: "it was never checked in \(cases) case\(cases == 1 ? "" : "s")"
        case .sometimes: "it never happened in \(cases) case\(cases == 1 ? "" : "s")"
        case .leadsTo: "its trigger never happened in \(cases) case\(cases == 1 ? "" : "s")"
        case .guaranteedShare:
            "no member stayed backlogged through a step in \(cases) case\(cases == 1 ? "" : "s")"
        case .isolated:
            "nothing was chosen `by` another than the observer in \(cases) case\(cases == 1 ? "" : "s"), so the two runs could not differ"
        case .fair: "no two members stayed backlogged through a step in \(cases) case\(cases == 1 ? "" : "s")"
        }
    }

    private var everyActionRuns: Verdict {
        let missing = zip(actions, timesTaken).filter { $0.1 == 0 }.map { "\"\($0.0)\"" }
        if missing.isEmpty { return whenSteps(.passed(cases: cases)) }
        return whenSteps(.vacuous("never enabled in \(cases) cases: \(missing.joined(separator: ", "))"))
    }

    /// The verdict, unless nothing was tried.
    private func whenSteps(_ verdict: Verdict) -> Verdict {
        if let misuse { return .misuse(misuse) }
        if cases == 0 { return .vacuous("no case was run") }
        if steps == 0 { return .vacuous("no action was ever enabled, so no step was taken") }
        return verdict
    }
}
