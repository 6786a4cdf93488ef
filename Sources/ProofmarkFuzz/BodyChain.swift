public import Proofmark

/// The bodies of up to four actions, and of those behind them.
@usableFromInline
final class BodyChain<State> {
    @usableFromInline let one, two, three, four: (inout State, Choices) throws -> Void
    @usableFromInline let first: Int
    @usableFromInline let rest: (inout State, _ action: Int, Choices) throws -> Void

    @inlinable
    init(_ actions: ArraySlice<Action<State>>) {
        func body(_ offset: Int) -> (inout State, Choices) throws -> Void {
            let place = actions.startIndex + offset
            return actions.indices.contains(place) ? actions[place].body : { _, _ in }
        }
        (one, two, three, four) = (body(0), body(1), body(2), body(3))
        first = actions.startIndex
        if actions.count <= 4 {
            rest = { _, _, _ in }
        } else {
            let link = BodyChain(actions.dropFirst(4))
            rest = { try link.take(&$0, $1, $2) }
        }
    }

    /// Takes the step of the given action.
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
