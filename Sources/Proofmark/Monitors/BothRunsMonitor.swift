/// The invariants of single runs, of both runs of a pair: what a proof about the pair may build on.
final class BothRunsMonitor<State>: Monitor<RunPair<State>> {
    private let monitors: [any Monitor<State>]

    /// - Parameter monitors: Of rules about the present state alone.
    init(_ monitors: [any Monitor<State>]) { self.monitors = monitors }

    func begin(_ pair: inout RunPair<State>) throws -> Observation {
        for monitor in monitors {
            guard try monitor.begin(&pair.first) != .violated, try monitor.begin(&pair.second) != .violated
            else { return .violated }
        }
        return .triggered
    }

    func observe(_ pair: inout RunPair<State>, after action: Int) throws -> Observation { try begin(&pair) }
}
