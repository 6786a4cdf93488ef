/// The index of a term in its arena. Equal terms have equal ids.
typealias TermID = UInt32

/// What a term computes. Numbers are mathematical integers; truth values are 0 and 1.
enum TermOperator: UInt8 {
    case constant
    case symbol
    case add
    case subtract
    case multiply
    /// Euclidean division, as SMT-LIB's `div`: the remainder is never negative. The divisor is not zero.
    case divide
    /// `number ? number : number` by a truth value.
    case choose
    case lessOrEqual
    case equal
    case not
    case and
    case or
}

/// A node of the term graph; `first`, `second` and `third` are operands, as many as the operator takes.
struct Term: Hashable {
    var operation: TermOperator
    var first: TermID = 0
    var second: TermID = 0
    var third: TermID = 0
    /// The value of a constant, the index of a symbol.
    var payload: Int128 = 0
}

/// All values a term can have, both ends included.
///
/// An end at `infinity` is no bound: intervals are never assumed to be smaller than what the operands'
/// intervals imply, and what grows beyond is unbounded.
struct Interval: Hashable {
    static let infinity = Int128(1) << 120

    private(set) var lower: Int128
    private(set) var upper: Int128

    init(_ lower: Int128, _ upper: Int128) {
        self.lower = max(lower, -Self.infinity)
        self.upper = min(upper, Self.infinity)
    }

    static let truth = Interval(0, 1)

    private var isBoundedBelow: Bool { lower > -Self.infinity }
    private var isBoundedAbove: Bool { upper < Self.infinity }
    var isBounded: Bool { isBoundedBelow && isBoundedAbove }

    var constant: Int128? { isBounded && lower == upper ? lower : nil }

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

    static func + (first: Interval, second: Interval) -> Interval {
        Interval(first.lower + second.lower, first.upper + second.upper)
    }

    static func - (first: Interval, second: Interval) -> Interval {
        Interval(first.lower - second.upper, first.upper - second.lower)
    }

    static func * (first: Interval, second: Interval) -> Interval {
        let ends = [first.lower, first.upper].flatMap { one in
            [second.lower, second.upper].map { product(one, $0) }
        }
        return Interval(ends.min() ?? -infinity, ends.max() ?? infinity)
    }

    private static func product(_ first: Int128, _ second: Int128) -> Int128 {
        let (value, overflow) = first.multipliedReportingOverflow(by: second)
        guard overflow else { return value }
        return (first < 0) == (second < 0) ? infinity : -infinity
    }

    /// The largest magnitude.
    var size: Int128 { max(abs(lower), abs(upper)) }
}
