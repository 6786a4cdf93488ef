/// What random cases came to, in counts: the tallies of workers that shared the cases add up to that of one
/// worker that ran them all.
package struct FuzzTally: Hashable, Codable, Sendable {
    package struct Rule: Hashable, Codable, Sendable {
        package var name: String
        package var kind: RuleKind
        package var stepsToViolate: Int
        package var wasTriggered = false
        /// What was the largest value, if the bound is to be found.
        package var largest: Int?
        /// The fewest steps of a run after which it began to wait for something.
        package var stepsBeforeObligation: Int?
        /// What it adds to the time of a case, on average, if that was measured.
        package var nanoseconds: Int?

        package init(name: String, kind: RuleKind, stepsToViolate: Int) {
            self.name = name
            self.kind = kind
            self.stepsToViolate = stepsToViolate
        }
    }

    package struct Action: Hashable, Codable, Sendable {
        package var name: String
        package var taken: Int

        package init(name: String, taken: Int) {
            self.name = name
            self.taken = taken
        }
    }

    package var seed: UInt64
    /// The largest number of steps of a case.
    package var longest: Int
    package var rules: [Rule]
    package var actions: [Action]
    package var labels: [LabelCounts] = []
    package var steps = 0
    package var cases = 0
    /// Cases that ended early because an assumption did not hold.
    package var excluded = 0
    /// Cases that took their process down.
    package var crashed = 0
    /// Those of them that did not come to their end.
    package var hung = 0
    /// Cases that were run under another hash seed too, up to the same state; `nil` if none was to be.
    package var compared: Int?
    /// Runs that were made of others, beside the cases.
    package var steered = 0
    /// For each target, the largest value that was met in them.
    package var targets: [String: Int] = [:]
    /// Those of the cases that an earlier verification ran.
    package var resumed = 0
    /// The time of a case, on average, if that was measured.
    package var nanoseconds: Int?
    /// Why not all cases were tried.
    package var stopped: String?
    /// The rules that were broken.
    package var settled: [String: Verdict] = [:]
    /// Set when the specification itself is wrong, which settles every rule.
    package var misuse: String?
    package var seconds = 0.0

    package init(seed: UInt64, longest: Int, rules: [Rule], actions: [Action]) {
        self.seed = seed
        self.longest = longest
        self.rules = rules
        self.actions = actions
    }

    /// Cases that were begun.
    package var tried: Int { cases + crashed }

    /// Those that rules were asked of to the end; where none came to its end, those that were begun.
    private var judged: Int { cases > 0 ? cases : tried }

    /// Adds what another worker found in other cases of the same specification.
    private mutating func add(_ other: FuzzTally) {
        for (place, rule) in other.rules.enumerated() where rules.indices.contains(place) {
            rules[place].wasTriggered = rules[place].wasTriggered || rule.wasTriggered
            rules[place].nanoseconds = rules[place].nanoseconds ?? rule.nanoseconds
            rules[place].stepsBeforeObligation = [
                rules[place].stepsBeforeObligation, rule.stepsBeforeObligation,
            ].compactMap(\.self).min()
            rules[place].largest = [rules[place].largest, rule.largest].compactMap(\.self).max()
        }
        for (place, action) in other.actions.enumerated() where actions.indices.contains(place) {
            actions[place].taken += action.taken
        }
        for (place, label) in other.labels.enumerated() where labels.indices.contains(place) {
            labels[place].add(label)
        }
        steps += other.steps
        cases += other.cases
        excluded += other.excluded
        crashed += other.crashed
        hung += other.hung
        if let more = other.compared { compared = (compared ?? 0) + more }
        stopped = stopped ?? other.stopped
        // The first case counts, so that the number of workers makes no difference.
        settled.merge(other.settled) { mine, theirs in
            mine.isFromEarlierCase(than: theirs) ? mine : theirs
        }
        misuse = misuse ?? other.misuse
        nanoseconds = nanoseconds ?? other.nanoseconds
        seconds = max(seconds, other.seconds)
    }

    package func adding(_ other: FuzzTally) -> FuzzTally {
        var sum = self
        sum.add(other)
        return sum
    }

    /// What a rule takes of a case.
    private static func note(_ own: Int, of all: Int) -> String {
        own > 0
            ? "takes \(own) of the \(all) ns of a case"
            : "takes less of the \(all) ns of a case than can be measured"
    }

    package var report: EngineReport {
        var findings = rules.map { rule in
            EngineReport.Finding(
                rule: rule.name,
                kind: rule.kind,
                verdict: settled[rule.name] ?? verdict(on: rule),
                note: rule.nanoseconds.map { Self.note($0, of: nanoseconds ?? 0) },
                bound: rule.largest.map { .init(value: $0) }
            )
        }
        findings.append(
            .init(
                rule: ImplicitRule.neverTraps,
                kind: .implicit,
                verdict: settled[ImplicitRule.neverTraps] ?? whenSteps(.passed(cases: judged))
            )
        )
        findings.append(.init(rule: ImplicitRule.everyActionRuns, kind: .implicit, verdict: everyActionRuns))
        if compared != nil {
            let rule = ImplicitRule.ignoresHashOrder
            findings.append(
                .init(rule: rule, kind: .implicit, verdict: settled[rule] ?? whenSteps(ignoresHashOrder))
            )
        }
        findings += labels.compactMap(finding)
        var statistics = [
            EngineReport.Statistic("cases", cases), .init("steps", steps),
            .init("seed", Int(truncatingIfNeeded: seed)),
        ]
        if crashed > 0 { statistics.append(.init("crashed", crashed)) }
        if steered > 0 { statistics.append(.init("steered cases", steered)) }
        statistics += targets.sorted { $0.key < $1.key }.map { .init("target \($0.key)", $0.value) }
        if resumed > 0 { statistics.append(.init("cases of earlier verifications", resumed)) }
        if excluded > 0 { statistics.append(.init("ended by an assumption", excluded)) }
        statistics += actions.map { .init("action \($0.name)", $0.taken) }
        var report = EngineReport(
            engine: .fuzz,
            findings: findings,
            statistics: statistics,
            assumptions: ["runs of at most \(longest) steps; \"no deadlock\" by guards alone"]
                + (compared == nil ? ["no run happened under a second hash seed"] : hashOrderGap)
                + (crashed > 0 && labels.contains { $0.unit != .cases }
                    ? ["what Collect counted in a worker that died is not known"] : [])
                + (crashed > 0
                    ? [
                        "\(crashed) case\(crashed == 1 ? " traps" : "s trap"): rules were asked of the steps before"
                    ] : [])
                + (stopped.map { [$0] } ?? []),
            seconds: seconds
        )
        report.labels = labels
        return report
    }

    /// What a required share came to.
    private func finding(_ label: LabelCounts) -> EngineReport.Finding? {
        guard let required = label.required else { return nil }
        let share = "in \(LabelCounts.percent(label.share(of: LabelCounts.yes))) of the cases"
        let verdict: Verdict =
            label.isMissed
            ? .vacuous("it was so \(share), and \(LabelCounts.exactPercent(required)) are required")
            : .passed(cases: label.total)
        return .init(rule: label.name, kind: .cover, verdict: whenSteps(verdict), note: share)
    }

    private func verdict(on rule: Rule) -> Verdict {
        let before = rule.stepsBeforeObligation ?? 0
        let (sum, overflow) = rule.stepsToViolate.addingReportingOverflow(before)
        let needed = overflow ? Int.max : sum
        if needed > longest {
            let trigger = before > 0 ? " (\(before) before its trigger)" : ""
            return whenSteps(
                .vacuous(
                    "no run of \(longest) steps can break it, it takes at least \(needed)\(trigger); give Verify more `steps:`"
                )
            )
        }
        if rule.wasTriggered, let largest = rule.largest {
            return whenSteps(
                .vacuous(
                    "no bound is stated, so no run can break it; the largest value seen was \(largest): "
                        + "state a bound, or have it proved"
                )
            )
        }
        return whenSteps(rule.wasTriggered ? .passed(cases: judged) : .vacuous(untriggered(rule.kind)))
    }

    private func untriggered(_ kind: RuleKind) -> String {
        switch kind {
        case .always, .cover, .implicit: "it was never checked in \(cases) case\(cases == 1 ? "" : "s")"
        case .sometimes: "it never happened in \(cases) case\(cases == 1 ? "" : "s")"
        case .leadsTo: "its trigger never happened in \(cases) case\(cases == 1 ? "" : "s")"
        case .guaranteedShare:
            "no member stayed backlogged through a step in \(cases) case\(cases == 1 ? "" : "s")"
        case .isolated:
            "nothing was chosen `by` another than the observer in \(cases) case\(cases == 1 ? "" : "s"), so the two runs could not differ"
        case .fair: "no two members stayed backlogged through a step in \(cases) case\(cases == 1 ? "" : "s")"
        }
    }

    private var ignoresHashOrder: Verdict {
        let compared = compared ?? 0
        return compared > 0
            ? .passed(cases: compared)
            : .unknown("there was no time to run the cases under another hash seed; give more --budget")
    }

    private var everyActionRuns: Verdict {
        let missing = actions.filter { $0.taken == 0 }.map { "\"\($0.name)\"" }
        if missing.isEmpty { return whenSteps(.passed(cases: judged)) }
        return whenSteps(.vacuous("never enabled in \(cases) cases: \(missing.joined(separator: ", "))"))
    }

    /// What the comparison of hash seeds leaves out: it does not look at rules that are broken anyway.
    private var hashOrderGap: [String] {
        let broken = rules.filter { settled[$0.name] != nil }.map { "\"\($0.name)\"" }
        if broken.isEmpty || settled[ImplicitRule.ignoresHashOrder] != nil { return [] }
        return [
            "\"\(ImplicitRule.ignoresHashOrder)\": without what rules that are violated say: \(broken.joined(separator: ", "))"
        ]
    }

    /// The verdict, unless nothing was tried.
    private func whenSteps(_ verdict: Verdict) -> Verdict {
        if let misuse { return .misuse(misuse) }
        if crashed > 0, steps == 0 {
            return .unknown("every case tried takes the process down in its first step; fix that first")
        }
        if tried == 0 { return .vacuous("no case was run") }
        if steps == 0 {
            return .vacuous(
                excluded > 0
                    ? "an assumption did not hold in the first step of any case, so no step was taken"
                    : "no action was ever enabled, so no step was taken"
            )
        }
        return verdict
    }
}

extension Verdict {
    fileprivate func isFromEarlierCase(than other: Verdict) -> Bool {
        (counterexample?.foundInCase ?? .max) <= (other.counterexample?.foundInCase ?? .max)
    }
}
