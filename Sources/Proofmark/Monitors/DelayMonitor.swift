/// `Isolated` with a delay: remembers what the observer had received in both runs, for as many counted
/// steps as it may be late.
final class DelayMonitor<State, Number: VerifiableInteger>: Monitor<RunPair<State>> {
    private let place: Int
    private let progress: (State, Int) throws -> Number
    private let delay: Int
    private let counted: [Bool]
    /// Oldest first, at most `delay` of each.
    private var first: [Number] = []
    private var second: [Number] = []
    private var late: (observer: Int, run: Int, before: Number, now: Number)?

    init(
        place: Int,
        progress: @escaping (State, Int) throws -> Number,
        delay: Int,
        counted: [Bool]
    ) {
        self.place = place
        self.progress = progress
        self.delay = delay
        self.counted = counted
    }

    func begin(_ pair: inout RunPair<State>) throws -> Observation {
        (first, second) = ([], [])
        return .quiet
    }

    func observe(_ pair: inout RunPair<State>, after action: Int) throws -> Observation {
        guard pair.rule == place, counted[action] else { return .quiet }
        let now = (
            first: try progress(pair.first, pair.observer), second: try progress(pair.second, pair.observer)
        )
        var observation = Observation.quiet
        if first.count == delay {
            observation = pair.hasOthers ? .triggered : .quiet
            let before = (first: first.removeFirst(), second: second.removeFirst())
            if before.first > now.second {
                late = (pair.observer, 2, before.first, now.second)
                observation = .violated
            }
            if before.second > now.first {
                late = (pair.observer, 1, before.second, now.first)
                observation = .violated
            }
        }
        first.append(now.first)
        second.append(now.second)
        return observation
    }

    var violation: String? {
        late.map {
            "here observer \($0.observer) has received \($0.now) in run \($0.run), and \($0.before) in the other run "
                + "\(delay) counted step\(delay == 1 ? "" : "s") earlier; they differ only in what others do"
        }
    }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        try container.encode(first)
        try container.encode(second)
    }

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        first = try container.decode([Number].self)
        second = try container.decode([Number].self)
    }
}
