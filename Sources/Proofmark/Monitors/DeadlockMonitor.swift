/// "no deadlock": a violation where no action is enabled, unless the system may end there.
///
/// It judges by guards alone. Where steps are stopped otherwise, the prover finds it, and a replay by `Simulation`.
@usableFromInline
package final class DeadlockMonitor<State>: Monitor<State> {
    private let ends: RunEnds<State>
    private var hasStuckSteps = false

    @usableFromInline
    init(_ ends: RunEnds<State>) { self.ends = ends }

    @usableFromInline
    package func begin(_ state: inout State) throws -> Observation {
        hasStuckSteps = false
        return ends.isStuck(&state) && !ends.isFinal(state) ? .violated : .triggered
    }

    @usableFromInline
    package func observe(_ state: inout State, after action: Int) throws -> Observation { try begin(&state) }

    /// The last state breaks the rule although guards hold.
    package func noteStuckSteps() { hasStuckSteps = true }

    @usableFromInline package var violation: String? {
        (hasStuckSteps
            ? "no step leads out of this state: each one leaves it as it is, or `assume` stops it whatever is chosen; "
                + "let a step lead on, or put into `when:` what it assumes"
            : "no action is enabled, so nothing can happen any more")
            + "; if the system may end in such a state, add to the specification: "
            + "func isFinal(_ state: State) -> Bool { … }"
    }
}
