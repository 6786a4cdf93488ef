/// `GuaranteedShare`: for each member, how far it was behind its share, at the least, since it is backlogged.
///
/// What it has fallen behind in any interval that ends now is at most the present arrears less that.
@usableFromInline
final class GuaranteedShareMonitor<State, Number: VerifiableInteger>: Monitor<State>, BoundSeeking {
    @usableFromInline let members: Range<Int>
    @usableFromInline let weights: [Number]
    @usableFromInline let sum: Number
    @usableFromInline let limits: Cells<Number?>
    @exclusivity(unchecked) @usableFromInline var largestArrears: Number = 0

    @usableFromInline let wasBacklogged: Cells<Bool>
    /// In the unit of service times the sum of weights; 0 for members without backlog.
    @usableFromInline let leastArrears: Cells<Number>
    /// Scratch of one observation.
    @usableFromInline let received: Cells<Number>
    @exclusivity(unchecked) @usableFromInline var behind: (member: Int, arrears: Number)?

    /// `observe(_:backlogged:service:)` with the user's closures: made where they are known, it is one function.
    @usableFromInline let watching: Watch<State>.Watching

    @inlinable
    init(
        members: Range<Int>,
        weights: [Number],
        sum: Number,
        bound: Number?,
        watching: @escaping Watch<State>.Watching
    ) {
        self.members = members
        self.weights = weights
        self.sum = sum
        self.watching = watching
        limits = Cells(repeating: bound, count: 1)
        received = Cells(repeating: 0, count: members.count)
        wasBacklogged = Cells(repeating: false, count: members.count)
        leastArrears = Cells(repeating: 0, count: members.count)
    }

    @inlinable
    deinit {
        limits.deallocate()
        received.deallocate()
        wasBacklogged.deallocate()
        leastArrears.deallocate()
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
        var total: Number = 0
        for position in received.indices {
            let amount = try service(state, members.lowerBound + position)
            received[position] = amount
            total += amount
        }
        var said = Observation.quiet
        for position in received.indices {
            let member = members.lowerBound + position
            guard try backlogged(state, member) else {
                wasBacklogged[position] = false
                leastArrears[position] = 0
                continue
            }
            let arrears = weights[position] * total - sum * received[position]
            if wasBacklogged[position] {
                if said == .quiet { said = .triggered }
                leastArrears[position] = Number._smaller(leastArrears[position], arrears)
                let fallen = arrears - leastArrears[position]
                if let bound {
                    if fallen > sum * bound {
                        behind = (member, fallen)
                        said = .violated
                    }
                } else {
                    largestArrears = Number._larger(largestArrears, fallen)
                }
            } else {
                leastArrears[position] = arrears
            }
            wasBacklogged[position] = true
        }
        return said
    }

    @usableFromInline package var violation: String? {
        behind.map { member, fallen in
            "the service of \(member) is \(fallen)/\(sum) behind its share, more than the bound of \(bound ?? 0)"
        }
    }

    @usableFromInline package var largest: Int { Int(clamping: (largestArrears + sum - 1) / sum) }

    @usableFromInline
    package func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        for position in wasBacklogged.indices { try container.encode(wasBacklogged[position]) }
        for position in leastArrears.indices { try container.encode(leastArrears[position]) }
    }

    @usableFromInline
    package func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        for position in wasBacklogged.indices { wasBacklogged[position] = try container.decode(Bool.self) }
        for position in leastArrears.indices { leastArrears[position] = try container.decode(Number.self) }
    }
}
