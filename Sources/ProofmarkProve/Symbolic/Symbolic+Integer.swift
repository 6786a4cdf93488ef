/// The rest of `FixedWidthInteger`.
extension Symbolic: FixedWidthInteger {
    public typealias Magnitude = Symbolic<Base.Magnitude>
    public typealias Stride = Symbolic<Int>

    public static var min: Symbolic { Symbolic(constant: .min) }
    public static var max: Symbolic { Symbolic(constant: .max) }

    public var magnitude: Magnitude {
        if isConstant { return Magnitude(constant: constant.magnitude) }
        let exploration = Self.exploration
        let arena = exploration.arena
        let term = term(in: exploration)
        let largest = arena.interval(term).size
        let size = arena.choose(arena.lessOrEqual(arena.falsity, term), term, arena.negate(term))
        return Magnitude(arena.narrowed(size, to: Interval(0, largest)), in: exploration)
    }

    public func distance(to other: Symbolic) -> Stride {
        if isConstant, other.isConstant { return Stride(constant: constant.distance(to: other.constant)) }
        let exploration = Self.exploration
        let term = exploration.arena.subtract(other.term(in: exploration), term(in: exploration))
        Stride.requireInRange(term, exploration, "arithmetic overflow in a distance")
        return Stride(term, in: exploration)
    }

    public func advanced(by amount: Stride) -> Symbolic {
        if isConstant, amount.isConstant { return Symbolic(constant: constant.advanced(by: amount.constant)) }
        let exploration = Self.exploration
        let term = exploration.arena.add(term(in: exploration), amount.term(in: exploration))
        Self.requireInRange(term, exploration, "arithmetic overflow in an advance")
        return Symbolic(term, in: exploration)
    }
}

extension Symbolic: SignedNumeric where Base: SignedInteger {}
extension Symbolic: SignedInteger where Base: SignedInteger {}
extension Symbolic: UnsignedInteger where Base: UnsignedInteger, Base.Magnitude == Base {}
