/// The weights of members that share a service.
@usableFromInline
struct Weights {
    @usableFromInline let values: [Int]
    @usableFromInline let sum: Int

    /// - Parameter weights: One for each member; equal ones by default.
    @usableFromInline
    init(
        _ weights: [Int]?,
        of members: Range<Int>,
        atLeast least: Int,
        rule: String
    ) throws(SpecificationError) {
        guard members.count >= least else {
            throw .outOfRange(
                "`among:` needs at least \(least == 1 ? "one member" : "two members")",
                rule: rule
            )
        }
        let weights = weights ?? Array(repeating: 1, count: members.count)
        guard weights.count == members.count, weights.allSatisfy({ $0 > 0 }) else {
            throw .outOfRange(
                "`weights:` needs one positive weight for each of \(members.count) members",
                rule: rule
            )
        }
        var sum = 0
        for weight in weights {
            let (next, overflow) = sum.addingReportingOverflow(weight)
            guard !overflow, next < 1 << 31 else {
                throw .outOfRange("the sum of `weights:` is too large", rule: rule)
            }
            sum = next
        }
        values = weights
        self.sum = sum
    }

    /// For each weight, the least common multiple of all divided by it; `nil` on overflow.
    @usableFromInline var scales: [Int]? {
        var multiple = 1
        for weight in values {
            var (a, b) = (multiple, weight)
            while b != 0 { (a, b) = (b, a % b) }
            let (product, overflow) = (multiple / a).multipliedReportingOverflow(by: weight)
            guard !overflow, product < 1 << 31 else { return nil }
            multiple = product
        }
        return values.map { multiple / $0 }
    }
}
