import Proofmark
import ProofmarkEngine
import ProofmarkFuzz
import Testing

@Suite struct FuzzerTests {
    /// A counter with one rule of each kind; `limit` decides which hold.
    struct Counter: Specification {
        struct State {
            var count = 0
            var last = 0
        }
        var limit = 1_000
        var canReset = true
        var initial: State { State() }
        var actions: Actions {
            Action("add") { state, choose in
                state.last = choose.number("amount", in: 1...9)
                state.count += state.last
            }
            if canReset {
                Action("reset", when: { $0.count > 5 }) { state, _ in state.count = 0 }
            }
        }
        var rules: Rules {
            Always("below the limit") { $0.count < limit }
            Sometimes("seven is added") { $0.last == 7 }
            LeadsTo(
                "above thirty leads to reset",
                from: { $0.count > 30 },
                to: { $0.count == 0 },
                within: 36
            )
        }
    }

    private func verdicts<S: Specification>(_ specification: S, _ settings: FuzzSettings) throws -> [String:
        Verdict]
    {
        let report = try Fuzzer(specification, property: "p", settings: settings).run().report
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    @Test func whatHoldsPasses() throws {
        let verdicts = try verdicts(Counter(), FuzzSettings(cases: 2_000))
        #expect(verdicts.values.allSatisfy { $0 == .passed(cases: 2_000) }, "\(verdicts)")
    }

    @Test func whatDoesNotIsShrunkToTheShortestRun() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let verdicts = try verdicts(Counter(limit: 20), FuzzSettings(seed: seed, cases: 500))
            let found = try #require(verdicts["below the limit"]?.counterexample)
            #expect(found.choices.steps.map { $0.choices.map(\.value) } == [[2], [9], [9]])
            #expect(found.trace.steps.map(\.action) == ["start", "add", "add", "add"])
        }
    }

    @Test func nothingTriedIsVacuous() throws {
        for verdict in try verdicts(Counter(), FuzzSettings(cases: 0)).values {
            #expect(verdict.exitCode == .vacuous)
        }
        let short = try verdicts(Counter(), FuzzSettings(cases: 50, steps: 1))
        #expect(short["above thirty leads to reset"]?.exitCode == .vacuous)
        #expect(
            short[ImplicitRule.everyActionRuns] == .vacuous("never enabled in 50 cases: \"reset\"")
                || short[ImplicitRule.everyActionRuns]?.holds == true
        )
        #expect(short["below the limit"] == .passed(cases: 50))
    }

    /// The steps before the trigger count: after them a run must be long enough to break the rule.
    struct Arming: Specification {
        struct State {
            var isArmed = false
            var isWaiting = false
        }
        var limit: Int
        var mayRefuse = true
        var initial: State { State() }
        var actions: Actions {
            Action("arm", when: { !$0.isArmed }) { state, _ in state.isArmed = true }
            Action("wait", when: { $0.isArmed && (mayRefuse || !$0.isWaiting) }) { state, _ in
                state.isWaiting = true
            }
            if !mayRefuse {
                Action("serve", when: { $0.isWaiting }) { state, _ in state.isWaiting = false }
            }
        }
        var rules: Rules {
            LeadsTo("served", from: { $0.isWaiting }, to: { !$0.isWaiting }, within: limit)
        }
    }

    @Test func runsThatAreTooShortAfterTheTriggerProveNothing() throws {
        // "wait" comes second, and then there are 38 steps.
        let short = try verdicts(Arming(limit: 39), FuzzSettings(cases: 500))
        guard case .vacuous(let why) = short["served"] else { Issue.record("\(short)"); return }
        #expect(why.contains("it takes at least 41 (2 before its trigger)"), "\(why)")
        let long = try verdicts(Arming(limit: 38), FuzzSettings(cases: 500))
        #expect(long["served"]?.counterexample?.choices.steps.count == 40, "\(long)")
        let healthy = try verdicts(Arming(limit: 38, mayRefuse: false), FuzzSettings(cases: 500))
        #expect(healthy["served"] == .passed(cases: 500), "\(healthy)")
    }

    @Test func aDeadlockIsFoundAndShrunk() throws {
        struct Ending: Specification {
            var mayEnd: Bool
            var initial: Int { 0 }
            var actions: [Proofmark.Action<Int>] {
                Action("count", when: { $0 < 10 }) { state, choose in state += choose.number("by", in: 1...5)
                }
            }
            var rules: [Proofmark.Rule<Int>] { Always("small") { $0 < 20 } }
            func isFinal(_ state: Int) -> Bool { mayEnd && state >= 10 }
        }
        let found = try verdicts(Ending(mayEnd: false), FuzzSettings(cases: 200))
        let run = try #require(found[ImplicitRule.noDeadlock]?.counterexample)
        #expect(run.choices.steps.map { $0.choices.map(\.value) } == [[5], [5]])
        #expect(run.message.contains("func isFinal"))
        #expect(found["small"] == .passed(cases: 200))
        let healthy = try verdicts(Ending(mayEnd: true), FuzzSettings(cases: 200))
        #expect(healthy[ImplicitRule.noDeadlock] == .passed(cases: 200))
    }

    @Test func theSeedDeterminesTheRun() throws {
        func found(_ seed: UInt64) throws -> Counterexample? {
            try verdicts(Counter(limit: 60), FuzzSettings(seed: seed, cases: 300))["below the limit"]?
                .counterexample
        }
        #expect(try found(5) == found(5))
        #expect(try found(5) != nil)
    }

    @Test func drawsStayInTheirRangeAndReachItsEnds() {
        var generator = SplitMix64(seed: 1)
        for range in [0...0, -3...4, Int.min...Int.max, 5...1_000_000, Int.max - 1...Int.max] {
            var seen = Set<Int>()
            for _ in 0..<2_000 {
                let value = generator.next(from: range.lowerBound, through: range.upperBound)
                #expect(range.contains(value))
                seen.insert(value)
            }
            #expect(seen.contains(range.lowerBound) && seen.contains(range.upperBound))
        }
    }
}
