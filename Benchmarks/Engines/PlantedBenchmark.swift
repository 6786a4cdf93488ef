import BenchmarkSupport
import PlantedBugs
import Proofmark
import ProofmarkProve

/// How soon the prover finds each planted bug: the depth at which it does, and the time to depth 4.
struct PlantedBenchmark: PlantedBugVisitor {
    func run() throws {
        say("\n(d) planted bugs, by proof\n    bug                 depth   to depth 4")
        try PlantedBugs.visit(by: self)
        say("")
    }

    func visit<Concrete: Specification, Symbolic: Specification>(
        _ bug: String,
        breaking rule: String,
        _ concrete: Concrete,
        _ symbolic: Symbolic
    ) throws {
        var report: EngineReport?
        let spent = try seconds {
            report = try Prover(
                symbolic,
                concrete: concrete,
                property: "bench",
                settings: ProverSettings(depth: 4)
            ).run()
        }
        let found = report?.findings.first { $0.rule == rule }?.verdict.counterexample
        say(
            "    \(column(bug, 19, isText: true))\(column(found?.foundAtDepth.map { "\($0)" } ?? "-", 6))"
                + "\(column(shown(spent), 11)) s"
        )
    }
}
