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

/// All values a term can have, both ends included, in any run in which the term is used.
struct Interval: Hashable {
    var lower: Int128
    var upper: Int128

    init(_ lower: Int128, _ upper: Int128) {
        self.lower = lower
        self.upper = upper
    }

    static let truth = Interval(0, 1)

    var constant: Int128? { lower == upper ? lower : nil }

    func isWithin(_ other: Interval) -> Bool { other.lower <= lower && upper <= other.upper }

    /// The part inside `other`; `other` itself where they do not meet, which no feasible run can see.
    func clamped(to other: Interval) -> Interval {
        let lower = max(lower, other.lower)
        let upper = min(upper, other.upper)
        return lower <= upper ? Interval(lower, upper) : other
    }
}
