/// A monitor, and what an inner loop calls of it.
///
/// The closures are made where the monitor's type is known, so that the compiler specialises them; through the
/// protocol every call is generic.
@usableFromInline
package struct Watch<State> {
    /// What an observation is, with the monitor handed to it: a closure that captures nothing is called sooner.
    /// The action is -1 in the initial state.
    @usableFromInline
    package typealias Watching = (_ state: inout State, _ monitor: AnyObject, _ action: Int) throws ->
        Observation

    @usableFromInline package let monitor: any Monitor<State>
    @usableFromInline package let begin: (inout State) throws -> Observation
    /// To be called with `monitor`.
    @usableFromInline package let watching: Watching
    /// Whether the rule is about the present state alone: triggered if `condition` is true, else `whenFalse`.
    @usableFromInline package let isOfStates: Bool
    /// It gets the state where it is: handed over, it would be copied.
    @usableFromInline package let condition: (inout State) throws -> Bool
    @usableFromInline package let whenFalse: Observation

    /// - Parameter watching: `observe` of this monitor.
    @inlinable
    package init<M: Monitor>(_ monitor: M, _ watching: @escaping Watching) where M.State == State {
        self.monitor = monitor
        isOfStates = false
        condition = { _ in true }
        whenFalse = .quiet
        begin = { try monitor.begin(&$0) }
        self.watching = watching
    }

    @inlinable
    package init<M: Monitor>(_ monitor: M) where M.State == State {
        self.init(monitor) { try unsafeDowncast($1, to: M.self).observe(&$0, after: $2) }
    }

    @inlinable
    package init<M: Monitor>(
        _ monitor: M,
        condition: @escaping (inout State) throws -> Bool,
        whenFalse: Observation
    ) where M.State == State {
        self.monitor = monitor
        isOfStates = true
        self.condition = condition
        self.whenFalse = whenFalse
        begin = { try monitor.begin(&$0) }
        watching = { try unsafeDowncast($1, to: M.self).observe(&$0, after: $2) }
    }

    @inlinable
    package func observe(_ state: inout State, after action: Int) throws -> Observation {
        try watching(&state, monitor, action)
    }
}
