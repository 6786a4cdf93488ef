/// Watches one run for one rule. The fuzzer calls it once for each state; the prover stores and restores
/// its memory, so that states can be merged.
///
/// Contract: `begin` first, with the initial state; then `observe` for each step, with the state after it.
/// Between two calls the monitor is fully described by what `encodeMemory` writes. One whose rule speaks
/// about the present state alone has no memory.
package protocol Monitor<State>: AnyObject {
    associatedtype State

    func begin(_ state: State) throws -> Observation

    /// - Parameter action: The position of the action that led to `state`.
    func observe(_ state: State, after action: Int) throws -> Observation

    /// What exactly went wrong in the last observation, if it was a violation and there is more to say.
    var violation: String? { get }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws
}

extension Monitor {
    var violation: String? { nil }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {}

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {}
}

/// What a monitor says of one state.
package enum Observation: UInt8, Sendable {
    /// Nothing that the rule speaks of happened.
    case quiet
    /// What the rule is about happened, and the rule holds.
    case triggered
    case violated
}
