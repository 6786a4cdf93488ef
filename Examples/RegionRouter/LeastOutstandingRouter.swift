/// Least outstanding requests, over targets in several regions.
///
/// A request goes to the target with the fewest requests in flight among those of its own region that are
/// healthy and not full. Only when there is none, it goes to another region. When a target fails, the
/// requests in flight there are routed again.
public struct LeastOutstandingRouter<Load: FixedWidthInteger> {
    public struct Target {
        public let region: Int
        public let capacity: Load
        /// Requests in flight.
        public fileprivate(set) var outstanding: Load = 0
        public fileprivate(set) var isHealthy = true

        public init(region: Int, capacity: Load) {
            self.region = region
            self.capacity = capacity
        }

        public var canTake: Bool { isHealthy && outstanding < capacity }
    }

    public struct Placement: Hashable, Codable, Sendable {
        public let target: Int
        /// The region that the request came from.
        public let origin: Int
    }

    public private(set) var targets: [Target]
    /// Where each request in flight is, by its id.
    public private(set) var placements: [Int: Placement] = [:]

    public init(targets: [Target]) { self.targets = targets }

    /// Places a request; `nil` if no target can take it.
    public mutating func route(_ request: Int, from region: Int) -> Int? {
        let local = targets.indices.filter { targets[$0].region == region }
        let remote = targets.indices.filter { targets[$0].region != region }
        guard let target = leastOutstanding(of: local) ?? leastOutstanding(of: remote) else { return nil }
        targets[target].outstanding += 1
        placements[request] = Placement(target: target, origin: region)
        return target
    }

    /// The request has been answered.
    public mutating func complete(_ request: Int) {
        guard let placement = placements.removeValue(forKey: request) else { return }
        targets[placement.target].outstanding -= 1
    }

    public mutating func recover(_ target: Int) { targets[target].isHealthy = true }

    /// Takes the target out of service and routes its requests again, oldest first.
    ///
    /// - Returns: The requests that no target can take now; they are in flight no more.
    public mutating func fail(_ target: Int) -> [Int] {
        targets[target].isHealthy = false
        let stranded = placements.filter { $0.value.target == target }.sorted { $0.key < $1.key }
        targets[target].outstanding = 0
        var dropped: [Int] = []
        for (request, placement) in stranded {
            placements[request] = nil
            if route(request, from: placement.origin) == nil { dropped.append(request) }
        }
        return dropped
    }

    private func leastOutstanding(of candidates: [Int]) -> Int? {
        candidates.filter { targets[$0].canTake }
            .min { targets[$0].outstanding < targets[$1].outstanding }
    }
}

extension LeastOutstandingRouter: Hashable, Equatable {}
extension LeastOutstandingRouter: Codable where Load: Codable {}
extension LeastOutstandingRouter: Sendable where Load: Sendable {}
extension LeastOutstandingRouter.Target: Hashable, Equatable {}
extension LeastOutstandingRouter.Target: Codable where Load: Codable {}
extension LeastOutstandingRouter.Target: Sendable where Load: Sendable {}
