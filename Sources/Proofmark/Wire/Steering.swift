/// What a worker is to do to get where random runs do not: it makes new runs of those that went furthest.
package struct SteeringOrder: Codable, Sendable {
    package var seed: UInt64
    /// The runs to make: so many, from this number on.
    package var first: Int
    package var cases: Int
    package var budget: Double?
    /// The positions of the coverage counters of the code under test; none in a build without coverage.
    package var counters: [Range<Int>]
    package var corpus: Corpus
    /// For each target, the largest value so far.
    package var best: [Int?]
    /// Rules that are known to be broken.
    package var settled: Set<String>

    package init(
        seed: UInt64,
        first: Int,
        cases: Int,
        budget: Double?,
        counters: [Range<Int>] = [],
        corpus: Corpus = Corpus(),
        best: [Int?] = [],
        settled: Set<String> = []
    ) {
        self.seed = seed
        self.first = first
        self.cases = cases
        self.budget = budget
        self.counters = counters
        self.corpus = corpus
        self.best = best
        self.settled = settled
    }
}

/// What came of it.
package struct SteeringResult: Codable, Hashable, Sendable {
    package var cases = 0
    package var corpus = Corpus()
    package var best: [Int?] = []
    /// The rules that were broken.
    package var settled: [String: Verdict] = [:]
    /// For each rule, whether it was triggered.
    package var wasTriggered: [Bool] = []

    package init() {}
}
