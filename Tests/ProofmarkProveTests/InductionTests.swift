import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Proofs at every depth, and what must not be one although nothing is wrong within the depth.
@Suite struct InductionTests {
    /// Credit that is earned in turns and spent; a total of what was spent.
    struct Account<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var credit: Number = 0
            var earned: Number = 0
            var spent: Number = 0
        }

        /// The credit above which nothing is earned any more.
        var limit: Int
        /// What a forgetful account does not write down.
        var forgets: Bool
        var initial: State { State() }

        var actions: Actions {
            Action("earn", when: { $0.credit <= Number(limit) }) { state, choose in
                let amount: Number = choose.number("amount", in: 1...3)
                state.credit += amount
                state.earned += amount
            }
            Action("spend", when: { $0.credit >= 2 }) { state, choose in
                let amount: Number = choose.number("amount", in: 1...2)
                state.credit -= amount
                if !forgets || state.credit != Number(limit) { state.spent += amount }
            }
        }

        var rules: Rules {
            Always("credit stays between its limits") { 0 <= $0.credit && $0.credit <= Number(limit) + 3 }
            Always("credit stays below its limit") { $0.credit < Number(limit) + 3 }
            Always("what is earned is spent or credit") { $0.earned == $0.spent + $0.credit }
        }
    }

    private func verdicts(_ limit: Int, forgets: Bool, depth: Int) throws -> [String: Verdict] {
        var settings = ProverSettings(depth: depth, inducts: true)
        settings.auditsBounds = true
        let report = try Prover(
            Account<SymbolicInt>(limit: limit, forgets: forgets),
            concrete: Account<Int>(limit: limit, forgets: forgets),
            property: "p",
            settings: settings
        ).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    @Test func whatEveryStepKeepsIsProved() throws {
        let found = try verdicts(20, forgets: false, depth: 4)
        #expect(found["credit stays between its limits"] == .proved(.every))
        #expect(found["what is earned is spent or credit"] == .proved(.every))
    }

    /// Four steps know nothing of what longer runs break: Spacer does, and then the run is looked for.
    @Test func whatOnlyLongRunsBreakIsFoundBeyondTheDepth() throws {
        let forgetful = try verdicts(20, forgets: true, depth: 4)
        #expect(forgetful["credit stays between its limits"] == .proved(.every))
        // Seven steps earn 21, and an eighth forgets.
        let forgotten = try #require(forgetful["what is earned is spent or credit"]?.counterexample)
        #expect(forgotten.choices.steps.count == 8)
        // 20 and 3 more.
        let above = try #require(forgetful["credit stays below its limit"]?.counterexample)
        #expect(above.choices.steps.count == 8)
    }

    /// What no interval of a sum that stays steady shows: only the difference of two growing totals does.
    struct Bucket<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var tokens: Number = 100
            var granted: Number = 0
            var refilled: Number = 0
        }

        /// What each grant gives beyond what it takes.
        var gift: Int
        var initial: State { State() }

        var actions: Actions {
            Action("take") { state, choose in
                let amount: Number = choose.number("amount", in: 1...100)
                guard amount <= state.tokens else { return }
                state.tokens -= amount
                state.granted += amount + Number(gift)
            }
            Action("refill") { state, choose in
                let amount: Number = choose.number("amount", in: 0...1_000)
                state.tokens = min(100, state.tokens + amount)
                state.refilled += amount
            }
        }

        var rules: Rules {
            Always("no more is granted than was put in") { $0.granted <= 100 + $0.refilled }
        }
    }

    private func bucket(gift: Int, depth: Int) throws -> EngineReport.Finding {
        let report = try Prover(
            Bucket<SymbolicInt>(gift: gift),
            concrete: Bucket<Int>(gift: gift),
            property: "bucket",
            settings: ProverSettings(depth: depth, inducts: true)
        ).run()
        #expect(report.internalErrors.isEmpty)
        return try #require(report.findings.first)
    }

    /// A number that is turned round in each step, and what it was before: neither is ever 2, which no
    /// interval of either says.
    struct Flip<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var now: Number = 1
            var before: Number = 1
            var seen: [Number] = [1]
        }

        /// Whether the number may lose one on its way.
        var leaks: Bool
        var initial: State { State() }

        var actions: Actions {
            Action("flip") { state, choose in
                let noise: Number = choose.number("noise", in: 0...5)
                state.before = state.now
                state.now = 4 - state.now
                if leaks, noise == 5, state.seen[0] == 5 { state.now = 2 }
                state.seen = [noise]
            }
        }

        var rules: Rules { Always("it was not two") { $0.before != 2 } }
    }

    @Test func longerStretchesAreInductive() throws {
        for leaks in [false, true] {
            let report = try Prover(
                Flip<SymbolicInt>(leaks: leaks),
                concrete: Flip<Int>(leaks: leaks),
                property: "flip",
                settings: ProverSettings(depth: 2, inducts: true)
            ).run()
            #expect(report.internalErrors.isEmpty)
            let finding = report.findings[0]
            if leaks {
                #expect(finding.verdict.counterexample?.choices.steps.count == 3, "\(finding)")
            } else {
                #expect(finding.verdict == .proved(.every), "\(finding)")
                #expect(finding.note == "at every depth, by 2-induction")
            }
        }
    }

    @Test func spacerFindsWhatIsMissing() throws {
        let finding = try bucket(gift: 0, depth: 3)
        #expect(finding.verdict == .proved(.every), "\(finding.note ?? "")")
        let note = try #require(finding.note)
        #expect(note.contains("tokens") && note.contains("granted") && note.contains("refilled"), "\(note)")
        #expect(try bucket(gift: 1, depth: 3).verdict.counterexample?.choices.steps.count == 1)
    }

    @Test func itIsBrokenWhereItIsReached() throws {
        let forgetful = try verdicts(2, forgets: true, depth: 4)
        #expect(forgetful["what is earned is spent or credit"]?.counterexample != nil)
        #expect(forgetful["credit stays below its limit"]?.counterexample != nil)
    }

    /// Totals that grow for ever overflow at last: no proof for every depth may say otherwise.
    @Test func growingTotalsTrapAtLast() throws {
        let found = try verdicts(20, forgets: false, depth: 4)
        #expect(found[ImplicitRule.neverTraps] == .proved(.steps(4)))
    }
}
