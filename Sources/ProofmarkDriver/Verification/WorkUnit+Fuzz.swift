import Foundation
import Proofmark
import Synchronization

/// Random cases, portion by portion, each shared among workers. A case is determined by the seed and its number,
/// so the report is the same whatever their number.
extension WorkUnit {
    /// Fewer cases are not worth another worker.
    private static let casesPerWorker = 2_500
    /// Cases in the first portion.
    private static let firstPortion = 10_000

    func fuzz() -> EngineReport {
        let start = ContinuousClock.now
        var (campaign, problem) = campaign()
        campaign.resume()
        var deaths = DeathCount()
        while campaign.next < arguments.cases {
            let budget = arguments.budget - (ContinuousClock.now - start).inSeconds
            if campaign.tally != nil, budget <= 0 { break }
            campaign.end(at: arguments.cases)
            let begun = ContinuousClock.now
            let portion: Portion
            do throws(Trouble) {
                portion = try self.portion(
                    of: campaign,
                    after: deaths,
                    // The rest is for steering.
                    budget: min(isSteered ? budget * 0.8 : budget, campaign.longestPortion)
                )
            } catch {
                // What is known of the portions before stands.
                guard workplace.isInterrupted, let tally = campaign.tally else { return error.report }
                return noting(problem, withKnown(tally).report)
            }
            deaths = deaths.adding(portion.front)
            let before = campaign
            let seconds = (ContinuousClock.now - begun).inSeconds
            campaign.add(portion.front, tried: portion.tried, seconds: seconds)
            var steered: SteeringResult?
            if portion.all.misuse == nil {
                (steered, problem) = steer(campaign, after: portion.tried, budget: budget - seconds, problem)
            }
            let all = (ContinuousClock.now - begun).inSeconds
            if let steered { campaign.add(steered, targets: property.targets, seconds: all - seconds) }
            problem = save(campaign) ?? problem
            let isLast = portion.tried == 0 || budget <= all
            if portion.all.misuse != nil || portion.all.stopped != nil || isLast {
                // What lies behind a gap counts too, if nobody comes back to it.
                if campaigns != nil { break }
                campaign = before
                campaign.add(portion.all, tried: portion.tried, seconds: seconds)
                if let steered { campaign.add(steered, targets: property.targets, seconds: all - seconds) }
                break
            }
        }
        var tally = campaign.tally.map(withKnown)
        // Overnight, there are as many as there is time for.
        if !isLong, let tried = tally?.tried, tried < arguments.cases,
            tally?.stopped == nil, tally?.misuse == nil
        {
            tally?.stopped =
                "the time was up after \(tried) of \(arguments.cases) cases; there are more with more --budget"
        }
        return noting(problem, tally?.report)
    }

    private func withKnown(_ tally: FuzzTally) -> FuzzTally {
        var tally = tally
        tally.settled.merge(known) { made, _ in made }
        return tally
    }

    /// What became of some cases.
    private struct Portion {
        var all: FuzzTally
        /// Of the cases up to the first that was not tried; with whatever is known to be broken.
        var front: FuzzTally
        /// Their number.
        var tried: Int
    }

    private func noting(_ problem: String?, _ report: EngineReport?) -> EngineReport {
        var report = report ?? settled(.unknown("no worker said what it found"))
        if let problem { report.assumptions.append(problem) }
        return report
    }

    // MARK: Campaigns

    private var campaignFile: URL? {
        campaigns?.appendingPathComponent("\(Self.plain(suite)).\(Self.plain(property.name)).json")
    }

    /// The campaign to go on with, and what is wrong with the file of an earlier one.
    private func campaign() -> (Campaign, problem: String?) {
        let build = campaigns == nil ? "" : Campaign.build(of: executable)
        let fresh = Campaign(build: build, seed: arguments.seed, size: Self.firstPortion)
        guard let file = campaignFile else { return (fresh, nil) }
        do throws(Campaign.Failure) {
            guard let kept = try Campaign.read(file) else { return (fresh, nil) }
            guard kept.build == build else {
                return (fresh, "the code has changed since the cases of earlier verifications: begun anew")
            }
            let isAsked = arguments.choosesSeed && kept.seed != arguments.seed
            return isAsked ? (fresh, "another seed was asked for: begun anew") : (kept, nil)
        } catch {
            let aside = file.appendingPathExtension("damaged")
            try? FileManager.default.removeItem(at: aside)
            try? FileManager.default.moveItem(at: file, to: aside)
            return (
                fresh, "\(file.path) is damaged (\(error.description)); it was moved aside, and begun anew"
            )
        }
    }

    /// - Returns: Why it could not be kept.
    private func save(_ campaign: Campaign) -> String? {
        guard let campaignFile else { return nil }
        do {
            try campaign.write(to: campaignFile)
            return nil
        } catch {
            return "the cases could not be kept in \(campaignFile.path): \(error.localizedDescription)"
        }
    }

    // MARK: Portions

    private func portion(
        of campaign: Campaign,
        after deaths: DeathCount,
        budget: Double
    ) throws(Trouble) -> Portion {
        let size = campaign.size
        let count = max(1, min(arguments.workers, size / Self.casesPerWorker))
        let shares = Mutex<[Int: Result<FuzzTally, Trouble>]>([:])
        let done = Mutex(Array(repeating: WorkProgress?.none, count: count))
        let firstStopped = Mutex(Int.max)
        let before = campaign.tally?.cases ?? 0
        @Sendable func note(_ made: WorkProgress, by number: Int) {
            let all = done.withLock { done in
                done[number] = made
                return done.compactMap(\.self)
            }
            var sum = made
            sum.done = before + all.reduce(0) { $0 + $1.done }
            sum.of = arguments.cases
            progress(sum)
        }
        @Sendable func isPointless(_ number: Int) -> Bool { firstStopped.withLock { $0 < number } }
        Parallel.perform(count, atMost: count) { [self] number in
            let order = order(number, of: count, campaign, budget)
            let share = Result { () throws(Trouble) in
                try checkedShare(order, after: deaths, isPointless: { isPointless(number) }) {
                    note($0, by: number)
                }
            }
            if case .success(let tally) = share, tally.stopped != nil {
                firstStopped.withLock { $0 = min($0, number) }
            }
            shares.withLock { $0[number] = share }
        }
        var portion: Portion?
        var counted = deaths
        for (number, share) in shares.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            var tally = try share.get()
            let order = order(number, of: count, campaign, budget)
            let last = order.first + order.cases
            if counted != deaths, counted.adding(tally).reasonToStop(after: last, isLong: isLong) != nil {
                // It did not know of the deaths in the shares before: it ends earlier.
                tally = try checkedShare(order, after: counted) { note($0, by: number) }
            }
            counted = counted.adding(tally)
            if var sum = portion {
                let isBehindGap = sum.tried < order.first - campaign.next
                // What came before was cut short by the clock: that is why there are no more.
                if isBehindGap { tally.stopped = nil }
                sum.all = sum.all.adding(tally)
                if !isBehindGap {
                    sum.front = sum.front.adding(tally)
                    sum.tried += tally.tried
                }
                sum.front.settled = sum.all.settled
                portion = sum
            } else {
                portion = Portion(all: tally, front: tally, tried: tally.tried)
            }
            // As if one worker had run them all: what lies behind was not to be tried.
            if tally.stopped != nil { break }
        }
        guard let portion else { throw Trouble(settled(.unknown("no worker said what it found"))) }
        return portion
    }

    /// A worker's share of the next portion.
    private func order(_ number: Int, of count: Int, _ campaign: Campaign, _ budget: Double) -> FuzzOrder {
        let (first, size) = (campaign.next, campaign.size)
        var order = FuzzOrder(seed: campaign.seed, cases: size / count, budget: budget)
        order.first = first + size / count * number
        if number + 1 == count { order.cases = first + size - order.first }
        order.settled = Set(known.keys).union(campaign.tally?.settled.keys.map(\.self) ?? [])
        // Once is enough.
        order.timesRules = arguments.isVerbose && number == 0 && campaign.tally?.cases ?? 0 == 0
        return order
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
