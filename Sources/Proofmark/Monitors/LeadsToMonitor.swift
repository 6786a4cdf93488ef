/// `LeadsTo`: remembers, for each member, how many counted steps its oldest obligation has left.
///
/// Only the oldest matters: the goal discharges all of them, and the oldest runs out first.
final class LeadsToMonitor<State>: Monitor<State> {
    private let members: Range<Int>
    private let trigger: (State, Int) throws -> Bool
    private let goal: (State, Int) throws -> Bool
    private let limit: Int
    private let counted: [Bool]
    /// The member whose obligation ran out last.
    private var late: Int?
    /// Counted steps left, or -1 without an obligation.
    private var left: [Int]

    init(
        members: Range<Int>,
        trigger: @escaping (State, Int) throws -> Bool,
        goal: @escaping (State, Int) throws -> Bool,
        limit: Int,
        counted: [Bool]
    ) {
        self.members = members
        self.trigger = trigger
        self.goal = goal
        self.limit = limit
        self.counted = counted
        left = Array(repeating: -1, count: members.count)
    }

    func begin(_ state: State) throws -> Observation {
        for position in left.indices { left[position] = -1 }
        return try look(at: state, counting: false)
    }

    func observe(_ state: State, after action: Int) throws -> Observation {
        try look(at: state, counting: counted[action])
    }

    private func look(at state: State, counting: Bool) throws -> Observation {
        var observation = Observation.quiet
        for (position, member) in members.enumerated() {
            let pending = left[position]
            if pending < 0, try !trigger(state, member) { continue }
            if observation == .quiet { observation = .triggered }
            if try goal(state, member) {
                left[position] = -1
            } else if pending < 0 {
                left[position] = limit
            } else if counting {
                left[position] = pending - 1
                if pending == 1 {
                    observation = .violated
                    late = member
                }
            }
        }
        return observation
    }

    var violation: String? {
        late.map { member in
            let subject = members.count > 1 ? " for \(member)" : ""
            return "the goal was not reached\(subject) within \(limit) counted step\(limit == 1 ? "" : "s")"
        }
    }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        for steps in left { try container.encode(steps) }
    }

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        for position in left.indices { left[position] = try container.decode(Int.self) }
    }
}
