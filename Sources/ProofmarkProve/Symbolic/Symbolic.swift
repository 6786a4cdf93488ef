public import Proofmark

/// A concrete integer type that `Symbolic` can stand for.
public protocol SymbolicBase: FixedWidthInteger & Codable & Sendable where Magnitude: SymbolicBase {}

extension Int: SymbolicBase {}
extension Int8: SymbolicBase {}
extension Int16: SymbolicBase {}
extension Int32: SymbolicBase {}
extension Int64: SymbolicBase {}
extension UInt: SymbolicBase {}
extension UInt8: SymbolicBase {}
extension UInt16: SymbolicBase {}
extension UInt32: SymbolicBase {}
extension UInt64: SymbolicBase {}

/// An `Int` that stands for all the values it can have at once.
public typealias SymbolicInt = Symbolic<Int>

/// The same for the other widths that schedulers use.
public typealias SymbolicInt32 = Symbolic<Int32>
public typealias SymbolicInt64 = Symbolic<Int64>
public typealias SymbolicUInt8 = Symbolic<UInt8>
public typealias SymbolicUInt32 = Symbolic<UInt32>
public typealias SymbolicUInt64 = Symbolic<UInt64>

/// An integer of the semantics of `Base`, whose value may be a term over the choices of a run.
///
/// Constants are computed natively and need no exploration. An operation on a term makes a term; a
/// comparison of terms asks the exploration which side this path takes; whatever needs the concrete
/// number (an index, a hash, a bit operation) has every possible value tried, one path each.
public struct Symbolic<Base: SymbolicBase>: Sendable {
    /// The value, if `term` is 0.
    let constant: Base
    /// A term of the exploration with this epoch; 0 for a constant (term 0 is a constant itself).
    let term: TermID
    let epoch: UInt32

    init(constant: Base) {
        self.constant = constant
        term = 0
        epoch = 0
    }

    init(_ term: TermID, in exploration: Exploration) {
        if let value = exploration.arena.constantValue(term), let exact = Base(exactly: value) {
            self.init(constant: exact)
        } else {
            self.init(term: term, epoch: exploration.epoch)
        }
    }

    init(term: TermID, epoch: UInt32) {
        constant = 0
        self.term = term
        self.epoch = epoch
    }

    var isConstant: Bool { epoch == 0 }

    static var range: Interval { Interval(Int128(Base.min), Int128(Base.max)) }

    /// The exploration that this thread runs a path of; a symbolic value has no meaning outside of one.
    static var exploration: Exploration {
        guard let exploration = ExplorationContext.current else {
            preconditionFailure("a symbolic value was used outside of the proof that made it")
        }
        return exploration
    }

    /// The value as a term of the exploration.
    func term(in exploration: Exploration) -> TermID {
        if isConstant { return exploration.arena.constant(Int128(constant)) }
        guard epoch == exploration.epoch else {
            exploration.noteDifference(
                "a symbolic value of an earlier proof was used again; "
                    + "keep no state in global variables, statics or shared references"
            )
            PathThread.abandonCurrent()
        }
        return term
    }

    /// The concrete value on this path; see `Exploration.concretise`.
    func concrete(for reason: String) -> Base {
        if isConstant { return constant }
        let exploration = Self.exploration
        return Base(truncatingIfNeeded: exploration.concretise(term(in: exploration), for: reason))
    }
}

extension Symbolic: ChoosableInteger {
    public static func _choose(
        _ name: StaticString,
        in range: ClosedRange<Symbolic>,
        by distribution: Distribution,
        from choices: Choices
    ) -> Symbolic {
        guard let exploration = ExplorationContext.current else {
            // Only for what runs outside of a proof, such as a check of the specification.
            let lower = Int(clamping: range.lowerBound.constant)
            let upper = Int(clamping: range.upperBound.constant)
            return Symbolic(
                constant: Base(truncatingIfNeeded: choices._draw(name, from: lower, through: upper))
            )
        }
        let lower = range.lowerBound.term(in: exploration)
        let upper = range.upperBound.term(in: exploration)
        let numbers = Interval(Int128(Int.min), Int128(Int.max))
        guard exploration.arena.interval(lower).isWithin(numbers),
            exploration.arena.interval(upper).isWithin(numbers)
        else {
            choices._reportTooLarge(name)
            return range.lowerBound
        }
        return Symbolic(exploration.fresh(name, from: lower, through: upper), in: exploration)
    }

}

extension Symbolic: VerifiableInteger where Base: SignedInteger {
    public static func _larger(_ first: Symbolic, _ second: Symbolic) -> Symbolic {
        ordered(first, second) { smaller, larger in larger }
    }

    public static func _smaller(_ first: Symbolic, _ second: Symbolic) -> Symbolic {
        ordered(first, second) { smaller, larger in smaller }
    }

    /// One of two values by their order, as an if-then-else.
    private static func ordered(
        _ first: Symbolic,
        _ second: Symbolic,
        _ pick: (_ smaller: Symbolic, _ larger: Symbolic) -> Symbolic
    ) -> Symbolic {
        if first.isConstant, second.isConstant {
            return first.constant <= second.constant ? pick(first, second) : pick(second, first)
        }
        let exploration = exploration
        let arena = exploration.arena
        let isOrdered = arena.lessOrEqual(first.term(in: exploration), second.term(in: exploration))
        return Symbolic(
            arena.choose(
                isOrdered,
                pick(first, second).term(in: exploration),
                pick(second, first).term(in: exploration)
            ),
            in: exploration
        )
    }
}
