public import Proofmark
public import ProofmarkEngine

/// The fuzzer's inner loop over the cases of one specification.
///
/// It is made where the specification's type is known, and is one closure from then on: what it calls was
/// specialised by the compiler, and the rest of the fuzzer need not be.
@usableFromInline
package struct CaseLoop {
    @usableFromInline package let actions: Int
    @usableFromInline package let rules: Int
    /// Runs a case with what the context's choices give, and says why it ended before its time.
    @usableFromInline package let run: (CaseContext) -> Failure?
    /// The largest value met so far by a rule whose bound is sought.
    @usableFromInline package let largest: (_ rule: Int) -> Int?
    /// The fewest steps of a run so far after which the rule began to wait for something.
    @usableFromInline package let stepsBeforeObligation: (_ rule: Int) -> Int?

    /// - Throws: `SpecificationError` if a rule is not well formed.
    @inlinable
    package init<S: Specification>(_ specification: S) throws(SpecificationError) {
        let actions = specification.actions
        let rules = specification.singleRunRules
        let names = actions.map(\.name)
        var watches: [Watch<S.State>] = []
        for rule in rules { watches.append(try rule.watch(names)) }
        // The last rule, "no deadlock", is broken where no guard holds: the loop sees that by itself.
        let deadlock = rules.last?.name == ImplicitRule.noDeadlock ? rules.count - 1 : nil
        let asked = watches[..<(deadlock ?? rules.count)]
        let keepers = watches.indices.compactMap { rule in
            (watches[rule].monitor as? any ObligationKeeping).map { (rule: rule, monitor: $0) }
        }
        /// The first rule that waits for something, where the run ends.
        func waiting(_ marks: CaseCounts.Watched) -> Int? {
            keepers.first { marks.watches($0.rule) && $0.monitor.hasOpenObligation }?.rule
        }
        let guards = GuardChain(actions[...])
        let bodies = BodyChain(actions[...])
        let look = Self.looking(specification.countedLabels)
        let weights = CasePlan.weights(of: actions)
        let beginning = RuleChain(asked, atTheBeginning: true)
        let chain = RuleChain(asked, atTheBeginning: false)
        let actionCount = actions.count
        self.actions = actionCount
        self.rules = rules.count
        largest = { [watches] rule in
            rules[rule].seeksBound ? watches[rule].monitor.largestValue : nil
        }
        stepsBeforeObligation = { rule in keepers.first { $0.rule == rule }?.monitor.stepsBeforeObligation }
        run = { context in
            let (choices, counts, enabled) = (context.choices, context.counts.sums, context.enabled)
            let (taken, marks) = (context.counts.taken, context.counts.watched)
            counts.pointee.digest = CaseDigest()
            var state = specification.initial
            if let deadlock { _ = marks.notes(.triggered, of: deadlock) }
            do {
                let broken = try beginning.observe(&state, -1, marks)
                if broken >= 0 { return .violated(rule: broken) }
            } catch {
                return .ruleThrew(rule: counts.pointee.asked, error: ThrownError(error))
            }
            if let rule = waiting(marks), specification.isFinal(state) { return .violated(rule: rule) }
            let look = context.labels.count > 0 ? look : nil
            if let look { look(state, context) }
            var plan = CasePlan(
                &choices.generator,
                longest: context.longest,
                actions: actionCount,
                swarms: context.swarms
            )
            while plan.steps > 0 {
                let count: Int
                do {
                    count = try guards.find(&state, enabled, 0, counts)
                } catch {
                    return .guardThrew(action: counts.pointee.asked, error: ThrownError(error))
                }
                if count == 0 {
                    if let rule = waiting(marks) { return .violated(rule: rule) }
                    if let deadlock, marks.watches(deadlock), !specification.isFinal(state) {
                        return .violated(rule: deadlock)
                    }
                    break
                }
                let action = plan.pick(&choices.generator, of: enabled, count: count, weights: weights)
                do {
                    try bodies.take(&state, action, choices)
                } catch is AssumptionFailure where choices.misuse == nil {
                    counts.pointee.excluded += 1
                    return nil
                } catch {
                    counts.count(action, taken)
                    if let misuse = choices.misuse { return .misuse(action: action, misuse) }
                    return .actionThrew(action: action, error: ThrownError(error))
                }
                counts.count(action, taken)
                if choices.isMisused, let misuse = choices.misuse {
                    return .misuse(action: action, misuse)
                }
                do {
                    let broken = try chain.observe(&state, action, marks)
                    if broken >= 0 { return .violated(rule: broken) }
                } catch {
                    return .ruleThrew(rule: counts.pointee.asked, error: ThrownError(error))
                }
                if let rule = waiting(marks), specification.isFinal(state) { return .violated(rule: rule) }
                if let look { look(state, context) }
                plan.steps -= 1
            }
            if context.digestsState { context.fold(state) }
            return nil
        }
    }

    /// All labels as one closure; `nil` if there is none.
    @inlinable
    static func looking<State>(_ labels: [Label<State>]) -> ((State, CaseContext) -> Void)? {
        if labels.isEmpty { return nil }
        return { state, context in
            for (place, label) in labels.enumerated() {
                switch label.look {
                case .condition(let isSo):
                    if !context.labels.wasSo[place], isSo(state) { context.labels.wasSo[place] = true }
                case .value(let value): context.labels.count(value(state), of: place)
                case .target: break
                }
            }
        }
    }
}

extension UnsafeMutablePointer<CaseCounts.Sums> {
    /// - Parameter taken: For each action, how often it was taken.
    @inlinable @inline(__always)
    func count(_ action: Int, _ taken: UnsafeMutablePointer<Int>) {
        pointee.steps &+= 1
        pointee.digest.fold(UInt64(truncatingIfNeeded: action))
        taken[action] &+= 1
    }
}
