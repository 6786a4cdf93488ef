/// Watches one run for one rule. The fuzzer calls it once for each state; the prover stores and restores
/// its memory, so that states can be merged.
///
/// Contract: `begin` first, with the initial state; then `observe` for each step, with the state after it.
/// Between two calls the monitor is fully described by what `encodeMemory` writes. One whose rule speaks
/// about the present state alone has no memory.
@usableFromInline
package protocol Monitor<State>: AnyObject {
    associatedtype State

    func begin(_ state: inout State) throws -> Observation

    /// - Parameter action: The position of the action that led to `state`.
    func observe(_ state: inout State, after action: Int) throws -> Observation

    /// What exactly went wrong in the last observation, if it was a violation and there is more to say.
    var violation: String? { get }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws
}

extension Monitor {
    @usableFromInline package var violation: String? { nil }

    @usableFromInline
    package func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {}

    @usableFromInline
    package func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {}
}

extension Monitor {
    /// The largest value met so far, if its bound is to be found.
    @usableFromInline package var largestValue: Int? { (self as? any BoundSeeking)?.largest }

    /// Sets what counts as the bound, if it is to be found.
    package func limit(_ bound: Int?) { (self as? any BoundSeeking)?.limit = bound }
}

/// What a monitor says of one state.
@usableFromInline @frozen
package enum Observation: UInt8, Sendable {
    /// Nothing that the rule speaks of happened.
    case quiet
    /// What the rule is about happened, and the rule holds.
    case triggered
    case violated
}
