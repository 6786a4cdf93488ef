/// An integer that a specification can be run with: `Int` for fuzzing and replay, `SymbolicInt` for proof.
///
/// The requirements are for the engines; specifications use the ordinary operators.
public protocol VerifiableInteger: FixedWidthInteger, SignedInteger, Codable, Sendable {
    /// A value of `range` that the code does not determine.
    static func _choose(_ name: StaticString, in range: ClosedRange<Self>, from choices: Choices) -> Self

    /// The larger of two values, without a branch where the type can do without one.
    static func _larger(_ first: Self, _ second: Self) -> Self

    /// The smaller of two values, likewise.
    static func _smaller(_ first: Self, _ second: Self) -> Self
}

// With a literal on the right, Swift would take the standard library's comparison of two integer types,
// which looks at the numbers' words: a proof would have to try them one by one.
extension VerifiableInteger {
    @inlinable
    public static func <= (lhs: Self, rhs: Int) -> Bool { lhs <= Self(rhs) }

    @inlinable
    public static func > (lhs: Self, rhs: Int) -> Bool { lhs > Self(rhs) }
}

extension Int: VerifiableInteger {
    @inlinable
    public static func _choose(_ name: StaticString, in range: ClosedRange<Int>, from choices: Choices) -> Int
    {
        choices._draw(name, from: range.lowerBound, through: range.upperBound)
    }

    @inlinable
    public static func _larger(_ first: Int, _ second: Int) -> Int { first > second ? first : second }

    @inlinable
    public static func _smaller(_ first: Int, _ second: Int) -> Int { first < second ? first : second }
}
