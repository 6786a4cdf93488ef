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
    }
}
