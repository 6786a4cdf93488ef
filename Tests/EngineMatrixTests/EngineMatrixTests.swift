import FairScheduler
import FairSchedulerRules
import PlantedForgottenReset
import PlantedFullTarget
import PlantedStaleFailOver
import PlantedStrictComparison
import PlantedTwins
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz
import ProofmarkProve
import RegionRouter
import RegionRouterRules
import Testing

/// Every engine on every example, healthy and with its planted bugs.
@Suite struct EngineMatrixTests {
    typealias Healthy<Number: VerifiableInteger> = FairScheduler.DeficitRoundRobin<Number, Number>
    typealias Forgetful<Number: VerifiableInteger> = PlantedForgottenReset.DeficitRoundRobin<Number, Number>
    typealias Strict<Number: VerifiableInteger> = PlantedStrictComparison.DeficitRoundRobin<Number, Number>

    private static let load = Load(weights: [1, 1, 1])
    private static let isServed = "a backlogged tenant is served"

    /// Runs both engines and gives the findings of each.
    private func verify<Concrete: Specification, Symbolic: Specification>(
        _ concrete: Concrete,
        _ symbolic: Symbolic,
        depth: Int
    ) throws -> [EngineReport] {
        [
            try Fuzzer(concrete, property: "matrix", settings: FuzzSettings(cases: 3_000)).run().report,
            try Prover(
                symbolic,
                concrete: concrete,
                property: "matrix",
                settings: ProverSettings(depth: depth)
            ).run(),
        ]
    }

    private func expectHolds(_ reports: [EngineReport]) {
        let property = PropertyReport(suite: "matrix", property: "matrix", engines: reports)
        #expect(property.exitCode == .holds)
        for rule in property.rules {
            let verdicts = property.findings(for: rule).map(\.finding.verdict)
            #expect(property.exitCode(for: rule) == .holds, "\(rule): \(verdicts)")
            // A limit beyond the depth is the fuzzer's to try; nothing else is left out.
            let vacuous = verdicts.filter { $0.exitCode == .vacuous }
            #expect(vacuous.isEmpty || rule == Self.isServed, "\(rule): \(verdicts)")
        }
    }

    /// Both engines break the rule, with the same shortest run, which breaks it again when it is replayed.
    private func expectBroken<Concrete: Specification>(
        _ reports: [EngineReport],
        _ rule: String,
        steps: Int,
        _ concrete: Concrete
    ) throws {
        for report in reports {
            #expect(report.internalErrors.isEmpty)
            let finding = try #require(report.findings.first { $0.rule == rule })
            let found = try #require(
                finding.verdict.counterexample,
                "\(report.engine) did not find it: \(finding.verdict)"
            )
            #expect(found.choices.steps.count == steps, "\(report.engine): \(found.choices)")
            #expect(found.trace.steps.count == steps + 1)
            let outcome = try Replayer(concrete, isStrict: true).run(try ReplayToken(found.token).choices)
            #expect(outcome.difference == nil)
            #expect(outcome.failure != nil)
        }
    }

    @Test func fairQueueingHolds() throws {
        expectHolds(
            try verify(
                FairQueueing<Healthy<Int>>(Self.load),
                FairQueueing<Healthy<SymbolicInt>>(Self.load),
                depth: 6
            )
        )
    }

    @Test func fairQueueingWithWeightsHolds() throws {
        let load = Load(weights: [2, 1])
        expectHolds(
            try verify(FairQueueing<Healthy<Int>>(load), FairQueueing<Healthy<SymbolicInt>>(load), depth: 6)
        )
    }

    @Test func everyTenantIsServedInTime() throws {
        // Costs of at least half the largest make the bound short enough to be reached.
        let load = Load(weights: [1, 1, 1], smallestCost: 5)
        let reports = try verify(
            ConstantBacklog<Healthy<Int>>(load),
            ConstantBacklog<Healthy<SymbolicInt>>(load),
            depth: 9
        )
        expectHolds(reports)
        #expect(reports.last?.findings.first { $0.rule == Self.isServed }?.verdict == .proved(.steps(9)))
    }

    @Test func leastOutstandingHolds() throws {
        expectHolds(
            try verify(
                LeastOutstanding<RegionRouter.LeastOutstandingRouter<Int>>(),
                LeastOutstanding<RegionRouter.LeastOutstandingRouter<SymbolicInt>>(),
                depth: 5
            )
        )
    }

    /// Not deep enough to see the bug, the prover may hold the rule to that depth, and never at every depth.
    private func expectNoProofForEveryDepth<Concrete: Specification, Symbolic: Specification>(
        _ concrete: Concrete,
        _ symbolic: Symbolic,
        _ rule: String,
        depth: Int
    ) throws {
        let settings = ProverSettings(depth: depth, inducts: true)
        let report = try Prover(symbolic, concrete: concrete, property: "matrix", settings: settings).run()
        #expect(report.internalErrors.isEmpty)
        let verdict = try #require(report.findings.first { $0.rule == rule }).verdict
        // Spacer may know that a longer run breaks it, and then that run is looked for.
        let isBeyond = verdict.counterexample.map { $0.choices.steps.count > depth } ?? false
        #expect(
            verdict == .proved(.steps(depth)) || verdict.exitCode == .vacuous || isBeyond,
            "\(rule): \(verdict)"
        )
    }

    @Test func shallowProofsOfPlantedBugsStayShallow() throws {
        try expectNoProofForEveryDepth(
            FairQueueing<Forgetful<Int>>(Self.load, capacity: 2),
            FairQueueing<Forgetful<SymbolicInt>>(Self.load, capacity: 2),
            "an idle tenant saves nothing",
            depth: 1
        )
        try expectNoProofForEveryDepth(
            FairQueueing<Strict<Int>>(Load(weights: [1, 1]), capacity: 2),
            FairQueueing<Strict<SymbolicInt>>(Load(weights: [1, 1]), capacity: 2),
            "a deficit is at most what a turn can leave",
            depth: 2
        )
        try expectNoProofForEveryDepth(
            LeastOutstanding<PlantedFullTarget.LeastOutstandingRouter<Int>>(),
            LeastOutstanding<PlantedFullTarget.LeastOutstandingRouter<SymbolicInt>>(),
            "no target holds more than its capacity",
            depth: 2
        )
    }

    /// The healthy twin of a small scope, for which the same is proved at every depth.
    @Test func smallQueuesHoldAtEveryDepth() throws {
        let load = Load(weights: [1, 1])
        let report = try Prover(
            FairQueueing<Healthy<SymbolicInt>>(load, capacity: 2),
            concrete: FairQueueing<Healthy<Int>>(load, capacity: 2),
            property: "matrix",
            settings: ProverSettings(depth: 5, inducts: true)
        ).run()
        #expect(report.internalErrors.isEmpty)
        for rule in ["a deficit is at most what a turn can leave", "an idle tenant saves nothing"] {
            let finding = try #require(report.findings.first { $0.rule == rule })
            #expect(finding.verdict == .proved(.every), "\(rule): \(finding.verdict) \(finding.note ?? "")")
        }
    }

    @Test func forgottenResetIsCaught() throws {
        let concrete = FairQueueing<Forgetful<Int>>(Self.load)
        let reports = try verify(concrete, FairQueueing<Forgetful<SymbolicInt>>(Self.load), depth: 3)
        try expectBroken(reports, "an idle tenant saves nothing", steps: 2, concrete)
    }

    @Test func strictComparisonIsCaught() throws {
        let concrete = FairQueueing<Strict<Int>>(Self.load)
        let reports = try verify(concrete, FairQueueing<Strict<SymbolicInt>>(Self.load), depth: 4)
        try expectBroken(reports, "a deficit is at most what a turn can leave", steps: 3, concrete)
    }

    @Test func staleFailOverIsCaught() throws {
        let concrete = LeastOutstanding<PlantedStaleFailOver.LeastOutstandingRouter<Int>>()
        let symbolic = LeastOutstanding<PlantedStaleFailOver.LeastOutstandingRouter<SymbolicInt>>()
        let reports = try verify(concrete, symbolic, depth: 4)
        try expectBroken(reports, "outstanding counts match what is in flight", steps: 3, concrete)
        try expectBroken(reports, "an unhealthy target has nothing in flight", steps: 3, concrete)
    }

    @Test func fullTargetIsCaught() throws {
        let concrete = LeastOutstanding<PlantedFullTarget.LeastOutstandingRouter<Int>>()
        let symbolic = LeastOutstanding<PlantedFullTarget.LeastOutstandingRouter<SymbolicInt>>()
        let reports = try verify(concrete, symbolic, depth: 4)
        try expectBroken(reports, "a request never goes to an unhealthy or full target", steps: 3, concrete)
        try expectBroken(reports, "no target holds more than its capacity", steps: 3, concrete)
    }
}
