import Foundation
import Proofmark

/// Every case a second time, under another seed of Swift's hash tables: what comes out differently depends on the
/// order in which a `Set` or a `Dictionary` gives its elements.
extension WorkUnit {
    /// A share of the cases, and the same once more. Half of the time is for each.
    func checkedShare(
        _ order: FuzzOrder,
        after deaths: DeathCount,
        isPointless: () -> Bool = { false },
        _ onProgress: (WorkProgress) -> Void
    ) throws(Trouble) -> FuzzTally {
        guard arguments.hashSeeds > 1 else {
            return try share(order, after: deaths, isPointless: isPointless, onProgress)
        }
        let cases = order.first..<order.first + order.cases
        let (digests, others): (CaseDigests, CaseDigests)
        do throws(Journal.Failure) {
            (digests, others) = (try workplace.makeDigests(of: cases), try workplace.makeDigests(of: cases))
        } catch {
            throw Trouble(settled(.unknown(error.description)))
        }
        defer {
            for file in [digests, others] { try? FileManager.default.removeItem(atPath: file.place.path) }
        }
        var first = order
        first.digests = digests.place
        first.budget = order.budget.map { $0 / 2 }
        var tally = try share(first, after: deaths, isPointless: isPointless, onProgress)
        if tally.misuse != nil || isPointless() {
            tally.compared = 0
            return tally
        }

        var second = order
        second.timesRules = false
        second.digests = others.place
        second.reference = digests.place
        second.budget = order.budget.map { $0 / 2 }
        // As many as were tried. What they break is known; a rule that is broken under this seed alone is not.
        second.cases = tally.tried
        second.settled = order.settled.union(tally.settled.keys).union(
            ImplicitRule.all.filter { $0 != ImplicitRule.noDeadlock }
        )
        let end = repeatCases(second)
        if workplace.isInterrupted { throw Trouble(settled(.unknown("interrupted"))) }
        let compared = order.first..<end
        // Those of which everything was compared.
        tally.compared = compared.filter { digests[$0] != 0 && CaseDigest.hasState(ofCase: $0) }.count
        let isKnown = order.settled.contains(ImplicitRule.ignoresHashOrder)
        if !isKnown, let number = compared.first(where: { digests[$0] != others[$0] }) {
            tally.settled[ImplicitRule.ignoresHashOrder] = verdict(onCase: number, of: second)
        }
        return tally
    }

    private func verdict(onCase number: Int, of order: FuzzOrder) -> Verdict {
        do throws(Journal.Failure) {
            let (_, path) = try workplace.makeJournal()
            guard
                var found = investigate(
                    .compareHashSeeds(property: property.name, order, number: number),
                    path
                )
            else {
                return .unknown(
                    "case \(number) came out differently under another hash seed, but its choices alone did not"
                )
            }
            found.seed = order.seed
            found.foundInCase = number
            return .violated(found)
        } catch {
            return .unknown(error.description)
        }
    }

    /// - Returns: The first case that was not tried.
    private func repeatCases(_ order: FuzzOrder) -> Int {
        let last = order.first + order.cases
        guard let (journal, path) = try? workplace.makeJournal() else { return order.first }
        let start = ContinuousClock.now
        let budget = order.budget ?? arguments.budget
        var order = order
        var number = order.first
        var kills = 0
        while number < last, order.budget ?? budget > 0, !workplace.isInterrupted {
            let result = run(order, journal, path, hashSeed: WorkerProtocol.otherHashSeed) { _ in }
            if result.end == .orderly { return max(number, (journal.caseNumber ?? -1) + 1) }
            if result.end.wasKilled, kills < Workplace.mostKills {
                kills += 1
                continue
            }
            // The case that took this worker down has done so before, or its digest tells that it did not.
            guard let died = journal.caseNumber, !isHang(result.end) else { return number }
            number = died + 1
            (order.first, order.cases) = (number, last - number)
            order.budget = budget - (ContinuousClock.now - start).inSeconds
        }
        return number
    }
}
