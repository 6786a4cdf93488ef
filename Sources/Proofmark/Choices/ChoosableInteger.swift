/// An integer of any width that a specification can choose: a concrete one for fuzzing and replay, the
/// `Symbolic` of it for proof.
///
/// `VerifiableInteger` is what most specifications are generic over; this is for unsigned numbers beside it.
/// The requirement is for the engines.
public protocol ChoosableInteger: FixedWidthInteger, Codable, Sendable {
    /// A value of `range` that the code does not determine.
    static func _choose(
        _ name: StaticString,
        in range: ClosedRange<Self>,
        by distribution: Distribution,
        from choices: Choices
    ) -> Self
}

// With a literal on the right, Swift would take the standard library's comparison of two integer types,
// which looks at the numbers' words: a proof would have to try them one by one.
extension ChoosableInteger {
    @inlinable
    public static func < (lhs: Self, rhs: Int) -> Bool { Self(exactly: rhs).map { lhs < $0 } ?? (rhs > 0) }

    @inlinable
    public static func <= (lhs: Self, rhs: Int) -> Bool { Self(exactly: rhs).map { lhs <= $0 } ?? (rhs > 0) }

    @inlinable
    public static func > (lhs: Self, rhs: Int) -> Bool { !(lhs <= rhs) }

    @inlinable
    public static func >= (lhs: Self, rhs: Int) -> Bool { !(lhs < rhs) }

    @inlinable
    public static func == (lhs: Self, rhs: Int) -> Bool { Self(exactly: rhs).map { lhs == $0 } ?? false }

    @inlinable
    public static func != (lhs: Self, rhs: Int) -> Bool { !(lhs == rhs) }
}

extension ChoosableInteger {
    @inlinable
    public static func _choose(
        _ name: StaticString,
        in range: ClosedRange<Self>,
        by distribution: Distribution,
        from choices: Choices
    ) -> Self {
        // A recorded choice is an `Int`.
        guard let lower = Int(exactly: range.lowerBound), let upper = Int(exactly: range.upperBound) else {
            choices._reportTooLarge(name)
            return range.lowerBound
        }
        return Self(choices._draw(name, from: lower, through: upper, by: distribution))
    }
}

extension UInt: ChoosableInteger {}
extension UInt8: ChoosableInteger {}
extension UInt16: ChoosableInteger {}
extension UInt32: ChoosableInteger {}
extension UInt64: ChoosableInteger {}
