/// All values a term can have, both ends included.
///
/// An end at `infinity` is no bound: intervals are never assumed to be smaller than what the operands'
/// intervals imply, and what grows beyond is unbounded.
struct Interval: Hashable {
    static let infinity = Int128(1) << 120

    private(set) var lower: Int128
    private(set) var upper: Int128

    init(_ lower: Int128, _ upper: Int128) {
        self.lower = min(max(lower, -Self.infinity), Self.infinity)
        self.upper = max(min(upper, Self.infinity), -Self.infinity)
    }

    static let truth = Interval(0, 1)
    static let everything = Interval(-infinity, infinity)

    var isBoundedBelow: Bool { lower > -Self.infinity }
    var isBoundedAbove: Bool { upper < Self.infinity }
    var isBounded: Bool { isBoundedBelow && isBoundedAbove }

    var constant: Int128? { isBounded && lower == upper ? lower : nil }

    /// How many bits two's complement needs for every value, the sign included.
    var bitWidth: Int128 {
        let size = max(lower < 0 ? -(lower + 1) : lower, upper < 0 ? -(upper + 1) : upper)
        return Int128(128 - size.leadingZeroBitCount) + 1
    }

    func isWithin(_ other: Interval) -> Bool { isBounded && other.lower <= lower && upper <= other.upper }

    /// Whether every value is below, or equal to, every value of the other.
    func isAtMost(_ other: Interval) -> Bool {
        isBoundedAbove && other.isBoundedBelow && upper <= other.lower
    }

    func isBelow(_ other: Interval) -> Bool { isBoundedAbove && other.isBoundedBelow && upper < other.lower }

    /// What both have in common; `self` if that is nothing.
    func narrowed(to other: Interval) -> Interval {
        let common = Interval(max(lower, other.lower), min(upper, other.upper))
        return common.lower <= common.upper ? common : self
    }

    /// The smallest interval with all values of both.
    func union(_ other: Interval) -> Interval {
        Interval(min(lower, other.lower), max(upper, other.upper))
    }

    static func + (first: Interval, second: Interval) -> Interval {
        Interval(
            first.isBoundedBelow && second.isBoundedBelow ? first.lower + second.lower : -infinity,
            first.isBoundedAbove && second.isBoundedAbove ? first.upper + second.upper : infinity
        )
    }

    static func * (first: Interval, second: Interval) -> Interval {
        let ends = [first.lower, first.upper].flatMap { one in
            [second.lower, second.upper].map { product(one, $0) }
        }
        return Interval(ends.min() ?? -infinity, ends.max() ?? infinity)
    }

    /// All multiples by one factor, which is not 0.
    static func * (interval: Interval, factor: Int128) -> Interval {
        let ends = (
            product(interval.isBoundedBelow ? interval.lower : -infinity, factor),
            product(interval.isBoundedAbove ? interval.upper : infinity, factor)
        )
        return Interval(min(ends.0, ends.1), max(ends.0, ends.1))
    }

    /// The numbers whose multiple by the factor is inside.
    func divided(by factor: Int128) -> Interval {
        func quotient(_ end: Int128) -> Int128 { TermArena.euclideanQuotient(end, abs(factor)) }
        let multiple = factor > 0 ? self : self * -1
        return Interval(
            multiple.isBoundedBelow ? -quotient(-multiple.lower) : -Self.infinity,
            multiple.isBoundedAbove ? quotient(multiple.upper) : Self.infinity
        )
    }

    private static func product(_ first: Int128, _ second: Int128) -> Int128 {
        let (value, overflow) = first.multipliedReportingOverflow(by: second)
        guard overflow else { return value }
        return (first < 0) == (second < 0) ? infinity : -infinity
    }

    var width: Int128 { upper - lower }

    /// The largest magnitude.
    var size: Int128 { max(abs(lower), abs(upper)) }
}
