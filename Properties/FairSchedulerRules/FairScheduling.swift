public import FairScheduler
public import Proofmark

/// What the rules need of a scheduler, so that a planted bug is judged by the same rules.
public protocol FairScheduling: Codable {
    associatedtype Number: VerifiableInteger
    associatedtype Request: SchedulingRequest where Request.Number == Number

    init(weights: [Number], quantum: Number)
    var queues: [[Request]] { get }
    var deficits: [Number] { get }
    var turn: Int? { get }
    func isBacklogged(_ tenant: Int) -> Bool
    mutating func submit(_ request: Request)
    mutating func dispatch() -> Request?
}

extension FairScheduling {
    /// A tenant in a timeline: the costs that wait, and the deficit.
    func cell(of tenant: Int, isServed: Bool) -> String {
        let costs = queues[tenant].map { "\($0.cost)" }.joined(separator: " ")
        return "\(isServed ? "▶ " : "")[\(costs)] d\(deficits[tenant])"
    }
}

public protocol SchedulingRequest {
    associatedtype Number: VerifiableInteger

    init(id: Number, tenant: Int, cost: Number)
    var id: Number { get }
    var tenant: Int { get }
    var cost: Number { get }
}

extension DeficitRoundRobin: FairScheduling where Cost: VerifiableInteger, ID == Cost {
    public typealias Number = Cost
}

extension DeficitRoundRobin.Request: SchedulingRequest where Cost: VerifiableInteger, ID == Cost {
    public typealias Number = Cost
}
