package import FairScheduler
package import Proofmark

/// What the rules need of a scheduler, so that a planted bug is judged by the same rules.
package protocol FairScheduling: Codable {
    associatedtype Number: VerifiableInteger

    init(weights: [Number], quantum: Number)
    var deficits: [Number] { get }
    var turn: Int? { get }
    func isBacklogged(_ tenant: Int) -> Bool
    func waiting(_ tenant: Int) -> [(id: Number, cost: Number)]
    mutating func submit(id: Number, tenant: Int, cost: Number)
    mutating func dispatch() -> (id: Number, tenant: Int, cost: Number)?
}

extension DeficitRoundRobin: FairScheduling where Cost: VerifiableInteger, ID == Cost {
    package func waiting(_ tenant: Int) -> [(id: Cost, cost: Cost)] {
        queues[tenant].map { ($0.id, $0.cost) }
    }

    package mutating func submit(id: Cost, tenant: Int, cost: Cost) {
        submit(Request(id: id, tenant: tenant, cost: cost))
    }

    package mutating func dispatch() -> (id: Cost, tenant: Int, cost: Cost)? {
        let request: Request? = dispatch()
        return request.map { ($0.id, $0.tenant, $0.cost) }
    }
}
