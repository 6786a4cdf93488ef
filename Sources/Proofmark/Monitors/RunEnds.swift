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

    /// Whether no guard holds. One that throws is reported when the action is tried.
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
