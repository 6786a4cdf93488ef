package import Proofmark
import ProofmarkEngine

/// Makes runs of those that went furthest: towards a larger value of a `Target`, or into code that no run had
/// reached, if the build has coverage.
///
/// Source: M. Böhme, V.-T. Pham & A. Roychoudhury, "Coverage-Based Greybox Fuzzing as Markov Chain", CCS 2016; for
/// targets, A. Löscher & K. Sagonas, "Targeted Property-Based Testing", ISSTA 2017.
package struct Steering<S: Specification> {
    private let specification: S
    private let property: String
    private let order: SteeringOrder
    private let longest: Int
    private let note: (ChoiceSequence, _ fill: UInt64?) -> Void
    private let onShrunk: ((String, ChoiceSequence) -> Void)?

    /// - Parameters:
    ///   - longest: The largest number of steps in a run.
    ///   - note: Told of each run before it happens, with the seed of what it has no choices for.
    ///   - onShrunk: Told of a broken rule and of the simplest run so far, while it is shrunk.
    package init(
        _ specification: S,
        property: String,
        order: SteeringOrder,
        longest: Int,
        note: @escaping (ChoiceSequence, _ fill: UInt64?) -> Void = { _, _ in },
        onShrunk: ((_ rule: String, ChoiceSequence) -> Void)? = nil
    ) {
        self.specification = specification
        self.property = property
        self.order = order
        self.longest = longest
        self.note = note
        self.onShrunk = onShrunk
    }

    /// - Throws: `SpecificationError` if the specification is not well formed.
    package func run() throws(SpecificationError) -> SteeringResult {
        let deadline = Deadline(seconds: order.budget)
        let targets = specification.labels.compactMap(\.target)
        var counters = CoverageCounters(order.counters)
        var result = SteeringResult()
        result.corpus = order.corpus
        result.best = order.best.count == targets.count ? order.best : targets.map { _ in nil }
        let names = specification.singleRunRules.map(\.name)
        result.wasTriggered = names.map { _ in false }
        var replayer = try replayer(names, result)
        counters?.recall(&result.corpus) { entry, look in
            note(entry.choices, nil)
            withoutActuallyEscaping(look) { look in
                _ = replayer.run(entry.choices) { _ in look() }
            }
        }
        let mutator = Mutator(actions: specification.actions.count, longest: longest)

        for number in order.first..<order.first + order.cases {
            if deadline.hasPassed { break }
            var generator = SplitMix64(seed: SplitMix64.stream(UInt64(number), of: ~order.seed))
            let variant = mutator.variant(of: result.corpus, reached: counters?.runs ?? [], &generator)
            let fill = generator.next()
            note(variant, fill)
            counters?.mark()
            // What the run did that none had done, and after how many steps.
            var (raised, region, steps, length) = (Set<Int>(), Int?.none, -1, 0)
            let outcome = replayer.run(variant, fill: fill) { state in
                steps += 1
                for (place, target) in targets.enumerated() {
                    let value = target(state)
                    guard value > result.best[place] ?? .min else { continue }
                    result.best[place] = value
                    raised.insert(place)
                    length = steps
                }
                if let news = counters?.news() { (region, length) = (news, steps) }
            }
            counters?.settle()
            result.cases += 1
            if !raised.isEmpty || region != nil {
                let kept = ChoiceSequence(steps: Array(outcome.choices.steps.prefix(length)))
                result.corpus.add(.init(choices: kept, targets: raised, region: region))
            }
            for (place, was) in outcome.wasTriggered.enumerated() where was {
                result.wasTriggered[place] = true
            }
            if let failure = outcome.failure {
                let rule = replayer.rule(blamedBy: failure)
                guard result.settled[rule] == nil, !order.settled.contains(rule) else { continue }
                result.settled[rule] = try verdict(on: failure, outcome.choices)
                replayer = try self.replayer(names, result)
            }
        }
        return result
    }

    /// Watches what is not known to be broken.
    private func replayer(_ names: [String], _ result: SteeringResult) throws(SpecificationError)
        -> Replayer<S>
    {
        try Replayer(
            specification,
            rules: names.indices.filter {
                !order.settled.contains(names[$0]) && result.settled[names[$0]] == nil
            }
        )
    }

    private func verdict(on failure: Failure, _ choices: ChoiceSequence) throws(SpecificationError) -> Verdict
    {
        try CounterexampleMaker(
            specification,
            property: property,
            failure: failure,
            note: { note($0, nil) },
            onBest: onShrunk
        ).verdict(on: choices, called: "a run", seed: order.seed, case: nil)
    }
}
