import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// What a specification takes for granted, and what a proof says of it.
@Suite struct AssumptionTests {
    struct Batches<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var batch: Number = 0
            var flags: Number = 0
        }
        var assumes: Bool
        /// No request satisfies it.
        var assumesTooMuch: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("add") { state, choose in
                let size: Number = choose.number("size", in: 1...10)
                state.batch += size
                if assumes { try choose.assume(state.batch <= 16) }
                if assumesTooMuch { try choose.assume(size > 10) }
                state.flags = (state.flags ^ size) | (size & 5)
            }
            Action("send") { state, _ in state.batch = 0 }
        }
        var rules: Rules {
            Always("a batch has at most 16") { $0.batch <= 16 }
            Always("flags have four bits") { 0 <= $0.flags && $0.flags < 16 }
        }
    }

    private func prove(assumes: Bool = true, tooMuch: Bool = false) throws -> EngineReport {
        let report = try Prover(
            Batches<SymbolicInt>(assumes: assumes, assumesTooMuch: tooMuch),
            concrete: Batches<Int>(assumes: assumes, assumesTooMuch: tooMuch),
            property: "p",
            settings: ProverSettings(depth: 3)
        ).run()
        #expect(report.internalErrors.isEmpty)
        return report
    }

    @Test func whatIsAssumedIsNotTried() throws {
        let report = try prove()
        #expect(report.findings[0].verdict == .proved(.steps(3)))
        #expect(report.findings[1].verdict == .proved(.steps(3)))
        let without = try prove(assumes: false)
        #expect(without.findings[0].verdict.counterexample?.choices.steps.count == 2)
    }

    /// The run that Int is given ends before the step that breaks the assumption.
    @Test func replaysEndThere() throws {
        let run = ChoiceSequence(
            steps: [10, 10, 1].map { .init(action: 0, choices: [.init($0, in: 1...10)]) }
        )
        let free = try Replayer(Batches<Int>(assumes: false, assumesTooMuch: false)).run(run)
        #expect(free.failure == .violated(rule: 0))
        let outcome = try Replayer(Batches<Int>(assumes: true, assumesTooMuch: false)).run(run)
        #expect(outcome.failure == nil)
        #expect(outcome.choices.steps.count == 1)
    }

    @Test func whatExcludesEverythingIsVacuous() throws {
        let report = try prove(tooMuch: true)
        let finding = try #require(report.findings.first { $0.rule == ImplicitRule.everyActionRuns })
        guard case .vacuous(let what) = finding.verdict else {
            Issue.record("\(finding.verdict)")
            return
        }
        #expect(what.contains("\"add\""))
    }

    @Test func bitOperationsAreBitVectors() throws {
        #expect(try prove().assumptions[0].contains("bit operations as bit-vectors"))
        #expect(try prove().assumptions.allSatisfy { !$0.contains("value by value") })
    }

    @Test func whatIsChosenIsListed() throws {
        let ranges = try prove().scope
        #expect(ranges == ["add: size in 1...10", "runs of at most 3 steps"])
    }
}
