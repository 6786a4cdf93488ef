import Proofmark
import Testing

@Suite struct VerdictTests {
    private func report(_ kind: RuleKind, _ verdicts: [Verdict]) -> PropertyReport {
        PropertyReport(
            suite: "s",
            property: "p",
            engines: verdicts.map {
                EngineReport(engine: .fuzz, findings: [.init(rule: "r", kind: kind, verdict: $0)])
            }
        )
    }

    @Test func whatOneEngineSawIsNoGap() {
        #expect(report(.sometimes, [.vacuous("x"), .passed(cases: 3)]).exitCode == .holds)
        #expect(report(.always, [.vacuous("x"), .vacuous("y")]).exitCode == .vacuous)
    }

    @Test func nothingIsNeverAPass() {
        #expect(report(.always, []).exitCode == .vacuous)
        #expect(VerificationReport(package: "").exitCode == .vacuous)
        #expect(report(.always, [.unknown("x"), .passed(cases: 3)]).exitCode == .inconclusive)
    }

    @Test func whatMustBeMendedFirstWins() {
        #expect(ExitCode.combined([.holds, .inconclusive, .vacuous, .usage, .violated]) == .violated)
        #expect(ExitCode.combined([.holds, .inconclusive, .vacuous]) == .vacuous)
        #expect(ExitCode.combined([.holds]) == .holds)
        var broken = report(.always, [.passed(cases: 1)])
        broken.engines[0].internalErrors = ["x"]
        #expect(broken.exitCode == .internalError)
    }

    /// A bound that was left to be found, as two engines found it.
    private func bounds(_ proved: Int, _ depth: Verdict.Depth, seen: Int) -> PropertyReport {
        PropertyReport(
            suite: "s",
            property: "p",
            engines: [
                EngineReport(
                    engine: .fuzz,
                    findings: [
                        .init(rule: "r", kind: .fair, verdict: .vacuous("saw"), bound: .init(value: seen))
                    ]
                ),
                EngineReport(
                    engine: .prove,
                    findings: [
                        .init(rule: "r", kind: .fair, verdict: .proved(depth), bound: .init(value: proved))
                    ]
                ),
            ]
        )
    }

    @Test func boundsThatGrowAreNoPass() {
        let grown = bounds(3, .steps(7), seen: 21)
        for (_, finding) in grown.findings(for: "r") {
            guard case .unknown(let why) = finding.verdict else { Issue.record("\(finding)"); continue }
            #expect(why.hasPrefix("grows: 3 at depth 7, saw 21"))
        }
        #expect(grown.exitCode == .inconclusive)
        var later = bounds(3, .steps(7), seen: 3)
        #expect(later.exitCode == .holds)
        later.engines[0].findings[0].bound = .init(value: 4)
        #expect(later.exitCode == .inconclusive)
        // At every depth one of the two is wrong.
        #expect(bounds(3, .every, seen: 21).exitCode == .internalError)
        #expect(bounds(21, .every, seen: 21).exitCode == .holds)
    }

    @Test func enginesThatContradictEachOtherAreAFault() {
        let steps = Array(repeating: ChoiceSequence.Step(action: 0), count: 4)
        let found = Verdict.violated(
            Counterexample(message: "", choices: ChoiceSequence(steps: steps), trace: Trace(), token: "")
        )
        #expect(report(.always, [found, .proved(.steps(3))]).exitCode == .violated)
        #expect(report(.always, [found, .proved(.steps(4))]).exitCode == .internalError)
        #expect(report(.fair, [found, .proved(.every)]).contradictions.count == 1)
        var bounds = report(.fair, [.vacuous("no bound"), .proved(.every)])
        bounds.engines[0].findings[0].bound = .init(value: 5)
        bounds.engines[1].findings[0].bound = .init(value: 5)
        #expect(bounds.exitCode == .holds)
        bounds.engines[0].findings[0].bound = .init(value: 6)
        #expect(bounds.exitCode == .internalError)
    }

    /// A run that ends in the middle of a step shows what was made of its choices, too.
    @Test func unfinishedStepsKnowTheirValues() {
        var step = UnfinishedStep()
        for event: WorkerEvent in [
            .began(action: "submit"), .chose(argument: "tenant: 1"), .chose(argument: "2"),
            .chose(argument: "3"), .made(argument: "job: [2, 3]", choices: 2),
            .made(argument: "no", choices: 9),
            .chose(argument: "4"),
        ] { step.follow(event) }
        #expect(step.step.arguments == ["tenant: 1", "job: [2, 3]", "", "4"])
        #expect(step.step.headline == "submit(tenant: 1, job: [2, 3], 4)")
    }
}
