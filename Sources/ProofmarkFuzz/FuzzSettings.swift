/// How much is tried, and from which seed.
@usableFromInline
package struct FuzzSettings: Hashable, Codable, Sendable {
    package var seed: UInt64
    package var cases: Int
    /// The number of the first case.
    package var first: Int
    /// The largest number of steps in one case.
    package var steps: Int
    /// Seconds after which no new case is begun; `nil` for no limit.
    package var budget: Double?
    /// Rules that are known to be broken, and not watched any more.
    package var settled: Set<String>
    /// Whether half of the cases keep to some of the actions; see `CasePlan`.
    package var swarms = true
    /// Whether to find out how long each rule takes.
    package var timesRules = false

    @usableFromInline
    package init(
        seed: UInt64 = 1,
        first: Int = 0,
        cases: Int = 10_000,
        steps: Int = 40,
        budget: Double? = nil,
        settled: Set<String> = []
    ) {
        self.seed = seed
        self.first = first
        self.cases = cases
        self.steps = steps
        self.budget = budget
        self.settled = settled
    }
}
