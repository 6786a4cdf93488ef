import FairScheduler
import FairSchedulerRules
import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// The fairness bound that `Load` derives is the tight one: it is proved, and one less is refuted.
@Suite struct FairnessBoundTests {
    typealias Scheduler<Number: VerifiableInteger> = DeficitRoundRobin<Number, Number>
    private static let rule = "service is fair while two tenants are backlogged"

    private func verdict(_ load: Load, bound: Int, depth: Int, inducts: Bool = false) throws -> Verdict {
        let report = try Prover(
            ConstantBacklog<Scheduler<SymbolicInt>>(load, bound: bound, scope: .fairness),
            concrete: ConstantBacklog<Scheduler<Int>>(load, bound: bound, scope: .fairness),
            property: "bound",
            settings: ProverSettings(depth: depth, inducts: inducts)
        ).run()
        #expect(report.internalErrors.isEmpty)
        return try #require(report.findings.first { $0.rule == Self.rule }).verdict
    }

    @Test func derivedBoundsAreThoseOfTheDefinition() {
        #expect(Load(weights: [1, 1, 1]).fairnessBound == 28)
        #expect(Load(weights: [2, 1]).fairnessBound == 47)
        #expect(Load(weights: [1, 1], quantum: 3, largestCost: 3).fairnessBound == 7)
    }

    @Test func equalWeights() throws {
        let load = Load(weights: [1, 1, 1])
        #expect(try verdict(load, bound: 28, depth: 9) == .proved(.steps(9)))
        let refuted = try verdict(load, bound: 27, depth: 9)
        let found = try #require(refuted.counterexample, "27 was not refuted: \(refuted)")
        #expect(found.choices.steps.count <= 9)
    }

    @Test func twoTenants() throws {
        let load = Load(weights: [1, 1])
        #expect(try verdict(load, bound: 28, depth: 8) == .proved(.steps(8)))
        #expect(try verdict(load, bound: 27, depth: 8).counterexample != nil)
    }

    @Test(arguments: [([1, 1, 1], 28), ([1, 1], 28), ([2, 1], 47)])
    func atEveryDepth(weights: [Int], bound: Int) throws {
        let load = Load(weights: weights)
        #expect(try verdict(load, bound: bound, depth: 9, inducts: true) == .proved(.every))
        // One less is broken in runs longer than this: it is no proof for every depth, and where Spacer knows
        // it, the run is found.
        let less = try verdict(load, bound: bound - 1, depth: 6, inducts: true)
        if let found = less.counterexample {
            #expect(found.choices.steps.count > 6)
        } else {
            #expect(less == .proved(.steps(6)))
        }
    }

    @Test func unequalWeights() throws {
        let load = Load(weights: [2, 1])
        #expect(try verdict(load, bound: 47, depth: 10) == .proved(.steps(10)))
        #expect(try verdict(load, bound: 46, depth: 10).counterexample != nil)
    }
}
