import FairScheduler
import FairSchedulerRules
import PlantedForgottenReset
import PlantedFullTarget
import PlantedSharedQuota
import PlantedStaleFailOver
import PlantedStrictComparison
import PlantedTwins
package import Proofmark
import ProofmarkProve
import QuotaAdmissionRules
import RegionRouterRules

/// What is measured with each planted bug of the examples.
package protocol PlantedBugVisitor {
    func visit<Concrete: Specification, Symbolic: Specification>(
        _ bug: String,
        breaking rule: String,
        _ concrete: Concrete,
        _ symbolic: Symbolic
    ) throws
}

/// The planted bugs of the examples, each with a rule that it breaks.
package enum PlantedBugs {
    private typealias Forgetful<Number: VerifiableInteger> =
        PlantedForgottenReset.DeficitRoundRobin<Number, Number>
    private typealias Strict<Number: VerifiableInteger> =
        PlantedStrictComparison.DeficitRoundRobin<Number, Number>
    private typealias Stale<Number: VerifiableInteger> = PlantedStaleFailOver.LeastOutstandingRouter<Number>
    private typealias Full<Number: VerifiableInteger> = PlantedFullTarget.LeastOutstandingRouter<Number>
    private typealias Shared<Number: VerifiableInteger> = PlantedSharedQuota.AdmissionControl<Number>

    private enum Failure: Error { case noPairs }

    package static func visit(by visitor: some PlantedBugVisitor) throws {
        let load = Load(weights: [1, 1, 1])
        try visitor.visit(
            "forgotten reset",
            breaking: "an idle tenant saves nothing",
            FairQueueing<Forgetful<Int>>(load),
            FairQueueing<Forgetful<SymbolicInt>>(load)
        )
        try visitor.visit(
            "strict comparison",
            breaking: "a deficit is at most what a turn can leave",
            FairQueueing<Strict<Int>>(load),
            FairQueueing<Strict<SymbolicInt>>(load)
        )
        try visitor.visit(
            "stale fail-over",
            breaking: "outstanding counts match what is in flight",
            LeastOutstanding<Stale<Int>>(),
            LeastOutstanding<Stale<SymbolicInt>>()
        )
        try visitor.visit(
            "full target",
            breaking: "no target holds more than its capacity",
            LeastOutstanding<Full<Int>>(),
            LeastOutstanding<Full<SymbolicInt>>()
        )
        guard let concrete = PairedRuns(Admission<Shared<Int>>()),
            let symbolic = PairedRuns(Admission<Shared<SymbolicInt>>())
        else { throw Failure.noPairs }
        try visitor.visit(
            "shared quota",
            breaking: "what a tenant uses of its quota does not depend on the others",
            concrete,
            symbolic
        )
    }
}
