/// `Fair`: for each pair of members, between which limits the difference of their services was since both
/// are backlogged.
///
/// The largest lead of a member over another in any interval that ends now is the present difference less
/// the smallest one; the other's lead, the largest one less the present.
final class FairMonitor<State, Number: VerifiableInteger>: Monitor<State>, BoundSeeking {
    private let members: Range<Int>
    private let scales: [Number]
    private let backlogged: (State, Int) throws -> Bool
    private let service: (State, Int) throws -> Number
    var bound: Number?
    private var largestLead: Number = 0

    private var wasBacklogged: [Bool]
    /// One for each pair, the smaller member first.
    private var differences: [Difference]
    /// The last violation.
    private var exceeding: (first: Int, second: Int, lead: Number)?
    /// Scratch of one observation.
    private var received: [Number]
    private var isBacklogged: [Bool]

    /// How far the service of the first member was ahead since both are backlogged; 0 if they are not.
    private struct Difference {
        let first: Int
        let second: Int
        var smallest: Number = 0
        var largest: Number = 0
    }

    init(
        members: Range<Int>,
        scales: [Number],
        backlogged: @escaping (State, Int) throws -> Bool,
        service: @escaping (State, Int) throws -> Number,
        bound: Number?
    ) {
        self.members = members
        self.scales = scales
        self.backlogged = backlogged
        self.service = service
        self.bound = bound
        wasBacklogged = Array(repeating: false, count: members.count)
        differences = (0..<members.count).flatMap { first in
            (first + 1..<members.count).map { Difference(first: first, second: $0) }
        }
        received = Array(repeating: 0, count: members.count)
        isBacklogged = wasBacklogged
    }

    func begin(_ state: State) throws -> Observation {
        for position in wasBacklogged.indices { wasBacklogged[position] = false }
        _ = try observe(state, after: -1)
        return .quiet
    }

    // Without the specialisation, every operator on `Number` is a call through its witness table, in the
    // fuzzer's inner loop.
    @_specialize(kind:partial,where Number == Int)
    func observe(_ state: State, after action: Int) throws -> Observation {
        for position in wasBacklogged.indices {
            let member = members.lowerBound + position
            received[position] = try service(state, member) * scales[position]
            isBacklogged[position] = try backlogged(state, member)
        }
        exceeding = nil
        var compared = false
        for position in differences.indices {
            if follow(position) { compared = true }
        }
        swap(&wasBacklogged, &isBacklogged)
        guard compared else { return .quiet }
        return exceeding == nil ? .triggered : .violated
    }

    /// - Returns: Whether both members were backlogged throughout the step.
    private func follow(_ position: Int) -> Bool {
        let (first, second) = (differences[position].first, differences[position].second)
        guard isBacklogged[first], isBacklogged[second] else {
            differences[position].smallest = 0
            differences[position].largest = 0
            return false
        }
        let now = received[first] - received[second]
        guard wasBacklogged[first], wasBacklogged[second] else {
            differences[position].smallest = now
            differences[position].largest = now
            return false
        }
        let smallest = Number._smaller(differences[position].smallest, now)
        let largest = Number._larger(differences[position].largest, now)
        differences[position].smallest = smallest
        differences[position].largest = largest
        guard let bound else {
            largestLead = Number._larger(largestLead, Number._larger(now - smallest, largest - now))
            return true
        }
        // One question for each: a solver answers small ones sooner than their maximum.
        if now - smallest > bound { exceeding = (first, second, now - smallest) }
        if largest - now > bound { exceeding = (second, first, largest - now) }
        return true
    }

    var violation: String? {
        exceeding.map { first, second, lead in
            "the service of \(members.lowerBound + first) exceeds that of \(members.lowerBound + second) by "
                + "\(lead), more than the bound of \(bound ?? 0)"
        }
    }

    var largest: Int { Int(clamping: largestLead) }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        for flag in wasBacklogged { try container.encode(flag) }
        for difference in differences {
            try container.encode(difference.smallest)
            try container.encode(difference.largest)
        }
    }

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        for position in wasBacklogged.indices { wasBacklogged[position] = try container.decode(Bool.self) }
        for position in differences.indices {
            differences[position].smallest = try container.decode(Number.self)
            differences[position].largest = try container.decode(Number.self)
        }
    }
}
