import FairScheduler
import FairSchedulerRules
import PlantedForgottenReset
import PlantedTwins
import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// However a proof is made, its verdicts are the same.
@Suite struct ProofVariantTests {
    private static let variants: [(name: String, change: @Sendable (inout ProverSettings) -> Void)] = [
        ("as it is", { _ in }),
        ("without merging", { $0.merges = false }),
        ("the other search order", { $0.order = .modelLast }),
        ("the other search order, without merging", { ($0.order, $0.merges) = (.modelLast, false) }),
        ("bit-vectors", { $0.encoding = .bitVectors }),
        ("another seed", { $0.solverSeed = 7 }),
    ]

    /// What is said of each rule, and how long its run is.
    private struct Answer: Hashable, CustomStringConvertible {
        var rule: String
        var verdict: String

        init(_ finding: EngineReport.Finding) {
            rule = finding.rule
            verdict =
                finding.verdict.counterexample.map { "broken in \($0.choices.steps.count)" }
                ?? "\(finding.verdict)"
        }

        var description: String { "\(rule): \(verdict)" }
    }

    private func expectSame<Concrete: Specification, Symbolic: Specification>(
        _ concrete: Concrete,
        _ symbolic: Symbolic,
        depth: Int,
        breaks broken: String?
    ) throws {
        var first: [Answer]?
        for variant in Self.variants {
            var settings = ProverSettings(depth: depth)
            variant.change(&settings)
            let report = try Prover(symbolic, concrete: concrete, property: "variants", settings: settings)
                .run()
            #expect(report.internalErrors.isEmpty, "\(variant.name): \(report.internalErrors)")
            let answers = report.findings.map(Answer.init)
            let found = report.findings.filter { $0.verdict.counterexample != nil }.map(\.rule)
            #expect(found == (broken.map { [$0] } ?? []), "\(variant.name)")
            #expect(!answers.contains { $0.verdict.contains("unknown") }, "\(variant.name): \(answers)")
            if let first { #expect(answers == first, "\(variant.name)") }
            first = first ?? answers
        }
    }

    @Test func fairQueueing() throws {
        let load = Load(weights: [1, 1, 1])
        typealias Healthy<Number: VerifiableInteger> = FairScheduler.DeficitRoundRobin<Number, Number>
        typealias Planted<Number: VerifiableInteger> = PlantedForgottenReset.DeficitRoundRobin<Number, Number>
        try expectSame(
            FairQueueing<Healthy<Int>>(load, capacity: 2),
            FairQueueing<Healthy<SymbolicInt>>(load, capacity: 2),
            depth: 3,
            breaks: nil
        )
        try expectSame(
            FairQueueing<Planted<Int>>(load, capacity: 2),
            FairQueueing<Planted<SymbolicInt>>(load, capacity: 2),
            depth: 3,
            breaks: "an idle tenant saves nothing"
        )
    }
}
