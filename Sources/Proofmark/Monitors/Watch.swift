/// A monitor, and what an inner loop calls of it.
///
/// The closures are made where the monitor's type is known, so that the compiler specialises them; through the
/// protocol every call is generic.
@usableFromInline
package struct Watch<State> {
    @usableFromInline package let monitor: any Monitor<State>
    @usableFromInline package let begin: (inout State) throws -> Observation
    @usableFromInline package let observe: (_ state: inout State, _ action: Int) throws -> Observation
    /// Whether the rule is about the present state alone: triggered if `condition` is true, else `whenFalse`.
    @usableFromInline package let isOfStates: Bool
    /// It gets the state where it is: handed over, it would be copied.
    @usableFromInline package let condition: (inout State) throws -> Bool
    @usableFromInline package let whenFalse: Observation

    @inlinable package var isInvariant: Bool { isOfStates && whenFalse == .violated }

    @inlinable
    package init<M: Monitor>(_ monitor: M) where M.State == State {
        self.monitor = monitor
        isOfStates = false
        condition = { _ in true }
        whenFalse = .quiet
        begin = { try monitor.begin(&$0) }
        observe = { try monitor.observe(&$0, after: $1) }
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
        observe = { try monitor.observe(&$0, after: $1) }
    }
}
