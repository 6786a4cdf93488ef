/// `LeadsTo`: remembers, for each member, how many counted steps its oldest obligation has left.
///
/// Only the oldest matters: the goal discharges all of them, and the oldest runs out first.
@usableFromInline
final class LeadsToMonitor<State>: Monitor<State>, ObligationKeeping {
    @usableFromInline let members: Range<Int>
    @usableFromInline let limit: Int
    @usableFromInline let counted: [Bool]
    /// The member whose obligation ran out last.
    @exclusivity(unchecked) @usableFromInline var late: Int?
    /// Steps of the present run, and the fewest after which an obligation began in any run so far.
    @exclusivity(unchecked) @usableFromInline var steps = 0
    @exclusivity(unchecked) @usableFromInline var fewestSteps = Int.max
    /// Counted steps left, or -1 without an obligation.
    @usableFromInline let left: Cells<Int>

    /// `look(at:after:trigger:goal:)` with the user's closures: made where they are known, it is one function.
    @usableFromInline let watching: Watch<State>.Watching

    @inlinable
    init(
        members: Range<Int>,
        limit: Int,
        counted: [Bool],
        watching: @escaping Watch<State>.Watching
    ) {
        self.members = members
        self.watching = watching
        self.limit = limit
        self.counted = counted
        left = Cells(repeating: -1, count: members.count)
    }

    @inlinable
    deinit { left.deallocate() }

    @inlinable
    package func begin(_ state: inout State) throws -> Observation {
        for position in left.indices { left[position] = -1 }
        steps = 0
        return try watching(&state, self, -1)
    }

    @inlinable
    package func observe(_ state: inout State, after action: Int) throws -> Observation {
        try watching(&state, self, action)
    }

    @inlinable @inline(__always)
    func look(
        at state: inout State,
        after action: Int,
        trigger: (State, Int) throws -> Bool,
        goal: (State, Int) throws -> Bool
    ) throws -> Observation {
        let counting = action >= 0 && counted[action]
        if action >= 0 { steps &+= 1 }
        var observation = Observation.quiet
        for position in left.indices {
            let member = members.lowerBound + position
            let pending = left[position]
            if pending < 0, try !trigger(state, member) { continue }
            if observation == .quiet { observation = .triggered }
            if try goal(state, member) {
                left[position] = -1
            } else if pending < 0 {
                left[position] = limit
                if steps < fewestSteps { fewestSteps = steps }
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

    @usableFromInline package var stepsBeforeObligation: Int? { fewestSteps == .max ? nil : fewestSteps }

    @usableFromInline package var hasOpenObligation: Bool { left.indices.contains { left[$0] >= 0 } }

    @usableFromInline package var violation: String? {
        late.map { member in
            let subject = members.count > 1 ? " for \(member)" : ""
            return "the goal was not reached\(subject) within \(limit) counted step\(limit == 1 ? "" : "s")"
        }
    }

    @usableFromInline
    package func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        for position in left.indices { try container.encode(left[position]) }
    }

    @usableFromInline
    package func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        for position in left.indices { left[position] = try container.decode(Int.self) }
    }
}
