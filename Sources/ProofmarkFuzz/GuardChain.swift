public import Proofmark

/// The guards of up to four actions, and of those behind them.
@usableFromInline
final class GuardChain<State> {
    @usableFromInline
    typealias Rest = (inout State, UnsafeMutablePointer<Int>, Int, UnsafeMutablePointer<CaseCounts.Sums>)
        throws -> Int

    @usableFromInline let one, two, three, four: (inout State) throws -> Bool
    /// Whether there is such an action, and it has a guard.
    @usableFromInline let (asks1, asks2, asks3, asks4): (Bool, Bool, Bool, Bool)
    @usableFromInline let (first, count): (Int, Int)
    @usableFromInline let rest: Rest
    @usableFromInline let isLast: Bool

    @inlinable
    init(_ actions: ArraySlice<Action<State>>) {
        func action(_ offset: Int) -> (guarding: (inout State) throws -> Bool, isGuarded: Bool) {
            let place = actions.startIndex + offset
            guard actions.indices.contains(place) else { return ({ _ in false }, false) }
            return (actions[place].guarding, actions[place].isGuarded)
        }
        ((one, asks1), (two, asks2), (three, asks3), (four, asks4)) = (
            action(0), action(1), action(2), action(3)
        )
        (first, count) = (actions.startIndex, min(4, actions.count))
        isLast = actions.count <= 4
        if isLast {
            rest = { _, _, found, _ in found }
        } else {
            let link = GuardChain(actions.dropFirst(4))
            rest = { try link.find(&$0, $1, $2, $3) }
        }
    }

    /// Writes down the actions that are enabled.
    ///
    /// - Parameter found: How many are written down already.
    /// - Returns: How many are now.
    @inlinable @inline(__always)
    func find(
        _ state: inout State,
        _ enabled: UnsafeMutablePointer<Int>,
        _ found: Int,
        _ sums: UnsafeMutablePointer<CaseCounts.Sums>
    ) throws -> Int {
        var found = found
        if count > 0 {
            enabled[found] = first
            if try !asks1 || asks(one, first, &state, sums) { found &+= 1 }
        }
        if count > 1 {
            enabled[found] = first &+ 1
            if try !asks2 || asks(two, first &+ 1, &state, sums) { found &+= 1 }
        }
        if count > 2 {
            enabled[found] = first &+ 2
            if try !asks3 || asks(three, first &+ 2, &state, sums) { found &+= 1 }
        }
        if count > 3 {
            enabled[found] = first &+ 3
            if try !asks4 || asks(four, first &+ 3, &state, sums) { found &+= 1 }
        }
        return isLast ? found : try rest(&state, enabled, found, sums)
    }

    @inlinable @inline(__always)
    func asks(
        _ isEnabled: (inout State) throws -> Bool,
        _ action: Int,
        _ state: inout State,
        _ sums: UnsafeMutablePointer<CaseCounts.Sums>
    ) throws -> Bool {
        do {
            return try isEnabled(&state)
        } catch {
            sums.pointee.asked = action
            throw error
        }
    }
}
