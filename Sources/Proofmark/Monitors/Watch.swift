/// A monitor, and what an inner loop calls of it.
///
/// The closures are made where the monitor's type is known, so that the compiler specialises them; through the
/// protocol every call is generic.
@usableFromInline
package struct Watch<State> {
    @usableFromInline package let monitor: any Monitor<State>
    @usableFromInline package let begin: (State) throws -> Observation
    @usableFromInline package let observe: (_ state: State, _ action: Int) throws -> Observation

    @inlinable
    package init<M: Monitor>(_ monitor: M) where M.State == State {
        self.monitor = monitor
        begin = { try monitor.begin($0) }
        observe = { try monitor.observe($0, after: $1) }
    }
}
