import Proofmark
import ProofmarkRunner
import RegionRouter
import RegionRouterRules

@main
struct RegionRouterProperties: PropertySuite {
    static var suite: Suite {
        Verify(
            "least outstanding requests",
            LeastOutstanding<LeastOutstandingRouter<Int>>(),
            proving: LeastOutstanding<LeastOutstandingRouter<SymbolicInt>>(),
            depth: 6
        )
        Verify(
            "least outstanding requests, two regions",
            LeastOutstanding<LeastOutstandingRouter<Int>>(regions: [0, 1], requests: 2),
            proving: LeastOutstanding<LeastOutstandingRouter<SymbolicInt>>(regions: [0, 1], requests: 2),
            depth: 5
        )
    }
}
