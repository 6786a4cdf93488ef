import FairScheduler
import FairSchedulerRules
import Proofmark
import ProofmarkRunner

@main
struct FairSchedulerProperties: PropertySuite {
    static var suite: Suite {
        Verify(
            "fair queueing",
            FairQueueing<DeficitRoundRobin<Int, Int>>(Load(weights: [1, 1, 1])),
            proving: FairQueueing<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(Load(weights: [1, 1, 1])),
            depth: 7
        )
        Verify(
            "constant backlog, equal weights",
            ConstantBacklog<DeficitRoundRobin<Int, Int>>(Load(weights: [1, 1, 1])),
            proving: ConstantBacklog<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(Load(weights: [1, 1, 1])),
            depth: 9
        )
        Verify(
            "constant backlog, costs from 5 to 10",
            ConstantBacklog<DeficitRoundRobin<Int, Int>>(Load(weights: [1, 1, 1], smallestCost: 5)),
            proving: ConstantBacklog<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(
                Load(weights: [1, 1, 1], smallestCost: 5)
            ),
            depth: 9
        )
        Verify(
            "constant backlog, weights 2 and 1",
            ConstantBacklog<DeficitRoundRobin<Int, Int>>(Load(weights: [2, 1])),
            proving: ConstantBacklog<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(Load(weights: [2, 1])),
            depth: 10
        )
        Verify(
            "constant backlog, the bound to be found",
            ConstantBacklog<DeficitRoundRobin<Int, Int>>(Load(weights: [1, 1]), scope: .soughtFairness),
            proving: ConstantBacklog<DeficitRoundRobin<SymbolicInt, SymbolicInt>>(
                Load(weights: [1, 1]),
                scope: .soughtFairness
            ),
            depth: 8
        )
    }
}
