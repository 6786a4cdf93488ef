/// `Isolated`, strict or with a slack: compares what the observer sees in both runs.
final class ViewMonitor<State, View>: Monitor<RunPair<State>> {
    private let place: Int
    private let view: (State, Int) throws -> View
    private let isAllowed: (View, View) -> Bool
    private var parted: (observer: Int, first: View, second: View)?

    init(
        place: Int,
        view: @escaping (State, Int) throws -> View,
        isAllowed: @escaping (View, View) -> Bool
    ) {
        self.place = place
        self.view = view
        self.isAllowed = isAllowed
    }

    func begin(_ pair: inout RunPair<State>) throws -> Observation { .quiet }

    func observe(_ pair: inout RunPair<State>, after action: Int) throws -> Observation {
        guard pair.rule == place else { return .quiet }
        let (first, second) = (try view(pair.first, pair.observer), try view(pair.second, pair.observer))
        if isAllowed(first, second) { return pair.hasOthers ? .triggered : .quiet }
        parted = (pair.observer, first, second)
        return .violated
    }

    var violation: String? {
        parted.map {
            "here observer \($0.observer) sees \($0.first) in run 1 and \($0.second) in run 2, which differ "
                + "only in what others do"
        }
    }
}
