/// `Fair`: for each ordered pair of members, the largest lead of the first over the second in any interval
/// that ends now and in which both were backlogged throughout.
///
/// With d the change of the difference in this step, the largest lead becomes max(0, lead + d): either the
/// best interval so far goes on, or a new one begins here (Page's cumulative sum).
final class FairMonitor<State, Number: VerifiableInteger>: Monitor<State> {
    private let members: Range<Int>
    private let scales: [Number]
    private let backlogged: (State, Int) throws -> Bool
    private let service: (State, Int) throws -> Number
    private let bound: Number

    private var wasBacklogged: [Bool]
    /// Normalised service of each member at the last observation.
    private var received: [Number]
    /// `leads[i * n + j]`: the largest lead of i over j. Meaningful while both are backlogged.
    private var leads: [Number]
    /// The pair of the last violation.
    private var exceeding: (Int, Int)?
    /// Scratch of one observation.
    private var gained: [Number]
    private var stayedBacklogged: [Bool]

    init(
        members: Range<Int>,
        scales: [Number],
        backlogged: @escaping (State, Int) throws -> Bool,
        service: @escaping (State, Int) throws -> Number,
        bound: Number
    ) {
        self.members = members
        self.scales = scales
        self.backlogged = backlogged
        self.service = service
        self.bound = bound
        wasBacklogged = Array(repeating: false, count: members.count)
        received = Array(repeating: 0, count: members.count)
        leads = Array(repeating: 0, count: members.count * members.count)
        gained = received
        stayedBacklogged = wasBacklogged
    }

    func begin(_ state: State) throws -> Observation {
        let count = members.count
        for position in 0..<count {
            wasBacklogged[position] = try backlogged(state, members.lowerBound + position)
            received[position] = try service(state, members.lowerBound + position) * scales[position]
        }
        for position in leads.indices { leads[position] = 0 }
        return .quiet
    }

    // Without the specialisation, every operator on `Number` is a call through its witness table, in the
    // fuzzer's inner loop.
    @_specialize(kind:partial,where Number == Int)
    func observe(_ state: State, after action: Int) throws -> Observation {
        let count = members.count
        for position in 0..<count {
            let total = try service(state, members.lowerBound + position) * scales[position]
            gained[position] = total - received[position]
            received[position] = total
            let isBacklogged = try backlogged(state, members.lowerBound + position)
            stayedBacklogged[position] = isBacklogged && wasBacklogged[position]
            wasBacklogged[position] = isBacklogged
        }
        var isExceeded = false
        var compared = false
        for first in 0..<count {
            for second in 0..<count where first != second {
                let pair = first * count + second
                guard stayedBacklogged[first], stayedBacklogged[second] else {
                    leads[pair] = 0
                    continue
                }
                compared = true
                let lead = Number._larger(0, leads[pair] + (gained[first] - gained[second]))
                leads[pair] = lead
                // One question for each pair: a solver answers six small ones sooner than their maximum.
                if lead > bound {
                    isExceeded = true
                    exceeding = (first, second)
                }
            }
        }
        guard compared else { return .quiet }
        return isExceeded ? .violated : .triggered
    }

    var violation: String? {
        exceeding.map { first, second in
            "the service of \(members.lowerBound + first) exceeds that of \(members.lowerBound + second) by "
                + "\(leads[first * members.count + second]), more than the bound of \(bound)"
        }
    }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        for flag in wasBacklogged { try container.encode(flag) }
        for number in received { try container.encode(number) }
        for number in leads { try container.encode(number) }
    }

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        for position in wasBacklogged.indices { wasBacklogged[position] = try container.decode(Bool.self) }
        for position in received.indices { received[position] = try container.decode(Number.self) }
        for position in leads.indices { leads[position] = try container.decode(Number.self) }
    }
}
