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
        isAtTheEnd
            ? "the run ends here, in a deadlock or because isFinal says that it may, and the goal was not reached"
            : base.violation
    }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        try base.encodeMemory(to: &container)
    }

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        try base.decodeMemory(from: &container)
    }
}
