public import Proofmark

/// Many closures of a specification as one.
///
/// A call into a closure that another holds costs no reference counts, unlike one out of an array. Links take
/// four at a time, because each costs a call, and hand the state on by its address, because it is large. What
/// a link holds is one object: a closure hands over all that it has captured whenever it is called.
@usableFromInline
enum CaseChain<State> {
    @usableFromInline typealias Rules = (inout State, _ action: Int, CaseCounts.Watched) throws -> Int
    @usableFromInline
    typealias Guards = (inout State, UnsafeMutablePointer<Int>, Int, UnsafeMutablePointer<CaseCounts.Sums>)
        throws -> Int
    @usableFromInline typealias Bodies = (inout State, _ action: Int, Choices) throws -> Void

    /// All rules: gives the first that is violated, or -1.
    ///
    /// - Parameter all: Whether every rule is watched, and the case is beyond its beginning: an invariant was triggered
    ///   there.
    @inlinable
    static func rules(_ rules: [Watch<State>], atTheBeginning: Bool, all: Bool) -> Rules {
        var chain: Rules = { _, _, _ in -1 }
        var end = rules.count
        while end > 0 {
            let isOfStates = rules[end - 1].isOfStates
            let isInvariant = all && rules[end - 1].isInvariant
            let most = isInvariant ? Invariants.most : 4
            var first = end - 1
            while first > 0, end - first < most, rules[first - 1].isOfStates == isOfStates,
                (all && rules[first - 1].isInvariant) == isInvariant
            {
                first -= 1
            }
            let (link, isLast) = (rules[first..<end], end == rules.count)
            if isInvariant {
                let link = Invariants(link, rest: chain, isLast: isLast)
                chain = { try link.observe(&$0, $1, $2) }
            } else if isOfStates {
                let link = StateRules(link, rest: chain, isLast: isLast)
                chain = { try link.observe(&$0, $1, $2) }
            } else {
                let link = StepRules(link, atTheBeginning: atTheBeginning, rest: chain, isLast: isLast)
                chain = { try link.observe(&$0, $1, $2) }
            }
            end = first
        }
        return chain
    }

    /// All guards: writes down the actions that are enabled, and gives their number.
    @inlinable
    static func guards(of actions: [Action<State>]) -> Guards {
        var all: Guards = { _, _, count, _ in count }
        for position in actions.indices.reversed() {
            let (rest, isEnabled) = (all, actions[position].guarding)
            if actions[position].isGuarded {
                all = { state, enabled, count, sums in
                    sums.pointee.asked = position
                    enabled[count] = position
                    return try rest(&state, enabled, try isEnabled(&state) ? count + 1 : count, sums)
                }
            } else {
                all = { state, enabled, count, sums in
                    enabled[count] = position
                    return try rest(&state, enabled, count + 1, sums)
                }
            }
        }
        return all
    }

    /// All bodies: takes the step of the given action.
    @inlinable
    static func bodies(of actions: [Action<State>]) -> Bodies {
        var all: Bodies = { _, _, _ in }
        for first in stride(from: 0, to: actions.count, by: 4).reversed() {
            let link = FourBodies(actions, first, rest: all)
            all = { try link.take(&$0, $1, $2) }
        }
        return all
    }

    /// One to four rules about the present state alone.
    @usableFromInline
    final class StateRules {
        @usableFromInline let one, two, three, four: (inout State) throws -> Bool
        @usableFromInline let not1, not2, not3, not4: Observation
        @usableFromInline let (first, count): (Int, Int)
        @usableFromInline let rest: Rules
        @usableFromInline let isLast: Bool

        @inlinable
        init(_ rules: ArraySlice<Watch<State>>, rest: @escaping Rules, isLast: Bool) {
            func rule(_ offset: Int) -> Watch<State> {
                rules[min(rules.startIndex + offset, rules.endIndex - 1)]
            }
            (one, not1) = (rule(0).condition, rule(0).whenFalse)
            (two, not2) = (rule(1).condition, rule(1).whenFalse)
            (three, not3) = (rule(2).condition, rule(2).whenFalse)
            (four, not4) = (rule(3).condition, rule(3).whenFalse)
            (first, count) = (rules.startIndex, rules.count)
            (self.rest, self.isLast) = (rest, isLast)
        }

        @inlinable @inline(__always)
        func observe(_ state: inout State, _ action: Int, _ watched: CaseCounts.Watched) throws -> Int {
            if watched.asks(first), watched.notes(try one(&state) ? .triggered : not1, of: first) {
                return first
            }
            if count > 1, watched.asks(first + 1),
                watched.notes(try two(&state) ? .triggered : not2, of: first + 1)
            {
                return first + 1
            }
            if count > 2, watched.asks(first + 2),
                watched.notes(try three(&state) ? .triggered : not3, of: first + 2)
            {
                return first + 2
            }
            if count > 3, watched.asks(first + 3),
                watched.notes(try four(&state) ? .triggered : not4, of: first + 3)
            {
                return first + 3
            }
            return isLast ? -1 : try rest(&state, action, watched)
        }
    }

    /// One to six invariants, all of them watched.
    @usableFromInline
    final class Invariants {
        @usableFromInline static var most: Int { 6 }
        @usableFromInline let one, two, three, four, five, six: (inout State) throws -> Bool
        @usableFromInline let (first, count): (Int, Int)
        @usableFromInline let rest: Rules
        @usableFromInline let isLast: Bool

        @inlinable
        init(_ rules: ArraySlice<Watch<State>>, rest: @escaping Rules, isLast: Bool) {
            func rule(_ offset: Int) -> (inout State) throws -> Bool {
                rules[min(rules.startIndex + offset, rules.endIndex - 1)].condition
            }
            (one, two, three, four, five, six) = (rule(0), rule(1), rule(2), rule(3), rule(4), rule(5))
            (first, count) = (rules.startIndex, rules.count)
            (self.rest, self.isLast) = (rest, isLast)
        }

        @inlinable @inline(__always)
        func observe(_ state: inout State, _ action: Int, _ watched: CaseCounts.Watched) throws -> Int {
            if try !holds(one, first, &state, watched) { return first }
            if count > 1, try !holds(two, first &+ 1, &state, watched) { return first &+ 1 }
            if count > 2, try !holds(three, first &+ 2, &state, watched) { return first &+ 2 }
            if count > 3, try !holds(four, first &+ 3, &state, watched) { return first &+ 3 }
            if count > 4, try !holds(five, first &+ 4, &state, watched) { return first &+ 4 }
            if count > 5, try !holds(six, first &+ 5, &state, watched) { return first &+ 5 }
            return isLast ? -1 : try rest(&state, action, watched)
        }

        /// Who is to blame is written down only if there is something to be blamed for.
        @inlinable @inline(__always)
        func holds(
            _ condition: (inout State) throws -> Bool,
            _ rule: Int,
            _ state: inout State,
            _ watched: CaseCounts.Watched
        ) throws -> Bool {
            do {
                return try condition(&state)
            } catch {
                watched.blames(rule)
                throw error
            }
        }
    }

    /// One to four other rules.
    @usableFromInline
    final class StepRules {
        @usableFromInline let one, two, three, four: (inout State, Int) throws -> Observation
        @usableFromInline let (first, count): (Int, Int)
        @usableFromInline let rest: Rules
        @usableFromInline let isLast: Bool

        @inlinable
        init(_ rules: ArraySlice<Watch<State>>, atTheBeginning: Bool, rest: @escaping Rules, isLast: Bool) {
            func rule(_ offset: Int) -> (inout State, Int) throws -> Observation {
                let rule = rules[min(rules.startIndex + offset, rules.endIndex - 1)]
                return atTheBeginning ? { state, _ in try rule.begin(&state) } : rule.observe
            }
            (one, two, three, four) = (rule(0), rule(1), rule(2), rule(3))
            (first, count) = (rules.startIndex, rules.count)
            (self.rest, self.isLast) = (rest, isLast)
        }

        @inlinable @inline(__always)
        func observe(_ state: inout State, _ action: Int, _ watched: CaseCounts.Watched) throws -> Int {
            if watched.asks(first), watched.notes(try one(&state, action), of: first) { return first }
            if count > 1, watched.asks(first + 1),
                watched.notes(try two(&state, action), of: first + 1)
            {
                return first + 1
            }
            if count > 2, watched.asks(first + 2),
                watched.notes(try three(&state, action), of: first + 2)
            {
                return first + 2
            }
            if count > 3, watched.asks(first + 3),
                watched.notes(try four(&state, action), of: first + 3)
            {
                return first + 3
            }
            return isLast ? -1 : try rest(&state, action, watched)
        }
    }

    /// The bodies of one to four actions.
    @usableFromInline
    final class FourBodies {
        @usableFromInline let one, two, three, four: (inout State, Choices) throws -> Void
        @usableFromInline let first: Int
        @usableFromInline let rest: Bodies

        @inlinable
        init(_ actions: [Action<State>], _ first: Int, rest: @escaping Bodies) {
            func action(_ offset: Int) -> Action<State> { actions[min(first + offset, actions.count - 1)] }
            (one, two, three, four) = (action(0).body, action(1).body, action(2).body, action(3).body)
            (self.first, self.rest) = (first, rest)
        }

        @inlinable @inline(__always)
        func take(_ state: inout State, _ action: Int, _ choices: Choices) throws {
            switch action - first {
            case 0: try one(&state, choices)
            case 1: try two(&state, choices)
            case 2: try three(&state, choices)
            case 3: try four(&state, choices)
            default: try rest(&state, action, choices)
            }
        }
    }
}
