import Foundation
package import Proofmark
import Synchronization

extension Verify {
    package var names: [String] { works.map(\.name) }

    /// Runs all engines in this process: what traps ends it.
    ///
    /// - Parameters:
    ///   - depth: Steps to prove; by default, what the property says.
    ///   - seconds: For each engine.
    package func runHere(seed: UInt64, cases: Int, depth: Int?, seconds: Double) -> [PropertyReport] {
        works.map { work in
            let description = work.description
            var report = PropertyReport(suite: "", property: work.name)
            report.locations = Dictionary(
                description.rules.compactMap { rule in rule.location.map { (rule.name, $0) } },
                uniquingKeysWith: { first, _ in first }
            )
            if let problem = description.problem {
                report.engines = [Self.settled(.misuse(problem), .fuzz, description)]
                return report
            }
            let context = WorkContext(journal: nil, send: { _ in }, isolation: nil)
            report.engines.append(
                Self.report(.fuzz, description) {
                    try work.fuzz(FuzzOrder(seed: seed, cases: cases, budget: seconds), context).report
                }
            )
            if description.isProvable {
                report.engines.append(
                    Self.report(.prove, description) {
                        try work.prove(ProofOrder(depth: depth, budget: seconds), context)
                    }
                )
            }
            return report
        }
    }

    private static func report(
        _ engine: Engine,
        _ description: PropertyDescription,
        _ run: () throws -> EngineReport
    ) -> EngineReport {
        do {
            return try run()
        } catch let error as SpecificationError {
            return settled(.misuse(error.description), engine, description)
        } catch let error as WorkError {
            return settled(.misuse(error.description), engine, description)
        } catch {
            var report = settled(.unknown("internal error: \(error)"), engine, description)
            report.internalErrors = ["\(error)"]
            return report
        }
    }

    private static func settled(
        _ verdict: Verdict,
        _ engine: Engine,
        _ description: PropertyDescription
    ) -> EngineReport {
        EngineReport(
            engine: engine,
            findings: description.rules.map { .init(rule: $0.name, kind: $0.kind, verdict: verdict) }
                + [.init(rule: ImplicitRule.neverTraps, kind: .implicit, verdict: verdict)]
        )
    }

    /// Works for another process, as a property suite does, and ends this one.
    ///
    /// - Parameters:
    ///   - executable: What starts one more process like this.
    ///   - events: Where events are written.
    package func work(executable: String, events: Int32) -> Never {
        WorkerMain(suite: names[0], properties: works).work(executable: executable, events: events)
    }
}
