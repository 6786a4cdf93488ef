import FairScheduler
import FairSchedulerRules
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz
import ProofmarkProve
import Testing

/// Bounds that are left to be found.
@Suite struct BoundSearchTests {
    /// Two accounts, of which one is chosen and gets an amount; how far they differ is bounded by `most`.
    struct Accounts<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var own: [Number] = [0, 0]
            var isOpen = true
        }
        var most: Int
        var initial: State { State() }
        var actions: Actions {
            Action("put") { state, choose in
                let tenant = choose.index("tenant", below: 2)
                let amount: Number = choose.number("amount", in: 1...Number(most))
                let lead = state.own[tenant] + amount - state.own[1 - tenant]
                if lead <= Number(most) { state.own[tenant] += amount }
            }
        }
        var rules: Rules {
            Fair("fair", among: 0..<2, backlogged: { state, _ in state.isOpen }, service: { $0.own[$1] })
            GuaranteedShare(
                "share",
                among: 0..<2,
                weights: [2, 1],
                backlogged: { state, _ in state.isOpen },
                service: { $0.own[$1] }
            )
        }
    }

    private func prove(_ most: Int, depth: Int) throws -> EngineReport {
        let report = try Prover(
            Accounts<SymbolicInt>(most: most),
            concrete: Accounts<Int>(most: most),
            property: "accounts",
            settings: ProverSettings(depth: depth, inducts: true)
        ).run()
        #expect(report.internalErrors.isEmpty)
        return report
    }

    /// The largest lead over all intervals of all runs, one by one.
    private func largest(_ most: Int, depth: Int) -> (lead: Int, arrears: Int) {
        var best = (lead: 0, arrears: 0)
        func follow(_ own: [Int], _ history: [[Int]]) {
            for before in history {
                let (first, second) = (own[0] - before[0], own[1] - before[1])
                best.lead = max(best.lead, abs(first - second))
                let total = first + second
                best.arrears = max(
                    best.arrears,
                    (2 * total - 3 * first + 2) / 3,
                    (total - 3 * second + 2) / 3
                )
            }
            guard history.count <= depth else { return }
            for tenant in 0..<2 {
                for amount in 1...most where own[tenant] + amount - own[1 - tenant] <= most {
                    var next = own
                    next[tenant] += amount
                    follow(next, history + [next])
                }
            }
        }
        follow([0, 0], [[0, 0]])
        return best
    }

    @Test(arguments: [(1, 3), (4, 3), (5, 4)]) func areThoseOfASearch(most: Int, depth: Int) throws {
        let report = try prove(most, depth: depth)
        let expected = largest(most, depth: depth)
        for (rule, value) in [("fair", expected.lead), ("share", expected.arrears)] {
            let finding = try #require(report.findings.first { $0.rule == rule })
            #expect(finding.verdict.holds, "\(rule): \(finding.verdict)")
            let bound = try #require(finding.bound)
            #expect(bound.value == value, "\(rule)")
            // The run that attains it breaks one less, and not the bound itself.
            let run = try ReplayToken(try #require(bound.attained).token).choices
            for (limit, isBroken) in [(value - 1, true), (value, false)] {
                let place = rule == "fair" ? 0 : 1
                let replayer = try Replayer(Accounts<Int>(most: most), rules: [place], isStrict: true)
                replayer.limit(limit, of: place)
                #expect((replayer.run(run).failure != nil) == isBroken)
            }
        }
    }

    @Test func largeBoundsAreFoundInFewSteps() throws {
        let report = try prove(1_000_000_000, depth: 2)
        let finding = try #require(report.findings.first { $0.rule == "fair" })
        #expect(finding.bound?.value == 1_000_000_000)
    }

    /// The bound of deficit round robin is found, and is that of the derivation, at every depth.
    @Test(arguments: [([1, 1], 28, 8), ([1, 1, 1], 28, 9), ([2, 1], 47, 10)])
    func ofDeficitRoundRobin(weights: [Int], bound: Int, depth: Int) throws {
        let load = Load(weights: weights)
        let report = try Prover(
            ConstantBacklog<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(load, scope: .soughtFairness),
            concrete: ConstantBacklog<DeficitRoundRobin<Int, Int>>(load, scope: .soughtFairness),
            property: "bound",
            settings: ProverSettings(depth: depth, inducts: true)
        ).run()
        #expect(report.internalErrors.isEmpty)
        let finding = try #require(report.findings.first)
        #expect(finding.bound?.value == bound)
        #expect(finding.verdict == .proved(.every), "\(finding.verdict) \(finding.note ?? "")")
        #expect(finding.bound?.attained != nil)
    }

    /// The same as when every run of a small scope is tried on `Int`.
    @Test(arguments: [([1, 1], 3, 5), ([1, 1], 4, 4), ([2, 1], 2, 6)])
    func ofDeficitRoundRobinBySearch(weights: [Int], cost: Int, depth: Int) throws {
        let load = Load(weights: weights, quantum: cost, largestCost: cost)
        let report = try Prover(
            ConstantBacklog<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(load, scope: .soughtFairness),
            concrete: ConstantBacklog<DeficitRoundRobin<Int, Int>>(load, scope: .soughtFairness),
            property: "bound",
            settings: ProverSettings(depth: depth)
        ).run()
        let scales = weights.map { (weights.max() ?? 1) / $0 }
        var largest = 0
        /// Two requests wait at first; each that is served is followed by another, of any cost.
        func dispatch(_ scheduler: DeficitRoundRobin<Int, Int>, _ served: [Int], _ history: [Int]) {
            let lead = served[0] * scales[0] - served[1] * scales[1]
            for before in history { largest = max(largest, abs(lead - before)) }
            guard history.count < depth else { return }
            var next = scheduler
            guard let request = next.dispatch() else { return }
            var served = served
            served[request.tenant] += request.cost
            for cost in 1...cost {
                var refilled = next
                refilled.submit(.init(id: 0, tenant: request.tenant, cost: cost))
                dispatch(refilled, served, history + [lead])
            }
        }
        func fill(_ scheduler: DeficitRoundRobin<Int, Int>, _ place: Int) {
            guard place < 4 else { return dispatch(scheduler, [0, 0], []) }
            for cost in 1...cost {
                var next = scheduler
                next.submit(.init(id: 0, tenant: place / 2, cost: cost))
                fill(next, place + 1)
            }
        }
        fill(DeficitRoundRobin(weights: weights, quantum: cost), 0)
        #expect(largest > 0)
        #expect(report.findings.first?.bound?.value == largest)
    }

    /// Nothing can break a rule without a bound in the fuzzer, so it is no pass.
    @Test func theFuzzerSaysWhatItSaw() throws {
        let report = try Fuzzer(
            Accounts<Int>(most: 4),
            property: "accounts",
            settings: FuzzSettings(cases: 500)
        ).run().report
        let finding = try #require(report.findings.first { $0.rule == "fair" })
        #expect(finding.verdict.exitCode == .vacuous)
        #expect(finding.bound?.value == 8)
    }
}
