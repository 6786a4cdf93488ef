
import FairScheduler
import FairSchedulerRules
import RegionRouter
import RegionRouterRules
import Proofmark
import ProofmarkFuzz
import ProofmarkProve
import ProofmarkEngine
import Foundation
typealias SI = SymbolicInt
let a = CommandLine.arguments
let depth = Int(a[1])!
let bound = a.count > 2 ? Int(a[2]) : nil
func show(_ r: EngineReport) {
  for f in r.findings {
    var v = "\(f.verdict)"; if let c = f.verdict.counterexample { v = "VIOLATED \(c.message) \(c.choices.steps.count) steps" }
    print(f.rule, ":", v.prefix(150), f.note ?? "")
  }
  print(r.statistics.map { "\($0.name)=\($0.value)" }.joined(separator: " "), r.seconds, r.internalErrors, r.assumptions)
}
if a.count > 4 {
 show(try Fuzzer(LeastOutstanding<RegionRouter<Int>>(), property: "p").run())
 show(try Prover(LeastOutstanding<RegionRouter<SI>>(), concrete: LeastOutstanding<RegionRouter<Int>>(), property: "p", settings: .init(depth: depth), progress: { p in print(p) }).run())
} else if a.count > 3 {
 let l = Load(weights: [1,1,1])
 show(try Fuzzer(FairQueueing<DeficitRoundRobin<Int,Int>>(l), property: "p").run())
 show(try Prover(FairQueueing<DeficitRoundRobin<SI,SI>>(l), concrete: FairQueueing<DeficitRoundRobin<Int,Int>>(l), property: "p", settings: .init(depth: depth), progress: { p in print(p) }).run())
} else {
let l = Load(weights: [1,1,1])
show(try Fuzzer(ConstantBacklog<DeficitRoundRobin<Int,Int>>(l, bound: bound), property: "p").run())
show(try Prover(ConstantBacklog<DeficitRoundRobin<SI,SI>>(l, bound: bound), concrete: ConstantBacklog<DeficitRoundRobin<Int,Int>>(l, bound: bound), property: "p", settings: .init(depth: depth), progress: { p in print(p) }).run())
}
