import Foundation
import Proofmark

/// A worker's share of the cases.
extension WorkUnit {
    /// Seconds without a new case after which the code is taken to hang; and once it is known that it does: longer than
    /// a run takes at most that is tried in a process of its own.
    static let silence = WorkerProcess.Limits.hang
    private static let shortSilence = 5.0

    /// Whether there is a night's time.
    var isLong: Bool { arguments.profile == .overnight }

    /// Runs the cases in one worker after another: where one dies over a case, the next goes on behind it.
    ///
    /// - Parameters:
    ///   - deaths: Of the cases before this share.
    ///   - isPointless: Whether nobody waits for the share any more; asked where a worker has died.
    func share(
        _ order: FuzzOrder,
        after deaths: DeathCount,
        isPointless: () -> Bool = { false },
        _ onProgress: (WorkProgress) -> Void
    ) throws(Trouble) -> FuzzTally {
        let (journal, path): (Journal, String)
        do {
            (journal, path) = try workplace.makeJournal()
        } catch {
            throw Trouble(settled(.unknown(error.description)))
        }
        let (first, last) = (order.first, order.first + order.cases)
        let start = ContinuousClock.now
        let budget = order.budget ?? arguments.budget
        var order = order
        var sum: FuzzTally?
        var kills = 0
        // Seconds that were spent on what was found: the budget is for the search.
        var investigating = 0.0
        // Violations that are not in a tally yet, each with its simplest run so far.
        var open: [String: ChoiceSequence] = [:]
        while true {
            var tally: FuzzTally?
            let begun = order.first - first
            let profile = coverage?.makeProfile()
            let hung = deaths.hung + (sum?.hung ?? 0)
            let silence = hung > 0 ? Self.shortSilence : Self.silence
            let result = run(order, journal, path, silence: silence, profile: profile) { event in
                keep(event)
                if case .shrunk(let rule, let run) = event { open[rule] = run }
                if case .tally(let made) = event { tally = made }
                if case .progress(var made) = event {
                    made.done += begun
                    onProgress(made)
                }
            }
            if let profile { coverage?.keep(profile) }
            if let ended = stopped(result) { throw Trouble(ended) }
            // What came to its end says more of it.
            if let misuse = result.misuse, result.end != .orderly || tally?.misuse == nil {
                throw Trouble(settled(.misuse(misuse)))
            }
            if result.end == .garbled {
                guard kills == 0 else { throw Trouble(settled(.unknown("the worker \(result.death)"))) }
                kills += 1
                continue
            }
            if result.end == .orderly, let tally { return sum.map { $0.adding(tally) } ?? tally }

            // The worker is dead. Its journal says over which run, and what it had counted.
            guard var tally, let number = journal.caseNumber else {
                if result.end.wasKilled, kills < Workplace.mostKills {
                    kills += 1
                    continue
                }
                throw Trouble(deadAtOnce(result, path))
            }
            let counts = CaseCounts(
                actions: tally.actions.count,
                rules: tally.rules.count,
                labels: tally.labels.count,
                memory: journal.counts,
                isFresh: false
            )
            let isShrinking = journal.run != nil
            // The next one takes up the case once more.
            if isShrinking { counts.takeBack() }
            counts.fill(&tally)
            if !order.settled.contains(ImplicitRule.neverTraps) {
                var dead = order
                // The case went on behind what it broke.
                dead.settled.formUnion(tally.settled.keys)
                let task: WorkerRequest.Task =
                    journal.run.map { .investigateRun(property: property.name, $0, fill: journal.fill) }
                    ?? .investigateCase(property: property.name, dead, number: number)
                let begun = ContinuousClock.now
                let made = investigate(task, path)
                investigating += (ContinuousClock.now - begun).inSeconds
                guard var found = made else {
                    if let ended = stopped(result) { throw Trouble(ended) }
                    if result.end.wasKilled, kills < Workplace.mostKills {
                        kills += 1
                        continue
                    }
                    throw Trouble(
                        settled(
                            .unknown(
                                "the worker \(result.death), but the same run alone does not; run again with another --seed\(quoted(result.errors))"
                            )
                        )
                    )
                }
                // A run that was tried while another was shrunk is none of the cases.
                if !isShrinking { (found.seed, found.foundInCase) = (order.seed, number) }
                tally.settled[ImplicitRule.neverTraps] = .crashed(found)
            }
            if isShrinking {
                // The next one shrinks where it can do no harm.
                guard !order.isolatesShrinking else {
                    throw Trouble(settled(.unknown("the code traps while a run is shrunk; mend that first")))
                }
                order.isolatesShrinking = true
                order.first = number
            } else {
                tally.crashed += 1
                order.first = number + 1
            }
            if isHang(result.end) { tally.hung += 1 }
            order.settled.formUnion(tally.settled.keys)
            order.cases = last - order.first
            order.budget = max(0, budget + investigating - (ContinuousClock.now - start).inSeconds)
            var all = sum.map { $0.adding(tally) } ?? tally
            if order.cases > 0,
                let reason = deaths.adding(all).reasonToStop(after: number, isLong: isLong)
            {
                all.stopped = reason
                return settling(open, of: order, in: all)
            }
            if order.cases == 0 || order.budget == 0 || isPointless() {
                return settling(open, of: order, in: all)
            }
            sum = all
        }
    }

    /// The tally with what was found and not shrunk to the end: nothing that is known is lost.
    private func settling(_ open: [String: ChoiceSequence], of order: FuzzOrder, in tally: FuzzTally)
        -> FuzzTally
    {
        var tally = tally
        for (rule, run) in open where tally.settled[rule] == nil && !order.settled.contains(rule) {
            let token = ReplayToken(
                property: property.name,
                rule: rule,
                choices: run,
                actions: property.actions
            )
            guard case .fails(var found) = try? TokenReplay.replay(token, executable, workplace) else {
                continue
            }
            found.isUnfinished = true
            tally.settled[rule] = .violated(found)
        }
        return tally
    }

    /// The report of a worker that died before its first case: in the initial state, if that alone takes a process down.
    private func deadAtOnce(_ result: Workplace.Result, _ path: String) -> EngineReport {
        let initial = WorkerRequest.Task.investigateRun(property: property.name, .init(), fill: nil)
        guard let found = investigate(initial, path) else {
            return settled(
                .unknown("the worker \(result.death) before its first case\(quoted(result.errors))")
            )
        }
        return withCrash(
            found,
            settled(.unknown("nothing comes after the initial state; mend that first"))
        )
    }

    /// Runs cases in a worker until they, or it, come to their end.
    func run(
        _ order: FuzzOrder,
        _ journal: Journal,
        _ path: String,
        silence: Double = Self.silence,
        hashSeed: Int? = nil,
        profile: String? = nil,
        onEvent: (WorkerEvent) -> Void
    ) -> Workplace.Result {
        workplace.run(
            executable,
            .fuzz(property: property.name, order),
            limits: .init(total: (order.budget ?? arguments.budget) + Self.grace, silence: silence),
            journal: journal,
            journalPath: path,
            hashSeed: hashSeed,
            profile: profile,
            onEvent: onEvent
        )
    }

    func isHang(_ end: WorkerProcess.End) -> Bool {
        switch end {
        case .hung, .overran, .outgrew: true
        case .orderly, .exited, .signalled, .garbled, .cancelled: false
        }
    }
}

/// Why nothing is known of the cases.
struct Trouble: Error {
    var report: EngineReport

    init(_ report: EngineReport) { self.report = report }
}
