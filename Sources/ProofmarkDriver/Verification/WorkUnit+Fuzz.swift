import Proofmark
import Synchronization

/// Random cases, shared among workers. A case is determined by the seed and its number, so the report is
/// the same whatever their number.
extension WorkUnit {
    /// Seconds without a new case after which the code is taken to hang.
    private static let silence = 10.0
    /// Fewer cases are not worth another worker.
    private static let casesPerWorker = 2_500

    /// Cases that take the process down, and those of them that cost a whole deadline, after which no more are
    /// tried: what is known suffices to mend it.
    private static let (mostCrashes, mostHangs) = (100, 2)

    /// What became of a share of the cases.
    private enum Share {
        case tally(FuzzTally)
        /// Why nothing is known.
        case ended(EngineReport)
    }

    func fuzz() -> EngineReport {
        let count = max(1, min(arguments.workers, arguments.cases / Self.casesPerWorker))
        let shares = Mutex<[Int: Share]>([:])
        let done = Mutex(Array(repeating: WorkProgress?.none, count: count))
        Parallel.perform(count, atMost: count) { [self] number in
            var order = FuzzOrder(seed: arguments.seed, cases: arguments.cases, budget: arguments.budget)
            order.first = arguments.cases / count * number
            order.cases = number + 1 < count ? arguments.cases / count : arguments.cases - order.first
            let share = fuzz(order) { made in
                let all = done.withLock { done in
                    done[number] = made
                    return done.compactMap(\.self)
                }
                var sum = made
                sum.done = all.reduce(0) { $0 + $1.done }
                sum.of = arguments.cases
                progress(sum)
            }
            shares.withLock { $0[number] = share }
        }
        var tally: FuzzTally?
        for (_, share) in shares.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            switch share {
            case .ended(let report): return report
            case .tally(let other): tally = tally.map { $0.adding(other) } ?? other
            }
        }
        return tally?.report ?? settled(.unknown("no worker said what it found"))
    }

    /// Runs the cases in one worker after another: where one dies over a case, the next goes on behind it.
    private func fuzz(_ order: FuzzOrder, _ onProgress: (WorkProgress) -> Void) -> Share {
        let (journal, path): (Journal, String)
        do {
            (journal, path) = try workplace.makeJournal()
        } catch {
            return .ended(settled(.unknown(error.description)))
        }
        let (first, last) = (order.first, order.first + order.cases)
        let start = ContinuousClock.now
        var order = order
        var sum: FuzzTally?
        var hangs = 0
        while true {
            var tally: FuzzTally?
            let begun = order.first - first
            let limits = WorkerProcess.Limits(
                total: (order.budget ?? arguments.budget) + Self.grace,
                silence: Self.silence
            )
            let result = workplace.run(
                executable,
                .fuzz(property: property.name, order),
                limits: limits,
                journal: journal,
                journalPath: path
            ) { event in
                if case .tally(let made) = event { tally = made }
                if case .progress(var made) = event {
                    made.done += begun
                    onProgress(made)
                }
            }
            if let ended = stopped(result) { return .ended(ended) }
            if let misuse = result.misuse { return .ended(settled(.misuse(misuse))) }
            if result.end == .orderly, let tally { return .tally(sum.map { $0.adding(tally) } ?? tally) }

            // The worker is dead. Its journal says over which run, and what it had counted.
            guard var tally, let number = journal.caseNumber else {
                return .ended(
                    settled(
                        .unknown("the worker \(result.death) before its first case\(quoted(result.errors))")
                    )
                )
            }
            CaseCounts(
                actions: tally.actions.count,
                rules: tally.rules.count,
                memory: journal.counts,
                isFresh: false
            ).fill(&tally)
            let isShrinking = journal.run != nil
            if !order.settled.contains(ImplicitRule.neverTraps) {
                let task: WorkerRequest.Task =
                    journal.run.map { .investigateRun(property: property.name, $0) }
                    ?? .investigateCase(property: property.name, order, number: number)
                guard var found = investigate(task, path) else {
                    if let ended = stopped(result) { return .ended(ended) }
                    return .ended(
                        settled(
                            .unknown(
                                "the worker \(result.death), but the same run alone does not; run again with another --seed\(quoted(result.errors))"
                            )
                        )
                    )
                }
                found.seed = arguments.seed
                found.foundInCase = number
                tally.settled[ImplicitRule.neverTraps] = .crashed(found)
            }
            if isShrinking {
                // The next one takes up the case once more, and shrinks where it can do no harm.
                guard !order.isolatesShrinking else {
                    return .ended(settled(.unknown("the code traps while a run is shrunk; mend that first")))
                }
                order.isolatesShrinking = true
                tally.cases -= 1
                order.first = number
            } else {
                tally.crashed += 1
                order.first = number + 1
            }
            if isHang(result.end) { hangs += 1 }
            order.settled.formUnion(tally.settled.keys)
            order.cases = last - order.first
            let spent = (ContinuousClock.now - start).components.seconds
            order.budget = max(0, arguments.budget - Double(spent))
            if hangs == Self.mostHangs {
                tally.stopped =
                    "\(hangs) cases did not come to their end; none was tried after case \(number)"
                order.cases = 0
            }
            var all = sum.map { $0.adding(tally) } ?? tally
            if all.crashed >= Self.mostCrashes, arguments.profile != .overnight, order.cases > 0 {
                all.stopped =
                    "\(all.crashed) cases took their process down; none was tried after case \(number)"
                order.cases = 0
            }
            if order.cases == 0 || order.budget == 0 { return .tally(all) }
            sum = all
        }
    }

    private func isHang(_ end: WorkerProcess.End) -> Bool {
        switch end {
        case .hung, .overran: true
        case .orderly, .exited, .signalled, .cancelled: false
        }
    }
}
