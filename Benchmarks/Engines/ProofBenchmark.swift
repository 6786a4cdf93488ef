import BenchmarkSupport
import FairScheduler
import FairSchedulerRules
import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkProve

/// The fairness bound with 3 tenants, costs 1...10, quantum 10, all backlogged, k dispatches: proved at the
/// tight bound and refuted at one less, against one hand-encoded query of the same problem given to the
/// same Z3.
struct ProofBenchmark {
    private static let patience = 60.0
    private static let rule = "service is fair while two tenants are backlogged"

    func run() throws {
        say("(b) fairness, 3 tenants, costs 1...10, quantum 10, all backlogged, k dispatches")
        try table("from the start", .fairnessFromTheStart) { _ in 19 }
        try table("over any interval", .fairness, tightBound)
        say("    (> means that the query was stopped there; the ratio is then a lower bound)")
    }

    private func table(
        _ title: String,
        _ scope: Backlog<Int>.Scope,
        _ bounds: (Int) throws -> Int
    ) throws {
        say("    \(title)")
        say("      k  bound   proved by us  one query  ratio   refuted by us  one query  ratio")
        for dispatches in [4, 6, 8, 10, 12, 14, 16] {
            let bound = try bounds(dispatches)
            let proof = try ours(dispatches, bound, scope)
            let refutation = try ours(dispatches, bound - 1, scope)
            guard proof.holds == true, refutation.holds == false else {
                say("    \(dispatches): bound \(bound) is not the tight one, or could not be decided")
                continue
            }
            let query = MonolithicQuery(
                dispatches: dispatches,
                isFromTheStart: scope == .fairnessFromTheStart,
                patience: Self.patience
            )
            let proofQuery = query.run(bound: bound)
            let refutationQuery = query.run(bound: bound - 1)
            precondition(
                proofQuery.holds != false && refutationQuery.holds != true,
                "the two encodings disagree"
            )
            say(
                "    \(column("\(dispatches)", 3))  \(column("\(bound)", 5))   \(row(proof.seconds, proofQuery))   "
                    + row(refutation.seconds, refutationQuery)
            )
        }
    }

    private func row(_ ours: Double, _ query: (holds: Bool?, seconds: Double)) -> String {
        let mark = query.holds == nil ? ">" : " "
        return
            "\(column(shown(ours), 10)) s \(mark)\(column(shown(query.seconds), 7)) s \(mark)\(column(shown(query.seconds / ours, 1), 5))"
    }

    /// The smallest bound that holds for this many dispatches. From 8 on it is the general one.
    private func tightBound(_ dispatches: Int) throws -> Int {
        let general = Load(weights: [1, 1, 1]).fairnessBound
        if dispatches >= 8 { return general }
        var low = 0
        var high = general
        while low < high {
            let middle = (low + high) / 2
            if try ours(dispatches, middle, .fairness).holds == true {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low
    }

    typealias Backlog<Number: VerifiableInteger> = ConstantBacklog<DeficitRoundRobin<Number, Number>>

    private func ours(
        _ dispatches: Int,
        _ bound: Int,
        _ scope: Backlog<Int>.Scope
    ) throws -> (holds: Bool?, seconds: Double) {
        let load = Load(weights: [1, 1, 1])
        let isFromTheStart = scope == .fairnessFromTheStart
        var verdict: Verdict?
        let spent = try seconds {
            // One step more: the first fills the queues.
            let report = try Prover(
                Backlog<SymbolicInt>(
                    load,
                    bound: bound,
                    scope: isFromTheStart ? .fairnessFromTheStart : .fairness
                ),
                concrete: Backlog<Int>(load, bound: bound, scope: scope),
                property: "bench",
                settings: ProverSettings(depth: dispatches + 1)
            ).run()
            verdict = report.findings.first { $0.rule == Self.rule }?.verdict
        }
        switch verdict {
        case .proved: return (true, spent)
        case .violated: return (false, spent)
        case .exhausted, .passed, .vacuous, .unknown, .crashed, .misuse, nil: return (nil, spent)
        }
    }
}
