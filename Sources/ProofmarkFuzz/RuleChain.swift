public import Proofmark

/// The rules of a specification as one object: six about the present state alone, four others, and those behind them.
///
/// A call into a closure that an object holds costs no reference counts, unlike one out of an array, and the first of
/// the chain is part of the inner loop. The state is handed on by its address, because it is large.
@usableFromInline
final class RuleChain<State> {
    @usableFromInline typealias Condition = (inout State) throws -> Bool
    @usableFromInline typealias Rest = (inout State, _ action: Int, CaseCounts.Watched) throws -> Int

    @usableFromInline let condition1, condition2, condition3, condition4, condition5, condition6: Condition
    @usableFromInline let not1, not2, not3, not4, not5, not6: Observation
    /// Those of the present state: their number, the first of them, and the first of the others.
    @usableFromInline let (conditions, first, firstStep): (Int, Int, Int)

    @usableFromInline let step1, step2, step3, step4: Watch<State>.Watching
    @usableFromInline let monitor1, monitor2, monitor3, monitor4: AnyObject
    @usableFromInline let steps: Int

    @usableFromInline let rest: Rest
    @usableFromInline let isLast: Bool

    /// - Parameter atTheBeginning: Whether the rules are to see the first state of a run.
    @inlinable
    init(_ rules: ArraySlice<Watch<State>>, atTheBeginning: Bool) {
        let states = rules.prefix(6).prefix { $0.isOfStates }
        let others = rules[states.endIndex...].prefix(4).prefix { !$0.isOfStates }
        func condition(_ offset: Int) -> (Condition, Observation) {
            let place = states.startIndex + offset
            guard states.indices.contains(place) else { return ({ _ in true }, .quiet) }
            return (states[place].condition, states[place].whenFalse)
        }
        func step(_ offset: Int) -> (Watch<State>.Watching, AnyObject) {
            let place = others.startIndex + offset
            guard others.indices.contains(place) else { return ({ _, _, _ in .quiet }, Absence()) }
            let rule = others[place]
            return (atTheBeginning ? { state, _, _ in try rule.begin(&state) } : rule.watching, rule.monitor)
        }
        ((condition1, not1), (condition2, not2), (condition3, not3)) = (
            condition(0), condition(1), condition(2)
        )
        ((condition4, not4), (condition5, not5), (condition6, not6)) = (
            condition(3), condition(4), condition(5)
        )
        (conditions, first, firstStep) = (states.count, states.startIndex, others.startIndex)
        ((step1, monitor1), (step2, monitor2)) = (step(0), step(1))
        ((step3, monitor3), (step4, monitor4)) = (step(2), step(3))
        steps = others.count
        isLast = others.endIndex == rules.endIndex
        if isLast {
            rest = { _, _, _ in -1 }
        } else {
            let link = RuleChain(rules[others.endIndex...], atTheBeginning: atTheBeginning)
            rest = { try link.observe(&$0, $1, $2) }
        }
    }

    /// - Returns: The first rule that is violated, or -1.
    @inlinable @inline(__always)
    func observe(_ state: inout State, _ action: Int, _ watched: CaseCounts.Watched) throws -> Int {
        if conditions > 0, try isBroken(first, watched, try condition1(&state) ? .triggered : not1) {
            return first
        }
        if conditions > 1, try isBroken(first &+ 1, watched, try condition2(&state) ? .triggered : not2) {
            return first &+ 1
        }
        if conditions > 2, try isBroken(first &+ 2, watched, try condition3(&state) ? .triggered : not3) {
            return first &+ 2
        }
        if conditions > 3, try isBroken(first &+ 3, watched, try condition4(&state) ? .triggered : not4) {
            return first &+ 3
        }
        if conditions > 4, try isBroken(first &+ 4, watched, try condition5(&state) ? .triggered : not5) {
            return first &+ 4
        }
        if conditions > 5, try isBroken(first &+ 5, watched, try condition6(&state) ? .triggered : not6) {
            return first &+ 5
        }
        if steps > 0, try isBroken(firstStep, watched, try step1(&state, monitor1, action)) {
            return firstStep
        }
        if steps > 1, try isBroken(firstStep &+ 1, watched, try step2(&state, monitor2, action)) {
            return firstStep &+ 1
        }
        if steps > 2, try isBroken(firstStep &+ 2, watched, try step3(&state, monitor3, action)) {
            return firstStep &+ 2
        }
        if steps > 3, try isBroken(firstStep &+ 3, watched, try step4(&state, monitor4, action)) {
            return firstStep &+ 3
        }
        return isLast ? -1 : try rest(&state, action, watched)
    }

    /// Who is to blame is written down only if there is something to be blamed for.
    @inlinable @inline(__always)
    func isBroken(
        _ rule: Int,
        _ watched: CaseCounts.Watched,
        _ observation: @autoclosure () throws -> Observation
    ) throws -> Bool {
        guard watched.watches(rule) else { return false }
        do {
            return watched.notes(try observation(), of: rule)
        } catch {
            watched.blames(rule)
            throw error
        }
    }

    /// Where there is no monitor.
    @usableFromInline
    final class Absence: Sendable {
        @usableFromInline init() {}
    }
}
