/// `Fair`: for each pair of members, between which limits the difference of their services was since both
/// are backlogged.
///
/// The largest lead of a member over another in any interval that ends now is the present difference less
/// the smallest one; the other's lead, the largest one less the present.
@usableFromInline
final class FairMonitor<State, Number: VerifiableInteger>: Monitor<State>, BoundSeeking {
    @usableFromInline let members: Range<Int>
    @usableFromInline let scales: [Number]
    @usableFromInline let limits: Cells<Number?>
    @exclusivity(unchecked) @usableFromInline var largestLead: Number = 0

    @usableFromInline let wasBacklogged: Cells<Bool>
    /// One for each pair, the smaller member first.
    @usableFromInline let differences: Cells<Difference>
    /// The last violation.
    @exclusivity(unchecked) @usableFromInline var exceeding: (first: Int, second: Int, lead: Number)?
    /// Scratch of one observation.
    @usableFromInline let received: Cells<Number>
    @usableFromInline let isBacklogged: Cells<Bool>

    /// How far the service of the first member was ahead since both are backlogged; 0 if they are not.
    @usableFromInline
    struct Difference {
        @usableFromInline let first: Int
        @usableFromInline let second: Int
        @usableFromInline var smallest: Number = 0
        @usableFromInline var largest: Number = 0

        @inlinable
        init(first: Int, second: Int) {
            self.first = first
            self.second = second
        }
    }

    /// `observe(_:backlogged:service:)` with the user's closures: made where they are known, it is one function.
    @usableFromInline let watching: Watch<State>.Watching

    @inlinable
    init(
        members: Range<Int>,
        scales: [Number],
        bound: Number?,
        watching: @escaping Watch<State>.Watching
    ) {
        self.members = members
        self.scales = scales
        self.watching = watching
        limits = Cells(repeating: bound, count: 1)
        wasBacklogged = Cells(repeating: false, count: members.count)
        isBacklogged = Cells(repeating: false, count: members.count)
        received = Cells(repeating: 0, count: members.count)
        let pairs = (0..<members.count).flatMap { first in (first + 1..<members.count).map { (first, $0) } }
        differences = Cells(repeating: Difference(first: 0, second: 0), count: pairs.count)
        for (position, (first, second)) in pairs.enumerated() {
            differences[position] = Difference(first: first, second: second)
        }
    }

    @inlinable
    deinit {
        limits.deallocate()
        wasBacklogged.deallocate()
        isBacklogged.deallocate()
        received.deallocate()
        differences.deallocate()
    }

    @inlinable
    package func begin(_ state: inout State) throws -> Observation {
        for position in wasBacklogged.indices { wasBacklogged[position] = false }
        _ = try observe(&state, after: -1)
        return .quiet
    }

    @inlinable
    package func observe(_ state: inout State, after action: Int) throws -> Observation {
        try watching(&state, self, action)
    }

    @inlinable @inline(__always)
    func observe(
        _ state: inout State,
        backlogged: (State, Int) throws -> Bool,
        service: (State, Int) throws -> Number
    ) throws -> Observation {
        for position in received.indices {
            let member = members.lowerBound + position
            received[position] = try service(state, member) * scales[position]
            isBacklogged[position] = try backlogged(state, member)
        }
        var said = Observation.quiet
        for position in differences.indices {
            switch follow(position) {
            case .quiet: break
            case .triggered: if said == .quiet { said = .triggered }
            case .violated: said = .violated
            }
        }
        for position in wasBacklogged.indices { wasBacklogged[position] = isBacklogged[position] }
        return said
    }

    /// - Returns: Quiet unless both members were backlogged throughout the step.
    @inlinable @inline(__always)
    func follow(_ position: Int) -> Observation {
        let pair = differences[position]
        let (first, second) = (pair.first, pair.second)
        guard isBacklogged[first], isBacklogged[second] else {
            differences[position].smallest = 0
            differences[position].largest = 0
            return .quiet
        }
        let now = received[first] - received[second]
        guard wasBacklogged[first], wasBacklogged[second] else {
            differences[position].smallest = now
            differences[position].largest = now
            return .quiet
        }
        let smallest = Number._smaller(pair.smallest, now)
        let largest = Number._larger(pair.largest, now)
        differences[position].smallest = smallest
        differences[position].largest = largest
        guard let bound else {
            largestLead = Number._larger(largestLead, Number._larger(now - smallest, largest - now))
            return .triggered
        }
        // One question for each: a solver answers small ones sooner than their maximum.
        let isAhead = now - smallest > bound
        if isAhead { exceeding = (first, second, now - smallest) }
        let isBehind = largest - now > bound
        if isBehind { exceeding = (second, first, largest - now) }
        return isAhead || isBehind ? .violated : .triggered
    }

    @usableFromInline package var violation: String? {
        exceeding.map { first, second, lead in
            "the service of \(members.lowerBound + first) exceeds that of \(members.lowerBound + second) by "
                + "\(lead), more than the bound of \(bound ?? 0)"
        }
    }

    @usableFromInline package var largest: Int { Int(clamping: largestLead) }

    @usableFromInline
    package func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        for position in wasBacklogged.indices { try container.encode(wasBacklogged[position]) }
        for position in differences.indices {
            try container.encode(differences[position].smallest)
            try container.encode(differences[position].largest)
        }
    }

    @usableFromInline
    package func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        for position in wasBacklogged.indices { wasBacklogged[position] = try container.decode(Bool.self) }
        for position in differences.indices {
            differences[position].smallest = try container.decode(Number.self)
            differences[position].largest = try container.decode(Number.self)
        }
    }
}
