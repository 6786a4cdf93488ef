/// Deficit round robin over the queues of several tenants, with weights.
///
/// A request costs tokens. Each turn of a tenant adds `quantum * weight` to its deficit counter; it may
/// dispatch requests from the head of its queue as long as the counter covers their cost. What is left
/// stays for the next turn, unless the queue runs empty: idle tenants save nothing.
///
/// Dispatching takes constant time if `quantum` is at least the largest cost.
///
/// Source: M. Shreedhar and G. Varghese, "Efficient Fair Queueing Using Deficit Round Robin",
/// IEEE/ACM Transactions on Networking 4(3), 1996.
public struct DeficitRoundRobin<Cost: FixedWidthInteger, ID> {
    public struct Request {
        public let id: ID
        public let tenant: Int
        public let cost: Cost

        public init(id: ID, tenant: Int, cost: Cost) {
            self.id = id
            self.tenant = tenant
            self.cost = cost
        }
    }

    public let quantum: Cost
    public let weights: [Cost]
    public private(set) var queues: [[Request]]
    /// Tokens that each tenant may still spend.
    public private(set) var deficits: [Cost]
    /// The tenants with requests waiting, the one whose turn it is first.
    public private(set) var active: [Int]
    /// Whether the first active tenant has received its quantum in this turn.
    private var isTurnBegun = false

    /// - Parameters:
    ///   - weights: A positive weight for each tenant.
    ///   - quantum: Tokens per turn and unit of weight, positive.
    public init(weights: [Cost], quantum: Cost) {
        self.weights = weights
        self.quantum = quantum
        queues = Array(repeating: [], count: weights.count)
        deficits = Array(repeating: 0, count: weights.count)
        active = []
    }

    public var tenants: Range<Int> { weights.indices }

    /// Number of requests waiting.
    public var count: Int { queues.reduce(0) { $0 + $1.count } }

    public func isBacklogged(_ tenant: Int) -> Bool { !queues[tenant].isEmpty }

    /// The tenant that has received its quantum and not yet spent what it can.
    public var turn: Int? { isTurnBegun ? active.first : nil }

    /// Puts a request at the end of its tenant's queue.
    public mutating func submit(_ request: Request) {
        if queues[request.tenant].isEmpty { active.append(request.tenant) }
        queues[request.tenant].append(request)
    }

    /// Takes the next request to be served; `nil` if none is waiting.
    public mutating func dispatch() -> Request? {
        while let tenant = active.first, let head = queues[tenant].first {
            if !isTurnBegun {
                deficits[tenant] += quantum * weights[tenant]
                isTurnBegun = true
            }
            if head.cost <= deficits[tenant] {
                deficits[tenant] -= head.cost
                queues[tenant].removeFirst()
                if queues[tenant].isEmpty {
                    endTurn(staysActive: false)
                }
                return head
            }
            endTurn(staysActive: true)
        }
        return nil
    }

    private mutating func endTurn(staysActive: Bool) {
        let tenant = active.removeFirst()
        if staysActive { active.append(tenant) }
        isTurnBegun = false
    }
}

extension DeficitRoundRobin: Equatable where ID: Equatable {}
extension DeficitRoundRobin: Hashable where ID: Hashable {}
extension DeficitRoundRobin: Codable where Cost: Codable, ID: Codable {}
extension DeficitRoundRobin: Sendable where Cost: Sendable, ID: Sendable {}
extension DeficitRoundRobin.Request: Equatable where ID: Equatable {}
extension DeficitRoundRobin.Request: Hashable where ID: Hashable {}
extension DeficitRoundRobin.Request: Codable where Cost: Codable, ID: Codable {}
extension DeficitRoundRobin.Request: Sendable where Cost: Sendable, ID: Sendable {}
