import PlantedSharedQuota
import PlantedTwins
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz
import ProofmarkProve
import QuotaAdmission
import QuotaAdmissionRules
import Testing

/// What the two engines say of rules about two runs.
@Suite struct IsolationTests {
    private func verify<Concrete: Specification, Symbolic: Specification>(
        _ concrete: Concrete,
        _ symbolic: Symbolic,
        depth: Int = 3
    ) throws -> [String: [Verdict]] {
        let (runs, symbols) = (try #require(PairedRuns(concrete)), try #require(PairedRuns(symbolic)))
        let reports = [
            try Fuzzer(runs, property: "pairs", settings: FuzzSettings(cases: 2_000)).run().report,
            try Prover(
                symbols,
                concrete: runs,
                property: "pairs",
                settings: ProverSettings(depth: depth, inducts: true)
            ).run(),
        ]
        var verdicts: [String: [Verdict]] = [:]
        for report in reports {
            #expect(report.internalErrors.isEmpty)
            for finding in report.findings { verdicts[finding.rule, default: []].append(finding.verdict) }
        }
        return verdicts
    }

    private func expect(_ verdicts: [Verdict]?, _ expected: ExitCode, steps: Int? = nil, _ rule: String) {
        #expect(verdicts?.count == 2)
        for verdict in verdicts ?? [] {
            #expect(verdict.exitCode == expected, "\(rule): \(verdict)")
            if let steps { #expect(verdict.counterexample?.choices.steps.count == steps, "\(rule)") }
        }
    }

    private static let own = "what a tenant uses of its quota does not depend on the others"
    private static let granted = "what a tenant is granted depends on the others by at most the pool"

    @Test func quotasAreIsolatedAtEveryDepth() throws {
        let verdicts = try verify(
            Admission<QuotaAdmission.AdmissionControl<Int>>(),
            Admission<QuotaAdmission.AdmissionControl<SymbolicInt>>()
        )
        for rule in [Self.own, Self.granted] {
            expect(verdicts[rule], .holds, rule)
            #expect(verdicts[rule]?.last == .proved(.every))
        }
    }

    @Test func aSharedQuotaIsCaught() throws {
        let concrete = Admission<PlantedSharedQuota.AdmissionControl<Int>>()
        let symbolic = Admission<PlantedSharedQuota.AdmissionControl<SymbolicInt>>()
        let verdicts = try verify(concrete, symbolic)
        for rule in [Self.own, Self.granted] {
            expect(verdicts[rule], .violated, steps: 3, rule)
            for verdict in verdicts[rule] ?? [] {
                let token = try ReplayToken(try #require(verdict.counterexample).token)
                let runs = try #require(PairedRuns(concrete))
                #expect(try Replayer(runs, isStrict: true).run(token.choices).failure != nil)
            }
        }
    }

    /// Tenants put amounts into accounts.
    struct Accounts<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var own: [Number] = [0, 0]
            var total: Number = 0
            var steps: Number = 0
        }
        var initial: State { State() }
        var actions: Actions {
            Action("put") { state, choose in
                let tenant = choose.index("tenant", below: 2)
                let amount: Number = choose.by(tenant).number("amount", in: 0...3)
                state.own[tenant] += amount
                state.total += amount
                state.steps += 1
            }
        }
        var rules: Rules {
            Isolated("own", observers: 0..<2, sees: { $0.own[$1] })
            Isolated("total", observers: 0..<2, sees: { state, _ in state.total })
            Isolated("total of three", observers: 0..<2, measures: { state, _ in state.total }, within: 9)
            Isolated("total of two", observers: 0..<2, measures: { state, _ in state.total }, within: 8)
            Isolated("steps", observers: 0..<2, sees: { state, _ in state.steps })
            Isolated("same steps", observers: 0..<2, from: .values, sees: { state, _ in state.steps })
        }
    }

    @Test func viewsAreToldApart() throws {
        let verdicts = try verify(Accounts<Int>(), Accounts<SymbolicInt>())
        expect(verdicts["own"], .holds, "own")
        expect(verdicts["total"], .violated, steps: 1, "total")
        expect(verdicts["total of two"], .violated, steps: 3, "total of two")
        // Three steps are as far as the proof goes; Spacer knows of the fourth.
        expect(verdicts["total of three"], .violated, steps: 4, "total of three")
        expect(verdicts["steps"], .violated, steps: 1, "steps")
        expect(verdicts["same steps"], .holds, "same steps")
    }

    /// A tenant is served at each tick, unless the other one takes it away; it can do so so many times.
    struct Slots<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var left: Int
            var served: Number = 0
        }
        var initial: State { State(left: 2) }
        var actions: Actions {
            Action("tick") { state, choose in
                if state.left > 0, choose.by(1).flag("takes") { state.left -= 1 } else { state.served += 1 }
            }
            Action("idle") { _, _ in }
        }
        var rules: Rules {
            for delay in 1...2 {
                Isolated(
                    "late by \(delay)",
                    observers: 0..<1,
                    from: .values,
                    progress: { state, _ in state.served },
                    delayedAtMost: delay,
                    counting: ["tick"]
                )
            }
        }
    }

    @Test func delaysAreExact() throws {
        let verdicts = try verify(Slots<Int>(), Slots<SymbolicInt>(), depth: 5)
        // One step to be compared with, and two that are taken away.
        expect(verdicts["late by 1"], .violated, steps: 2, "late by 1")
        expect(verdicts["late by 2"], .holds, "late by 2")
    }

    /// A choice that belongs to nobody is the same in both runs, or the nearest that there is.
    struct Queue<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var length = 1
            var taken = 0
        }
        var initial: State { State() }
        var actions: Actions {
            Action("grow", when: { $0.length < 3 }) { state, choose in
                if choose.by(1).flag("grows") { state.length += 1 }
            }
            Action("take") { state, choose in state.taken = choose.index("place", below: state.length) }
        }
        var rules: Rules {
            Isolated("taken", observers: 0..<1, sees: { state, _ in state.taken })
            Isolated("nearly", observers: 0..<1, measures: { state, _ in Number(state.taken) }, within: 2)
            Isolated("nearest", observers: 0..<1, from: .values, sees: { state, _ in state.taken > 2 })
        }
    }

    @Test func sharedChoicesArePairedByRange() throws {
        let verdicts = try verify(Queue<Int>(), Queue<SymbolicInt>(), depth: 4)
        expect(verdicts["taken"], .violated, steps: 2, "taken")
        expect(verdicts["nearly"], .holds, "nearly")
        expect(verdicts["nearest"], .holds, "nearest")
    }

    @Test func mistakesAreNamed() throws {
        struct Mistaken: Specification {
            struct State { var count = 0 }
            var initial: State { State() }
            var actions: Actions { Action("step") { state, _ in state.count += 1 } }
            var rules: Rules {
                Isolated("nobody", observers: 0..<0, sees: { state, _ in state.count })
            }
        }
        let runs = try #require(PairedRuns(Mistaken()))
        #expect(throws: SpecificationError.outOfRange("`observers:` is empty", rule: "nobody")) {
            _ = try Simulation(runs, choices: Choices())
        }
        struct Impatient: Specification {
            typealias State = Mistaken.State
            var initial: State { State() }
            var actions: Actions { Action("step") { state, _ in state.count += 1 } }
            var rules: Rules {
                Isolated(
                    "less than none",
                    observers: 0..<1,
                    measures: { state, _ in state.count },
                    within: -1
                )
            }
        }
        let impatient = try #require(PairedRuns(Impatient()))
        #expect(throws: SpecificationError.self) { _ = try Simulation(impatient, choices: Choices()) }
        #expect(throws: SpecificationError.noRules) { _ = try Simulation(Mistaken(), choices: Choices()) }
    }
}
