import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// False proofs that a review found, and what is said instead.
@Suite struct ReviewedPairsAndTrapsTests {
    private func prove<C: Specification, P: Specification>(_ concrete: C, _ symbolic: P, depth: Int = 3)
        throws
        -> [String: Verdict]
    {
        let report = try Prover(
            symbolic,
            concrete: concrete,
            property: "p",
            settings: ProverSettings(depth: depth, inducts: true)
        ).run()
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    private func provePairs<C: Specification, P: Specification>(_ concrete: C, _ symbolic: P) throws
        -> [String: Verdict]
    {
        try prove(try #require(PairedRuns(concrete)), try #require(PairedRuns(symbolic)))
    }

    struct Growing<Number: VerifiableInteger>: Specification {
        struct State: Codable { var number: Number = 0 }
        var initial: State { State() }
        var actions: Actions { Action("grow") { state, _ in state.number += 20 } }
        var rules: Rules { Sometimes("it moves") { $0.number > 0 } }
    }

    /// Without a rule to prove, nothing is known beyond the depth: the seventh step overflows.
    @Test func nothingToInductIsNoProofThatNothingTraps() throws {
        let verdicts = try prove(Growing<Int8>(), Growing<Symbolic<Int8>>())
        #expect(verdicts[ImplicitRule.neverTraps] == .proved(.steps(3)))
        #expect(
            try prove(Growing<Int8>(), Growing<Symbolic<Int8>>(), depth: 7)[ImplicitRule.neverTraps]?.exitCode
                == .violated
        )
    }

    struct TrappingRule<Number: VerifiableInteger>: Specification {
        struct State: Codable { var number: Number = 0 }
        /// The rule is settled at once: reached, or broken.
        var isGoal: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("grow") { state, _ in state.number = state.number >= 100 ? 0 : state.number + 10 }
        }
        var rules: Rules {
            Always("it stays in range") { $0.number >= 0 && $0.number <= 110 }
            if isGoal { Sometimes("twice is positive") { $0.number + $0.number > 0 } }
            if !isGoal { Always("twice is small") { $0.number + $0.number < 10 } }
        }
    }

    /// 70 + 70 overflows in the code of a goal that was reached long before.
    @Test func goalsMayTrapAfterTheyAreReached() throws {
        let (concrete, symbolic) = (
            TrappingRule<Int8>(isGoal: true), TrappingRule<Symbolic<Int8>>(isGoal: true)
        )
        let shallow = try prove(concrete, symbolic)
        #expect(shallow[ImplicitRule.neverTraps] == .proved(.steps(3)))
        #expect(shallow["it stays in range"] == .proved(.every))
        let deep = try prove(concrete, symbolic, depth: 12)
        #expect(deep[ImplicitRule.neverTraps]?.counterexample?.choices.steps.count == 7)
    }

    /// A rule that is violated is not run on, and that is said.
    @Test func violatedRulesAreLeftOutAndNamed() throws {
        let report = try Prover(
            TrappingRule<Symbolic<Int8>>(isGoal: false),
            concrete: TrappingRule<Int8>(isGoal: false),
            property: "p",
            settings: ProverSettings(depth: 12, inducts: true)
        ).run()
        let traps = report.findings.first { $0.rule == ImplicitRule.neverTraps }
        #expect(traps?.verdict == .proved(.steps(12)))
        #expect(
            report.assumptions.contains {
                $0.contains("without the code of rules that are violated: \"twice is small\"")
            }
        )
    }

    struct NarrowBits<Number: VerifiableInteger, Narrow: VerifiableInteger>: Specification {
        struct State: Codable {
            var kind = 0
            var bits: Number = 0
        }
        var initial: State { State() }
        var actions: Actions {
            Action("or", when: { $0.kind == 0 }) { state, choose in
                let first: Number = choose.number("first", in: 0...200)
                let second: Number = choose.number("second", in: 0...200)
                state.kind = 3
                if first <= 100, second <= 100 {
                    state.kind = 1
                    state.bits = Number(Narrow(first) | Narrow(second))
                    return
                }
                let either = first | second
                if either >= 150 { (state.kind, state.bits) = (2, either) }
            }
        }
        var rules: Rules { Always("bits are few") { $0.bits <= 127 } }
    }

    /// What the narrow type shows on one path must not be believed on another.
    @Test func rangesOfOnePathStayThere() throws {
        let verdicts = try prove(NarrowBits<Int, Int8>(), NarrowBits<SymbolicInt, Symbolic<Int8>>(), depth: 2)
        #expect(verdicts["bits are few"]?.counterexample?.choices.steps.count == 1)
    }

    struct Assuming<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var seen: Number = 0
            var isStarted = false
        }
        var initial: State { State() }
        var actions: Actions {
            Action("start", when: { !$0.isStarted && $0.seen == 0 }) { state, choose in
                if choose.by(1).flag("really") { (state.isStarted, state.seen) = (true, 1) }
            }
            Action("add") { state, choose in
                _ = choose.by(1).flag("any")
                try choose.assume(state.isStarted)
                state.seen = 2
            }
        }
        var rules: Rules {
            Isolated("within one", observers: 0..<1, measures: { state, _ in state.seen }, within: 1)
        }
    }

    struct Blocking<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var isBlocked = false
            var served: Number = 0
        }
        var initial: State { State() }
        var actions: Actions {
            Action("block") { state, choose in state.isBlocked = choose.by(1).flag("block") }
            Action("serve") { state, choose in
                try choose.assume(!state.isBlocked && state.served < 5)
                state.served += 1
            }
        }
        var rules: Rules { Isolated("served", observers: 0..<1, sees: { state, _ in state.served }) }
    }

    /// What one run assumes in vain, it does not do; the other may do it all the same.
    @Test func assumptionsOfOneRunDoNotExcludeThePair() throws {
        let within = try provePairs(Assuming<Int>(), Assuming<SymbolicInt>())
        #expect(within["within one"]?.counterexample?.choices.steps.count == 2)
        let served = try provePairs(Blocking<Int>(), Blocking<SymbolicInt>())
        #expect(served["served"]?.counterexample?.choices.steps.count == 2)
    }

    struct Forgetful<Number: VerifiableInteger>: Specification {
        struct State: Codable { var pool: Number = 10 }
        var initial: State { State() }
        var actions: Actions {
            Action("take") { state, choose in
                let amount: Number = choose.number("amount", in: 1...10)
                if amount <= state.pool { state.pool -= amount }
            }
        }
        var rules: Rules { Isolated("pool", observers: 0..<2, sees: { state, _ in state.pool }) }
    }

    /// Without a choice `by` anybody, the two runs are one.
    @Test func runsThatCannotDifferAreVacuous() throws {
        #expect(try provePairs(Forgetful<Int>(), Forgetful<SymbolicInt>())["pool"]?.exitCode == .vacuous)
    }

    struct Narrow<Number: VerifiableInteger>: Specification {
        struct State: Codable { var service: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("serve", when: { $0.service == 0 }) { state, choose in
                state.service = choose.number("amount", in: 0...127)
            }
        }
        var rules: Rules {
            Fair(
                "fair",
                among: 0..<2,
                backlogged: { _, _ in true },
                service: { state, member in member == 0 ? state.service : 0 }
            )
        }
    }

    @Test func boundsMayBeTheLargestOfTheirType() throws {
        let report = try Prover(
            Narrow<Symbolic<Int8>>(),
            concrete: Narrow<Int8>(),
            property: "p",
            settings: ProverSettings(depth: 2)
        ).run()
        #expect(report.findings.first?.bound?.value == 127)
    }
}
