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

    private func findings<S: Specification, C: Specification>(_ symbolic: S, _ concrete: C, _ depth: Int)
        throws
        -> [EngineReport.Finding]
    {
        let report = try Prover(
            symbolic,
            concrete: concrete,
            property: "p",
            settings: ProverSettings(depth: depth, inducts: true)
        ).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return report.findings
    }

    private func verdicts<S: Specification>(_ specification: S, depth: Int = 4) throws -> [String: Verdict] {
        let findings = try findings(specification, specification, depth)
        return Dictionary(uniqueKeysWithValues: findings.map { ($0.rule, $0.verdict) })
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

    private func deadlock<S: Specification, C: Specification>(_ symbolic: S, _ concrete: C, depth: Int = 4)
        throws -> EngineReport.Finding
    {
        try #require(findings(symbolic, concrete, depth).first { $0.rule == ImplicitRule.noDeadlock })
    }

    /// A step that is always enabled, but stopped by what it assumes.
    struct Assuming<Number: VerifiableInteger>: Specification {
        struct State { var left: Number = 9 }
        var refills = false
        var mayEnd = false
        var initial: State { State() }
        var actions: Actions {
            Action("spend") { state, choose in
                let amount = choose.number("amount", in: 3...1_000) as Number
                try choose.assume(amount <= state.left)
                state.left -= amount
            }
            if refills {
                Action("refill") { state, _ in if state.left < 3 { state.left = 9 } }
            }
        }
        var rules: Rules { Always("no debt") { $0.left >= 0 } }
        func isFinal(_ state: State) -> Bool { mayEnd && state.left < 3 }
    }

    @Test func aStateInWhichEveryChoiceIsStoppedIsADeadlock() throws {
        let stuck = try deadlock(Assuming<SymbolicInt>(), Assuming<Int>())
        let run = try #require(stuck.verdict.counterexample)
        #expect(run.choices.steps.count == 1, "\(run.choices)")
        #expect(run.message.contains("no step leads out of this state"), "\(run.message)")
        let ending = try deadlock(Assuming<SymbolicInt>(mayEnd: true), Assuming<Int>(mayEnd: true))
        #expect(ending.verdict == .proved(.every), "\(ending)")
        let refilled = try deadlock(Assuming<SymbolicInt>(refills: true), Assuming<Int>(refills: true))
        #expect(refilled.verdict == .proved(.every), "\(refilled)")
    }

    /// A step that is always enabled, and changes nothing any more.
    struct Settling<Number: VerifiableInteger>: Specification {
        struct State {
            var level: Number = 0
            var name = "cold"
        }
        var leaks: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("heat") { state, choose in
                state.level = min(10, state.level + choose.number("by", in: 4...6))
                if state.level == 10 { state.name = "hot" }
            }
            if leaks {
                Action("leak", when: { $0.level > 0 }) { state, _ in state.level -= 1 }
            }
        }
        var rules: Rules { Always("no more than 10") { $0.level <= 10 } }
    }

    @Test func aStateThatNoStepChangesIsADeadlock() throws {
        let stuck = try deadlock(Settling<SymbolicInt>(leaks: false), Settling<Int>(leaks: false))
        #expect(stuck.verdict.counterexample?.choices.steps.count == 2, "\(stuck)")
        let leaking = try deadlock(Settling<SymbolicInt>(leaks: true), Settling<Int>(leaks: true))
        #expect(leaking.verdict == .proved(.every), "\(leaking)")
    }

    /// The choice that leads out is another in every state.
    struct Cancelling<Number: VerifiableInteger>: Specification {
        struct State {
            var ids: [Number] = []
            var count = 0
        }
        var loses: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("start", when: { $0.ids.isEmpty && $0.count == 0 }) { state, choose in
                state.ids = [
                    choose.number("first", in: 1...1_000_000), choose.number("second", in: 1...1_000_000),
                ]
            }
            Action("cancel", when: { !$0.ids.isEmpty }) { state, choose in
                let id = choose.number("id", in: 1...(loses ? 999_999 : 1_000_000)) as Number
                try choose.assume(state.ids.contains { $0 == id })
                state.ids.removeAll { $0 == id }
                state.count = 0
            }
        }
        var rules: Rules { Always("at most two") { $0.ids.count <= 2 } }
    }

    @Test func choicesThatMustBeANumberOfTheStateAreFound() throws {
        let free = try deadlock(Cancelling<SymbolicInt>(loses: false), Cancelling<Int>(loses: false))
        #expect(free.verdict.holds, "\(free)")
        let stuck = try deadlock(Cancelling<SymbolicInt>(loses: true), Cancelling<Int>(loses: true))
        #expect(stuck.verdict.counterexample?.choices.steps.count == 1, "\(stuck)")
    }

    @Test func tokensOfStuckStatesReplay() throws {
        let stuck = try deadlock(Assuming<SymbolicInt>(), Assuming<Int>())
        let run = try #require(stuck.verdict.counterexample).choices
        let rules = Assuming<Int>().singleRunRules.map(\.name)
        let rule = try #require(rules.firstIndex(of: ImplicitRule.noDeadlock))
        func replay<S: Specification>(_ specification: S) throws -> Failure? {
            try Replayer(specification, rules: [rule], triesSteps: true).run(run).failure
        }
        #expect(try replay(Assuming<Int>()) == .violated(rule: rule))
        #expect(try replay(Assuming<Int>(refills: true)) == nil)
        #expect(try replay(Assuming<Int>(mayEnd: true)) == nil)
    }

    /// Levels are even, and at 3 a step traps: no interval says so.
    struct Trapping<Number: VerifiableInteger>: Specification {
        struct State {
            var level: Number = 2
            var isStuck = false
        }
        var ends: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("move") { state, choose in
                let share = 100 / (state.level - 3)
                if state.isStuck { return }
                if ends, state.level >= 8 { state.isStuck = true }
                state.level = 2 * choose.number("half", in: 1...4) + share - share
            }
        }
        var rules: Rules { Sometimes("level 8") { $0.level == 8 } }
    }

    @Test func stepsThatMayTrapInUnreachableStatesDoNotHide() throws {
        let free = try deadlock(Trapping<SymbolicInt>(ends: false), Trapping<Int>(ends: false))
        #expect(free.verdict == .proved(.every), "\(free)")
        let stuck = try deadlock(Trapping<SymbolicInt>(ends: true), Trapping<Int>(ends: true))
        #expect(stuck.verdict.counterexample?.choices.steps.count == 2, "\(stuck)")
    }

    /// Somebody waits where `assume` stops every step.
    struct Waiting: Specification {
        struct State {
            var step = 0
            var isServed = false
        }
        var serves: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("ask") { state, choose in
                try choose.assume(state.step == 0)
                state.step = 1
            }
            if serves {
                Action("serve", when: { $0.step == 1 }) { state, _ in
                    state.step = 0
                    state.isServed.toggle()
                }
            }
        }
        var rules: Rules { LeadsTo("served", from: { $0.step == 1 }, to: { $0.step == 0 }, within: 2) }
    }

    @Test func whoWaitsWhereEveryStepIsStoppedIsNotServed() throws {
        let stuck = try verdicts(Waiting(serves: false), depth: 5)
        #expect(stuck["served"]?.exitCode == .inconclusive, "\(stuck)")
        #expect(stuck[ImplicitRule.noDeadlock]?.counterexample?.choices.steps.count == 1, "\(stuck)")
        let served = try verdicts(Waiting(serves: true), depth: 5)
        #expect(served["served"]?.holds == true, "\(served)")
        #expect(served[ImplicitRule.noDeadlock]?.holds == true, "\(served)")
    }
}
