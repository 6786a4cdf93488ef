import Foundation
import Proofmark

/// Runs made of those that went furthest, beside the random ones.
extension WorkUnit {
    var isSteered: Bool { !property.targets.isEmpty || coverage != nil }

    /// Steers a fifth as many runs as there were random ones: each takes longer. A count and no time, so that the
    /// same seed does the same.
    ///
    /// - Parameter problem: What there was to say before.
    /// - Returns: What came of it, and what there is to say now.
    func steer(_ campaign: Campaign, after cases: Int, budget: Double, _ problem: String?)
        -> (SteeringResult?, problem: String?)
    {
        guard isSteered, budget > 0, !workplace.isInterrupted, let tally = campaign.tally else {
            return (nil, problem)
        }
        let (journal, path): (Journal, String)
        do {
            (journal, path) = try workplace.makeJournal()
        } catch {
            return (nil, "no run was steered: \(error.description)")
        }
        let order = SteeringOrder(
            seed: campaign.seed,
            first: tally.steered,
            cases: max(1, cases / 5),
            budget: budget,
            counters: coverage?.counters ?? [],
            corpus: campaign.corpus,
            best: property.targets.map { tally.targets[$0] },
            settled: Set(tally.settled.keys).union(known.keys)
        )
        var made: SteeringResult?
        let profile = coverage?.makeProfile()
        let result = workplace.run(
            executable,
            .steer(property: property.name, order),
            limits: .init(total: budget + Self.grace, silence: Self.silence),
            journal: journal,
            journalPath: path,
            profile: profile
        ) { event in
            if case .steered(let steered) = event { made = steered }
            keep(event)
        }
        if let profile { coverage?.keep(profile) }
        if made != nil || workplace.isInterrupted { return (made, problem) }
        guard let run = journal.run, !order.settled.contains(ImplicitRule.neverTraps),
            var found = investigate(
                .investigateRun(property: property.name, run, fill: journal.fill),
                path
            )
        else { return (nil, "steering came to no end: the worker \(result.death)") }
        found.seed = campaign.seed
        var ended = SteeringResult()
        ended.corpus = campaign.corpus
        ended.settled[ImplicitRule.neverTraps] = .crashed(found)
        return (ended, "steering ended at a run that takes its process down")
    }
}
