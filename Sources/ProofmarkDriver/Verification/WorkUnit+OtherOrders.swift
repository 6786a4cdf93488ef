import Foundation
import Proofmark

/// A proof is about one order of hash tables. Some of its runs are tried in others.
extension WorkUnit {
    /// What the report says once its runs were tried in other hash orders.
    ///
    /// A rule that a run breaks in another order is violated. Of the others of that property nothing is known any more.
    ///
    /// - Parameter runs: Of the proof; none if its states have no hash tables.
    func triedInOtherOrders(_ report: EngineReport, _ runs: [ChoiceSequence]) -> EngineReport {
        guard !runs.isEmpty, arguments.hashSeeds > 1, !workplace.isInterrupted else { return report }
        var report = report
        guard let reference = outcomes(of: runs, nil) else {
            return withoutOrders(report, "the runs could not be repeated")
        }
        for order in HashOrder.others {
            guard let others = outcomes(of: runs, order) else {
                return withoutOrders(report, "a run took its process down in another hash order")
            }
            for (place, (mine, theirs)) in zip(reference, others).enumerated() where mine != theirs {
                settle(&report, runs[place], broken: theirs.broken.filter { !mine.broken.contains($0) })
                return report
            }
        }
        report.scope.append("\(runs.count) runs tried in \(HashOrder.others.count) other hash orders")
        return report
    }

    private func settle(_ report: inout EngineReport, _ run: ChoiceSequence, broken: [String]) {
        let about = broken.isEmpty ? [ImplicitRule.ignoresHashOrder] : broken
        let path = (try? workplace.makeJournal())?.1 ?? ""
        let found = about.lazy.compactMap { rule in
            investigate(.compareRun(property: property.name, watching: rule, run), path)
        }.first
        for place in report.findings.indices {
            let finding = report.findings[place]
            switch finding.verdict {
            case .proved, .exhausted, .passed, .vacuous:
                if let found, broken.contains(finding.rule) {
                    report.findings[place].verdict = .violated(found)
                } else {
                    report.findings[place].verdict =
                        .unknown("depends on hash order: a run comes out differently in another one")
                }
            case .violated, .crashed, .unknown, .misuse: break
            }
        }
        report.findings.append(
            .init(
                rule: ImplicitRule.ignoresHashOrder,
                kind: .implicit,
                verdict: found.map { .violated($0) }
                    ?? .unknown("a run comes out differently in another hash order, but not again")
            )
        )
    }

    private func withoutOrders(_ report: EngineReport, _ why: String) -> EngineReport {
        var report = report
        for place in report.findings.indices where report.findings[place].verdict.holds {
            report.findings[place].verdict = .unknown("whether it depends on hash order is not known: \(why)")
        }
        return report
    }

    /// - Parameter order: `nil` for that of the proof.
    private func outcomes(of runs: [ChoiceSequence], _ order: HashOrder?) -> [RunOutcome]? {
        var found: [RunOutcome]?
        guard let (journal, path) = try? workplace.makeJournal() else { return nil }
        _ = workplace.run(
            executable,
            .judge(property: property.name, runs, refills: order?.refills ?? false),
            limits: .init(total: 60),
            journal: journal,
            journalPath: path,
            hashSeed: order?.seed
        ) { event in
            if case .judged(let made) = event { found = made }
        }
        return found
    }
}
