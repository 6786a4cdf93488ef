/// Bit operations. Shifts by a known amount are multiplications and divisions, masks of the lowest bits are
/// remainders; other `&`, and with it `|` and `^`, are bit-vectors. Bit counts, byte swaps and shifts by an
/// unknown amount try every possible value.
extension Symbolic {
    public static func & (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        if lhs.isConstant, rhs.isConstant { return Symbolic(constant: lhs.constant & rhs.constant) }
        let exploration = exploration
        let operands = operands(lhs, rhs, exploration)
        return Symbolic(exploration.arena.bitAnd(operands.first, operands.second), in: exploration)
    }

    /// So many bits are easy for a solver.
    private static var easyWidth: Int128 { 16 }

    /// Where bits are many, an operand with few values is tried value by value.
    private static func operands(_ lhs: Symbolic, _ rhs: Symbolic, _ exploration: Exploration)
        -> (first: TermID, second: TermID)
    {
        let terms = [lhs.term(in: exploration), rhs.term(in: exploration)]
        let intervals = terms.map { exploration.bounds.interval(of: $0) }
        guard intervals.contains(where: { $0.bitWidth > easyWidth }) else { return (terms[0], terms[1]) }
        let tried = zip(terms, intervals).map { term, interval in
            guard interval.isBounded, interval.width < Int128(exploration.settings.valuesPerTerm) else {
                return term
            }
            return exploration.arena.constant(
                exploration.concretise(term, for: "an operand of a bit operation")
            )
        }
        return (tried[0], tried[1])
    }

    /// What both have counts once: a + b - (a & b).
    public static func | (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        if lhs.isConstant, rhs.isConstant { return Symbolic(constant: lhs.constant | rhs.constant) }
        return withoutCommon(lhs, rhs, times: 1)
    }

    /// What both have counts for nothing: a + b - 2 (a & b).
    public static func ^ (lhs: Symbolic, rhs: Symbolic) -> Symbolic {
        if lhs.isConstant, rhs.isConstant { return Symbolic(constant: lhs.constant ^ rhs.constant) }
        return withoutCommon(lhs, rhs, times: 2)
    }

    public static func &= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs & rhs }
    public static func |= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs | rhs }
    public static func ^= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs ^ rhs }

    /// -1 - x in two's complement, max - x without a sign.
    public static prefix func ~ (value: Symbolic) -> Symbolic {
        Symbolic(constant: Base.isSigned ? 0 &- 1 : Base.max) &- value
    }

    private static func withoutCommon(_ lhs: Symbolic, _ rhs: Symbolic, times scale: Int128) -> Symbolic {
        let exploration = exploration
        let (first, second) = operands(lhs, rhs, exploration)
        return Symbolic(
            exploration.arena.withoutCommonBits(first, second, times: scale),
            in: exploration
        )
    }

    public static func << <Amount: BinaryInteger>(lhs: Symbolic, rhs: Amount) -> Symbolic {
        shifted(lhs, left: concreteAmount(rhs))
    }

    public static func >> <Amount: BinaryInteger>(lhs: Symbolic, rhs: Amount) -> Symbolic {
        shifted(lhs, left: -Swift.max(concreteAmount(rhs), -Int.max))
    }

    public static func <<= <Amount: BinaryInteger>(lhs: inout Symbolic, rhs: Amount) { lhs = lhs << rhs }
    public static func >>= <Amount: BinaryInteger>(lhs: inout Symbolic, rhs: Amount) { lhs = lhs >> rhs }

    // Without these two, the standard library's defaults call each other for ever.
    public static func &<<= (lhs: inout Symbolic, rhs: Symbolic) { lhs = shifted(lhs, left: masked(rhs)) }
    public static func &>>= (lhs: inout Symbolic, rhs: Symbolic) { lhs = shifted(lhs, left: -masked(rhs)) }
    public static func &<< (lhs: Symbolic, rhs: Symbolic) -> Symbolic { shifted(lhs, left: masked(rhs)) }
    public static func &>> (lhs: Symbolic, rhs: Symbolic) -> Symbolic { shifted(lhs, left: -masked(rhs)) }

    private static func masked(_ amount: Symbolic) -> Int {
        Int(truncatingIfNeeded: amount.concrete(for: "a shift")) & (Base.bitWidth - 1)
    }

    private static func concreteAmount<Amount: BinaryInteger>(_ amount: Amount) -> Int {
        Int(clamping: amount)
    }

    /// A shift to the left by `amount`, to the right if it is negative; beyond the width, Swift's "smart"
    /// shift: no bit, or the sign, is left.
    private static func shifted(_ value: Symbolic, left amount: Int) -> Symbolic {
        if value.isConstant { return Symbolic(constant: value.constant << amount) }
        let exploration = exploration
        let arena = exploration.arena
        let term = value.term(in: exploration)
        if amount >= Base.bitWidth { return 0 }
        if amount >= 0 {
            return Symbolic(
                arena.wrap(arena.multiply(term, arena.constant(1 << Int128(amount))), into: range),
                in: exploration
            )
        }
        let places = Swift.min(amount.magnitude, UInt(Base.bitWidth))
        return Symbolic(arena.divide(term, arena.constant(1 << Int128(places))), in: exploration)
    }

    public var nonzeroBitCount: Int { concrete(for: "a bit count").nonzeroBitCount }
    public var leadingZeroBitCount: Int { concrete(for: "a bit count").leadingZeroBitCount }
    public var trailingZeroBitCount: Int { concrete(for: "a bit count").trailingZeroBitCount }
    public var byteSwapped: Symbolic { Symbolic(constant: concrete(for: "a byte swap").byteSwapped) }
    public var words: Base.Words { concrete(for: "a conversion to a concrete integer").words }
    public var _lowWord: UInt {
        UInt(truncatingIfNeeded: concrete(for: "a conversion to a concrete integer"))
    }
    public static var bitWidth: Int { Base.bitWidth }
    public static var isSigned: Bool { Base.isSigned }
}
