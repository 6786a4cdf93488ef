/// `GuaranteedShare`: for each member, how far it was behind its share, at the least, since it is backlogged.
///
/// What it has fallen behind in any interval that ends now is at most the present arrears less that.
final class GuaranteedShareMonitor<State, Number: VerifiableInteger>: Monitor<State>, BoundSeeking {
    private let members: Range<Int>
    private let weights: [Number]
    private let sum: Number
    private let backlogged: (State, Int) throws -> Bool
    private let service: (State, Int) throws -> Number
    var bound: Number?
    private var largestArrears: Number = 0

    private var wasBacklogged: [Bool]
    /// In the unit of service times the sum of weights; 0 for members without backlog.
    private var leastArrears: [Number]
    private var behind: (member: Int, arrears: Number)?

    init(
        members: Range<Int>,
        weights: [Number],
        sum: Number,
        backlogged: @escaping (State, Int) throws -> Bool,
        service: @escaping (State, Int) throws -> Number,
        bound: Number?
    ) {
        self.members = members
        self.weights = weights
        self.sum = sum
        self.backlogged = backlogged
        self.service = service
        self.bound = bound
        wasBacklogged = Array(repeating: false, count: members.count)
        leastArrears = Array(repeating: 0, count: members.count)
    }

    func begin(_ state: State) throws -> Observation {
        for position in wasBacklogged.indices { wasBacklogged[position] = false }
        _ = try observe(state, after: -1)
        return .quiet
    }

    func observe(_ state: State, after action: Int) throws -> Observation {
        let received = try members.map { try service(state, $0) }
        let total = received.reduce(0, +)
        behind = nil
        var watches = false
        for (position, member) in members.enumerated() {
            guard try backlogged(state, member) else {
                wasBacklogged[position] = false
                leastArrears[position] = 0
                continue
            }
            let arrears = weights[position] * total - sum * received[position]
            if wasBacklogged[position] {
                watches = true
                leastArrears[position] = Number._smaller(leastArrears[position], arrears)
                let fallen = arrears - leastArrears[position]
                if let bound {
                    if fallen > sum * bound { behind = (member, fallen) }
                } else {
                    largestArrears = Number._larger(largestArrears, fallen)
                }
            } else {
                leastArrears[position] = arrears
            }
            wasBacklogged[position] = true
        }
        guard watches else { return .quiet }
        return behind == nil ? .triggered : .violated
    }

    var violation: String? {
        behind.map { member, fallen in
            "the service of \(member) is \(fallen)/\(sum) behind its share, more than the bound of \(bound ?? 0)"
        }
    }

    var largest: Int { Int(clamping: (largestArrears + sum - 1) / sum) }

    func encodeMemory(to container: inout any UnkeyedEncodingContainer) throws {
        for flag in wasBacklogged { try container.encode(flag) }
        for number in leastArrears { try container.encode(number) }
    }

    func decodeMemory(from container: inout any UnkeyedDecodingContainer) throws {
        for position in wasBacklogged.indices { wasBacklogged[position] = try container.decode(Bool.self) }
        for position in leastArrears.indices { leastArrears[position] = try container.decode(Number.self) }
    }
}
