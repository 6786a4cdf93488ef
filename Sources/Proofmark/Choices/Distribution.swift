/// How random runs choose from a range. It makes no difference to proofs, which cover the whole range.
public enum Distribution: Sendable {
    /// Each value alike, but the two ends more often, because bugs live there.
    case edges
    /// Each value alike.
    case uniform
    /// Each order of magnitude above the lower end alike: small values often, large ones too. For sizes and
    /// durations.
    case logarithmic
    /// The n-th value of the range as often as its weight says.
    case weights([Int])
}

extension SplitMix64 {
    /// A value of `lower...upper`.
    @inlinable @inline(__always)
    package mutating func next(from lower: Int, through upper: Int, by distribution: Distribution) -> Int {
        switch distribution {
        case .edges: next(from: lower, through: upper)
        case .uniform: nextUniform(from: lower, through: upper)
        case .logarithmic: nextLogarithmic(from: lower, through: upper)
        case .weights(let weights): next(from: lower, through: upper, weights: weights)
        }
    }

    @usableFromInline
    mutating func nextUniform(from lower: Int, through upper: Int) -> Int {
        let last = UInt64(bitPattern: Int64(upper)) &- UInt64(bitPattern: Int64(lower))
        return Self.value(lower, beyondBy: Self.offset(next(), through: last))
    }

    @usableFromInline
    mutating func nextLogarithmic(from lower: Int, through upper: Int) -> Int {
        let last = UInt64(bitPattern: Int64(upper)) &- UInt64(bitPattern: Int64(lower))
        let bits = Self.scaled(next(), below: UInt64(64 - last.leadingZeroBitCount) + 1)
        let random = next()
        if bits == 0 { return lower }
        let smallest = UInt64(1) << (bits - 1)
        let largest = min(last, smallest &* 2 &- 1)
        let offset = smallest + Self.offset(random, through: largest - smallest)
        return Self.value(lower, beyondBy: offset)
    }

    @usableFromInline
    mutating func next(from lower: Int, through upper: Int, weights: [Int]) -> Int {
        var left = nextUniform(from: 0, through: max(0, weights.reduce(0, +) - 1))
        for (place, weight) in weights.enumerated() {
            left -= weight
            if left < 0 { return min(lower + place, upper) }
        }
        return upper
    }
}
