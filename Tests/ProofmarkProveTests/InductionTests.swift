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

    @Test func whatOnlyLongRunsBreakIsNot() throws {
        // Seven steps reach 21, and an eighth forgets: four know nothing of it.
        let forgetful = try verdicts(20, forgets: true, depth: 4)
        #expect(forgetful["what is earned is spent or credit"] == .proved(.steps(4)))
        #expect(forgetful["credit stays between its limits"] == .proved(.every))
        #expect(forgetful["credit stays below its limit"] == .proved(.steps(4)))
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
