/// "no deadlock": a violation where no action is enabled, unless the system may end there.
///
/// It judges by guards alone.
@usableFromInline
final class DeadlockMonitor<State>: Monitor<State> {
    private let ends: RunEnds<State>

    @usableFromInline
    init(_ ends: RunEnds<State>) { self.ends = ends }

    @usableFromInline
    package func begin(_ state: inout State) throws -> Observation {
        ends.isStuck(&state) && !ends.isFinal(state) ? .violated : .triggered
    }

    @usableFromInline
    package func observe(_ state: inout State, after action: Int) throws -> Observation { try begin(&state) }

    @usableFromInline package var violation: String? {
        "no action is enabled, so nothing can happen any more; if the system may end in such a state, add to the "
            + "specification: func isFinal(_ state: State) -> Bool { … }"
    }
}

/// Where runs end.
@usableFromInline
struct RunEnds<State> {
    private let actions: [Action<State>]
    let isFinal: (State) -> Bool

    @usableFromInline
    init(_ actions: [Action<State>], isFinal: @escaping (State) -> Bool) {
        self.actions = actions
        self.isFinal = isFinal
    }

    /// Whether no guard holds. One that throws is reported where the action is to be taken.
    func isStuck(_ state: inout State) -> Bool {
        for action in actions {
            do {
                if try action.guarding(&state) { return false }
            } catch {
                return false
            }
        }
        return true
    }
}

/// A monitor that may wait for something to happen.
@usableFromInline
package protocol ObligationKeeping: AnyObject {
    /// Whether what it waits for has not happened yet.
    var hasOpenObligation: Bool { get }
    /// The fewest steps of a run so far after which it began to wait; `nil` if it never did.
    var stepsBeforeObligation: Int? { get }
}

/// A monitor that waits for something, and does so in vain where runs end: in a final state, or one in which nothing can
/// happen.
final class EndingMonitor<State>: Monitor<State> {
    private let base: any Monitor<State>
    private let ends: RunEnds<State>
    private var isAtTheEnd = false

    init(_ base: any Monitor<State>, _ ends: RunEnds<State>) {
        self.base = base
        self.ends = ends
    }

    private func judge(_ said: Observation, _ state: inout State) -> Observation {
        isAtTheEnd =
            said != .violated && (base as? any ObligationKeeping)?.hasOpenObligation == true
            && (ends.isFinal(state) || ends.isStuck(&state))
        return isAtTheEnd ? .violated : said
    }

    func begin(_ state: inout State) throws -> Observation { judge(try base.begin(&state), &state) }

    func observe(_ state: inout State, after action: Int) throws -> Observation {
        judge(try base.observe(&state, after: action), &state)
    }

    var violation: String? {
        isAtTheEnd ? "the run ends here, and the goal was not reached" : base.violation
    }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        try base.encodeMemory(to: &container)
    }

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        try base.decodeMemory(from: &container)
    }
}
