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
}
