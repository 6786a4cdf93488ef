/// Admission control for tenants of one service: in every window each tenant has a quota of its own, and a
/// pool that all share takes the bursts.
///
/// A request is admitted from its tenant's quota if it fits there as a whole, else from the pool. So what a
/// tenant has of its own never depends on the others, and what it gets beyond that is at most the pool.
public struct AdmissionControl<Cost: FixedWidthInteger> {
    public let quota: Cost
    public let burst: Cost
    /// What each tenant has used of its quota in this window.
    public private(set) var used: [Cost]
    /// What each tenant has taken from the pool in this window.
    public private(set) var borrowed: [Cost]
    /// What is left in the pool.
    public private(set) var pool: Cost

    /// - Parameters:
    ///   - quota: Tokens per tenant and window.
    ///   - burst: Tokens in the pool, per window.
    public init(tenants: Int, quota: Cost, burst: Cost) {
        self.quota = quota
        self.burst = burst
        used = Array(repeating: 0, count: tenants)
        borrowed = used
        pool = burst
    }

    /// - Returns: Whether the request may run in this window.
    public mutating func admit(_ cost: Cost, of tenant: Int) -> Bool {
        if cost <= quota * Cost(used.count) - used.reduce(0, +) {
            used[tenant] += cost
        } else if cost <= pool {
            pool -= cost
            borrowed[tenant] += cost
        } else {
            return false
        }
        return true
    }

    public mutating func beginWindow() {
        for tenant in used.indices { (used[tenant], borrowed[tenant]) = (0, 0) }
        pool = burst
    }
}

extension AdmissionControl: Codable where Cost: Codable {}
