import Proofmark
import ProofmarkRunner
import RegionRouter
import RegionRouterRules

@main
struct RegionRouterProperties: PropertySuite {
    static var suite: Suite {
        Verify(
            "least outstanding requests",
            LeastOutstanding<RegionRouter<Int>>(),
            proving: LeastOutstanding<RegionRouter<SymbolicInt>>(),
            depth: 6
        )
    }
}
