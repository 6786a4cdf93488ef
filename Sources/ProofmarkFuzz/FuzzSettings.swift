/// How much is tried, and from which seed.
@usableFromInline
package struct FuzzSettings: Hashable, Codable, Sendable {
    package var seed: UInt64
    package var cases: Int
    /// The largest number of steps in one case.
    package var steps: Int
    /// Seconds after which no new case is begun; `nil` for no limit.
    package var budget: Double?
    /// Cases known to take the process down.
    package var skipped: Set<Int>

    @usableFromInline
    package init(
        seed: UInt64 = 1,
        cases: Int = 10_000,
        steps: Int = 40,
        budget: Double? = nil,
        skipped: Set<Int> = []
    ) {
        self.seed = seed
        self.cases = cases
        self.steps = steps
        self.budget = budget
        self.skipped = skipped
    }
}
