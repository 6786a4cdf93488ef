public import Proofmark
public import RegionRouter

/// What the rules need of a router, so that a planted bug is judged by the same rules.
public protocol RegionRouting: Codable {
    associatedtype Number: VerifiableInteger
    associatedtype Target: RoutingTarget where Target.Number == Number
    associatedtype Placement: RoutingPlacement

    init(targets: [Target])
    var targets: [Target] { get }
    var placements: [Int: Placement] { get }
    mutating func route(_ request: Int, from region: Int) -> Int?
    mutating func complete(_ request: Int)
    mutating func recover(_ target: Int)
    mutating func fail(_ target: Int) -> [Int]
}

public protocol RoutingTarget {
    associatedtype Number: VerifiableInteger

    init(region: Int, capacity: Number)
    var region: Int { get }
    var outstanding: Number { get }
    var capacity: Number { get }
    var isHealthy: Bool { get }
}

public protocol RoutingPlacement {
    var target: Int { get }
}

extension LeastOutstandingRouter: RegionRouting where Load: VerifiableInteger {
    public typealias Number = Load
}

extension LeastOutstandingRouter.Target: RoutingTarget where Load: VerifiableInteger {
    public typealias Number = Load
}

extension LeastOutstandingRouter.Placement: RoutingPlacement where Load: VerifiableInteger {}
