import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// A run that cannot go on is no pass.
@Suite struct DeadlockTests {
    struct Request: Codable {
        var isWaiting = false
        var isLost = false
    }

    struct Stuck: Specification {
        var loses: Bool
        var mayEnd = false
        var hasRetry = false
        typealias State = Request
        var initial: Request { Request() }
        var actions: Actions {
            Action("ask", when: { !$0.isWaiting }) { state, _ in state.isWaiting = true }
            if loses {
                Action("lose", when: { $0.isWaiting && !$0.isLost }) { state, _ in state.isLost = true }
            }
            Action("serve", when: { $0.isWaiting && !$0.isLost }) { state, _ in state.isWaiting = false }
            if hasRetry {
                Action("retry", when: { $0.isLost }) { state, _ in state.isLost = false }
            }
        }
        var rules: Rules {
            LeadsTo(
                "counting serves",
                from: { $0.isWaiting },
                to: { !$0.isWaiting },
                within: 1,
                counting: ["serve"]
            )
            Sometimes("asked") { $0.isWaiting }
        }
        func isFinal(_ state: State) -> Bool { mayEnd && state.isLost }
    }

    private func verdicts<S: Specification>(_ specification: S, depth: Int = 4) throws -> [String: Verdict] {
        let report = try Prover(
            specification,
            concrete: specification,
            property: "p",
            settings: ProverSettings(depth: depth, inducts: true)
        ).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    @Test func aStateThatNothingLeadsOutOfIsADeadlock() throws {
        let stuck = try verdicts(Stuck(loses: true))
        #expect(stuck[ImplicitRule.noDeadlock]?.counterexample?.choices.steps.count == 2, "\(stuck)")
        #expect(
            stuck[ImplicitRule.noDeadlock]?.counterexample?.message.contains("func isFinal(_ state: State)")
                == true
        )
        let free = try verdicts(Stuck(loses: false))
        #expect(free[ImplicitRule.noDeadlock] == .proved(.every), "\(free)")
        let retrying = try verdicts(Stuck(loses: true, hasRetry: true))
        #expect(retrying[ImplicitRule.noDeadlock] == .proved(.every), "\(retrying)")
    }

    @Test func whoWaitsInADeadlockWaitsInVain() throws {
        let stuck = try verdicts(Stuck(loses: true))
        #expect(stuck["counting serves"]?.counterexample?.choices.steps.count == 2, "\(stuck)")
        let free = try verdicts(Stuck(loses: false))
        #expect(free["counting serves"]?.holds == true, "\(free)")
    }

    @Test func whoWaitsInAFinalStateWaitsInVain() throws {
        let ending = try verdicts(Stuck(loses: true, mayEnd: true))
        #expect(ending[ImplicitRule.noDeadlock]?.holds == true, "\(ending)")
        #expect(
            ending["counting serves"]?.counterexample?.message.contains("the run ends here") == true,
            "\(ending)"
        )
    }

    /// A budget that runs out, in numbers that are symbols.
    struct Spending<Number: VerifiableInteger>: Specification {
        struct State: Codable { var left: Number = 10 }
        var mayEnd: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("spend", when: { $0.left > 0 }) { state, choose in
                state.left -= choose.number("amount", in: 1...5)
                if state.left < 0 { state.left = 0 }
            }
        }
        var rules: Rules { Always("no debt") { $0.left >= 0 } }
        func isFinal(_ state: State) -> Bool { mayEnd && state.left == 0 }
    }

    @Test func symbolicGuardsAreJudgedToo() throws {
        func verdict(_ mayEnd: Bool) throws -> Verdict? {
            let report = try Prover(
                Spending<SymbolicInt>(mayEnd: mayEnd),
                concrete: Spending<Int>(mayEnd: mayEnd),
                property: "p",
                settings: ProverSettings(depth: 4, inducts: true)
            ).run()
            return report.findings.first { $0.rule == ImplicitRule.noDeadlock }?.verdict
        }
        #expect(try verdict(false)?.counterexample?.choices.steps.count == 2)
        #expect(try verdict(true) == .proved(.every))
    }

    /// The steps before the trigger count.
    struct Arming: Specification {
        struct State {
            var isArmed = false
            var isWaiting = false
        }
        var limit: Int
        var initial: State { State() }
        var actions: Actions {
            Action("arm", when: { !$0.isArmed }) { state, _ in state.isArmed = true }
            Action("wait", when: { $0.isArmed }) { state, _ in state.isWaiting = true }
        }
        var rules: Rules {
            LeadsTo("served", from: { $0.isWaiting }, to: { !$0.isWaiting }, within: limit)
        }
    }

    @Test func depthsThatAreTooSmallAfterTheTriggerProveNothing() throws {
        func verdict(_ limit: Int) throws -> Verdict? {
            let report = try Prover(
                Arming(limit: limit),
                concrete: Arming(limit: limit),
                property: "p",
                settings: ProverSettings(depth: 5)
            ).run()
            return report.findings.first { $0.rule == "served" }?.verdict
        }
        #expect(try verdict(4)?.exitCode == .vacuous)
        #expect(try verdict(3)?.counterexample?.choices.steps.count == 5)
    }
}
