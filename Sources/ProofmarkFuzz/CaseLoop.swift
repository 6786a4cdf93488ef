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

    /// - Throws: `SpecificationError` if a rule is not well formed.
    @inlinable
    package init<S: Specification>(_ specification: S) throws(SpecificationError) {
        let actions = specification.actions
        let rules = specification.singleRunRules
        let names = actions.map(\.name)
        var watches: [Watch<S.State>] = []
        for rule in rules { watches.append(try rule.watch(names)) }
        let guards = actions.map(\.guarding)
        let bodies = actions.map(\.body)
        let look = Self.looking(specification.countedLabels)
        let weights = CasePlan.weights(of: actions)
        let begin = Self.compose(watches, atTheBeginning: true)
        let observe = Self.compose(watches, atTheBeginning: false)
        self.actions = actions.count
        self.rules = rules.count
        largest = { [watches] rule in
            rules[rule].seeksBound ? watches[rule].monitor.largestValue : nil
        }
        run = { context in
            let (choices, counts, enabled) = (context.choices, context.counts.sums, context.enabled)
            counts.pointee.digest = CaseDigest()
            var state = specification.initial
            do {
                let broken = try begin(state, -1, context)
                if broken >= 0 { return .violated(rule: broken) }
            } catch {
                return .ruleThrew(rule: counts.pointee.asked, error: ThrownError(error))
            }
            let look = context.labels.count > 0 ? look : nil
            if let look { look(state, context) }
            var plan = CasePlan(
                &choices.generator,
                longest: context.longest,
                actions: bodies.count,
                swarms: context.swarms
            )
            while plan.steps > 0 {
                var count = 0
                do {
                    for action in guards.indices {
                        counts.pointee.asked = action
                        if try guards[action]?(state) ?? true {
                            enabled[count] = action
                            count += 1
                        }
                    }
                } catch {
                    return .guardThrew(action: counts.pointee.asked, error: ThrownError(error))
                }
                if count == 0 { break }
                let action = plan.pick(&choices.generator, of: enabled, count: count, weights: weights)
                do {
                    try bodies[action](&state, choices)
                } catch is AssumptionFailure where choices.misuse == nil {
                    counts.pointee.excluded += 1
                    return nil
                } catch {
                    context.count(action)
                    if let misuse = choices.misuse { return .misuse(action: action, misuse) }
                    return .actionThrew(action: action, error: ThrownError(error))
                }
                context.count(action)
                if choices.isMisused, let misuse = choices.misuse {
                    return .misuse(action: action, misuse)
                }
                do {
                    let broken = try observe(state, action, context)
                    if broken >= 0 { return .violated(rule: broken) }
                } catch {
                    return .ruleThrew(rule: counts.pointee.asked, error: ThrownError(error))
                }
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

    /// All rules as one closure, which gives the first that is violated, or -1.
    ///
    /// A call into a closure that another holds costs no reference counts, unlike one out of an array. Four at
    /// a time, because each link hands the whole state on.
    @inlinable
    static func compose<State>(_ rules: [Watch<State>], atTheBeginning: Bool)
        -> (State, Int, CaseContext) throws -> Int
    {
        var all: (State, Int, CaseContext) throws -> Int = { _, _, _ in -1 }
        for first in stride(from: 0, to: rules.count, by: 4).reversed() {
            func rule(_ offset: Int) -> (State, Int) throws -> Observation {
                guard first + offset < rules.count else { return { _, _ in .quiet } }
                let rule = rules[first + offset]
                return atTheBeginning ? { state, _ in try rule.begin(state) } : rule.observe
            }
            let (rest, one, two, three, four) = (all, rule(0), rule(1), rule(2), rule(3))
            all = { state, action, context in
                if context.asks(first), context.notes(try one(state, action), of: first) { return first }
                if context.asks(first + 1), context.notes(try two(state, action), of: first + 1) {
                    return first + 1
                }
                if context.asks(first + 2), context.notes(try three(state, action), of: first + 2) {
                    return first + 2
                }
                if context.asks(first + 3), context.notes(try four(state, action), of: first + 3) {
                    return first + 3
                }
                return try rest(state, action, context)
            }
        }
        return all
    }
}

extension CaseContext {
    @inlinable
    func count(_ action: Int) {
        counts.sums.pointee.steps += 1
        counts.sums.pointee.digest.fold(UInt64(truncatingIfNeeded: action))
        counts.taken[action] += 1
    }

    /// Whether the rule is watched; if so, it is the one to blame for what comes.
    @inlinable
    func asks(_ rule: Int) -> Bool {
        guard counts.marks[rule].isWatched else { return false }
        counts.sums.pointee.asked = rule
        return true
    }

    /// - Returns: Whether the rule is violated.
    @inlinable
    func notes(_ observation: Observation, of rule: Int) -> Bool {
        switch observation {
        case .quiet: return false
        case .triggered:
            counts.marks[rule].wasTriggered = true
            return false
        case .violated:
            counts.marks[rule].wasTriggered = true
            return true
        }
    }
}
