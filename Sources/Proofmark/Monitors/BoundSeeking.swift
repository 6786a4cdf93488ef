/// A monitor of a rule whose bound the user may leave to be found.
@usableFromInline
protocol BoundSeeking: AnyObject {
    associatedtype Number: VerifiableInteger

    /// The bound, alone.
    var limits: Cells<Number?> { get }

    /// The largest value met in any run without a bound; only where numbers are concrete.
    var largest: Int { get }
}

extension BoundSeeking {
    /// Without a bound nothing is a violation, and `largest` is kept.
    @inlinable var bound: Number? {
        get { limits[0] }
        set { limits[0] = newValue }
    }

    /// What counts as the bound for now; where the type ends before it, the largest of the type.
    package var limit: Int? {
        get { bound.map { Int(clamping: $0) } }
        set { bound = newValue.map { Number(clamping: $0) } }
    }
}
