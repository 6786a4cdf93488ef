/// Bit operations. Shifts by a constant are multiplications and divisions; the rest needs the bits
/// themselves, so every possible value is tried.
extension Symbolic {
    public static func & (lhs: Symbolic, rhs: Symbolic) -> Symbolic { bitwise(lhs, rhs, "&") { $0 & $1 } }
    public static func | (lhs: Symbolic, rhs: Symbolic) -> Symbolic { bitwise(lhs, rhs, "|") { $0 | $1 } }
    public static func ^ (lhs: Symbolic, rhs: Symbolic) -> Symbolic { bitwise(lhs, rhs, "^") { $0 ^ $1 } }
    public static func &= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs & rhs }
    public static func |= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs | rhs }
    public static func ^= (lhs: inout Symbolic, rhs: Symbolic) { lhs = lhs ^ rhs }

    /// -1 - x in two's complement, max - x without a sign.
    public static prefix func ~ (value: Symbolic) -> Symbolic {
        Symbolic(constant: Base.isSigned ? 0 &- 1 : Base.max) &- value
    }

    private static func bitwise(
        _ lhs: Symbolic,
        _ rhs: Symbolic,
        _ symbol: String,
        _ native: (Base, Base) -> Base
    ) -> Symbolic {
        let reason = "an operand of \(symbol)"
        return Symbolic(constant: native(lhs.concrete(for: reason), rhs.concrete(for: reason)))
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
