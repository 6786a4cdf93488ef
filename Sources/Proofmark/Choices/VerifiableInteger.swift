/// An integer that a specification can be run with: `Int` for fuzzing and replay, `SymbolicInt` for proof; or
/// another signed width and its `Symbolic`.
///
/// The requirements are for the engines; specifications use the ordinary operators.
public protocol VerifiableInteger: ChoosableInteger, SignedInteger {
    /// The larger of two values, without a branch where the type can do without one.
    static func _larger(_ first: Self, _ second: Self) -> Self

    /// The smaller of two values, likewise.
    static func _smaller(_ first: Self, _ second: Self) -> Self
}

extension VerifiableInteger {
    @inlinable
    public static func _larger(_ first: Self, _ second: Self) -> Self { first > second ? first : second }

    @inlinable
    public static func _smaller(_ first: Self, _ second: Self) -> Self { first < second ? first : second }
}

extension Int8: VerifiableInteger {}
extension Int16: VerifiableInteger {}
extension Int32: VerifiableInteger {}
extension Int64: VerifiableInteger {}

extension Int: VerifiableInteger {
    @inlinable
    public static func _choose(
        _ name: StaticString,
        in range: ClosedRange<Int>,
        by distribution: Distribution,
        from choices: Choices
    ) -> Int {
        choices._draw(name, from: range.lowerBound, through: range.upperBound, by: distribution)
    }
}
