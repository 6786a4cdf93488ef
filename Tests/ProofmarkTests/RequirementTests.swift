import Proofmark
import Testing

/// Evidence that is required, and what falls short of it.
@Suite struct RequirementTests {
    private func report(_ verdicts: [Verdict], rule: String = "r", kind: RuleKind = .always)
        -> VerificationReport
    {
        VerificationReport(
            package: "",
            properties: [
                PropertyReport(
                    suite: "S",
                    property: "p",
                    engines: zip([Engine.fuzz, .prove], verdicts).map { engine, verdict in
                        EngineReport(
                            engine: engine,
                            findings: [.init(rule: rule, kind: kind, verdict: verdict)]
                        )
                    }
                )
            ]
        )
    }

    private func shortfalls(_ requirement: Requirement, _ verdicts: [Verdict]) -> [String] {
        var report = report(verdicts)
        report.requirements = [requirement]
        let found = report.shortfalls.map(\.message)
        // What falls short is never a pass.
        #expect((report.exitCode == .holds) == found.isEmpty)
        return found
    }

    @Test(arguments: [
        (Verdict.proved(.steps(8)), true), (.proved(.steps(7)), false), (.proved(.every), true),
        (.exhausted(states: 3), true), (.passed(cases: 1_000_000), false),
    ]) func depths(verdict: Verdict, isEnough: Bool) {
        let found = shortfalls(Requirement(rule: "r", depth: .steps(8)), [.passed(cases: 10), verdict])
        #expect(found.isEmpty == isEnough, "\(found)")
    }

    @Test func everyDepthIsMoreThanAnyDepth() {
        let every = Requirement(rule: "r", depth: .every)
        #expect(shortfalls(every, [.passed(cases: 1), .proved(.every)]).isEmpty)
        let found = shortfalls(every, [.passed(cases: 1), .proved(.steps(99))])
        #expect(found == ["\"r\" of p must be proved at every depth, and is proved to depth 99"])
    }

    /// One order of hash tables is enough for a depth, and not for every run.
    @Test func oneHashOrderIsNotEveryRun() {
        func shortfalls(_ depth: Verdict.Depth, orders: Int?) -> Int {
            var proof = EngineReport(
                engine: .prove,
                findings: [.init(rule: "r", kind: .always, verdict: .proved(.every))]
            )
            proof.hashOrders = orders
            var report = VerificationReport(
                package: "",
                properties: [PropertyReport(suite: "s", property: "p", engines: [proof])]
            )
            report.requirements = [Requirement(rule: "r", depth: depth)]
            return report.shortfalls.count
        }
        #expect(shortfalls(.every, orders: 1) == 1)
        #expect(shortfalls(.steps(5), orders: 1) == 0)
        #expect(shortfalls(.every, orders: nil) == 0)
    }

    @Test func cases() {
        let required = Requirement(rule: "r", cases: 100)
        #expect(shortfalls(required, [.passed(cases: 100)]).isEmpty)
        #expect(shortfalls(required, [.passed(cases: 99)]).count == 1)
        // A proof is another kind of evidence.
        #expect(shortfalls(required, [.passed(cases: 99), .proved(.every)]).count == 1)
    }

    @Test(arguments: [
        ("r", "r", true), ("r", "rr", false), ("*", "anything", true), ("a*", "abc", true),
        ("a*", "ba", false),
        ("*c", "abc", true), ("*c", "abcd", false), ("a*c", "abbc", true), ("a*b*c", "a1b2c", true),
        ("a*b*c", "acb", false), ("*isolat*", "what is isolated", true), ("", "r", false),
    ]) func patterns(pattern: String, name: String, matches: Bool) {
        var report = report([.passed(cases: 1)], rule: name)
        report.requirements = [Requirement(rule: pattern, cases: 2)]
        let message = report.shortfalls.first?.message ?? ""
        #expect(message.contains("must pass 2 random runs") == matches, "\(message)")
    }

    /// Whoever takes a rule away weakens the specification; where only a part is verified, nobody can tell.
    @Test func aRequirementThatMeansNoRuleFails() {
        var report = report([.passed(cases: 1)])
        report.requirements = [Requirement(rule: "gone", cases: 1)]
        #expect(report.exitCode == .vacuous)
        report.scope.filter = "p"
        #expect(report.exitCode == .holds)
    }

    /// Depth means nothing for a goal that is reached, for a required share, and for hash order; nor where no prover ran.
    @Test func onlyWhatCanBeMetIsRequired() {
        let required = Requirement(rule: "*", depth: .steps(9), cases: 500)
        for (kind, rule) in [
            (RuleKind.sometimes, "r"), (.cover, "r"), (.implicit, ImplicitRule.ignoresHashOrder),
        ] {
            var report = report([.passed(cases: 10), .proved(.steps(2))], rule: rule, kind: kind)
            report.requirements = [required]
            #expect(report.shortfalls.isEmpty, "\(kind)")
        }
        var actions = report(
            [.passed(cases: 500), .proved(.steps(2))],
            rule: ImplicitRule.everyActionRuns,
            kind: .implicit
        )
        actions.requirements = [Requirement(rule: "*", depth: .every)]
        #expect(actions.shortfalls.isEmpty)
        actions.requirements = [required]
        #expect(actions.shortfalls.count == 1)
        var fuzzed = report([.passed(cases: 500)])
        fuzzed.requirements = [required]
        #expect(fuzzed.shortfalls.count == 1)
        fuzzed.scope.engine = .fuzz
        #expect(fuzzed.shortfalls.isEmpty)
        // Of what did not come to its end nobody can say what is missing.
        fuzzed.scope.engine = nil
        fuzzed.isComplete = false
        #expect(fuzzed.shortfalls.isEmpty && fuzzed.exitCode == .inconclusive)
    }

    @Test func aShardIsJudgedInTheMerge() {
        var report = report([.vacuous("not reached")], kind: .sometimes)
        #expect(report.exitCode == .vacuous)
        report.scope.shard = .init(
            number: 1,
            count: 2,
            plan: ["S/p/fuzz", "S/p/prove"],
            units: ["S/p/fuzz"],
            basis: ""
        )
        report.requirements = [Requirement(rule: "r", depth: .every)]
        #expect(report.exitCode == .holds)
        report.properties[0].engines[0].findings[0].verdict = .unknown("no time")
        report.properties[0].engines[0].findings[0].kind = .always
        #expect(report.exitCode == .inconclusive)
    }
}
