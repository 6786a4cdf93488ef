package import ProofmarkEngine

/// What any `Symbolic` is, whatever its base.
protocol AnySymbolic {
    var isConstant: Bool { get }
    var identity: FlatNumber { get }
    func term(in exploration: Exploration) -> TermID
}

extension Symbolic: AnySymbolic {
    var identity: FlatNumber { FlatNumber(self) }
}

extension Symbolic: WalkedInteger {
    package var walked: WalkedNumber {
        WalkedNumber(
            isConstant ? .constant(Int128(constant)) : .term(term, epoch: epoch),
            bits: Base.bitWidth,
            isSigned: Base.isSigned
        )
    }

    package init(walked: WalkedNumber) {
        switch walked.value {
        case .constant(let constant): self.init(constant: Base(truncatingIfNeeded: constant))
        case .term(let term, let epoch): self.init(term: term, epoch: epoch)
        }
    }
}

extension Symbolic: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Base.IntegerLiteralType) {
        self.init(constant: Base(integerLiteral: value))
    }
}

extension Symbolic {
    /// Traps, as a violation, if the value does not fit.
    public init<Source: BinaryInteger>(_ source: Source) {
        if let same = source as? Symbolic {
            self = same
        } else if let other = source as? any AnySymbolic, !other.isConstant {
            let exploration = Self.exploration
            let term = other.term(in: exploration)
            Self.requireInRange(term, exploration, "a value out of range of \(Base.self)")
            self.init(term, in: exploration)
        } else {
            guard let exact = Base(exactly: source) else { Self.trap("a value out of range of \(Base.self)") }
            self.init(constant: exact)
        }
    }

    public init?<Source: BinaryInteger>(exactly source: Source) {
        if let other = source as? any AnySymbolic, !other.isConstant {
            let exploration = Self.exploration
            let arena = exploration.arena
            let term = other.term(in: exploration)
            let inRange = Self.isInRange(term, arena)
            guard exploration.decide(inRange) else { return nil }
            self.init(term, in: exploration)
        } else {
            guard let exact = Base(exactly: source) else { return nil }
            self.init(constant: exact)
        }
    }

    public init<Source: BinaryInteger>(truncatingIfNeeded source: Source) {
        if let other = source as? any AnySymbolic, !other.isConstant {
            let exploration = Self.exploration
            let term = exploration.arena.wrap(other.term(in: exploration), into: Self.range)
            self.init(term, in: exploration)
        } else {
            self.init(constant: Base(truncatingIfNeeded: source))
        }
    }

    public init<Source: BinaryInteger>(clamping source: Source) {
        if let other = source as? any AnySymbolic, !other.isConstant {
            let exploration = Self.exploration
            let arena = exploration.arena
            let term = other.term(in: exploration)
            let lower = arena.constant(Self.range.lower)
            let upper = arena.constant(Self.range.upper)
            let raised = arena.choose(arena.lessOrEqual(term, lower), lower, term)
            let clamped = arena.choose(arena.lessOrEqual(upper, term), upper, raised)
            self.init(arena.narrowed(clamped, to: Self.range), in: exploration)
        } else {
            self.init(constant: Base(clamping: source))
        }
    }

    public init<Source: BinaryFloatingPoint>(_ source: Source) {
        guard let exact = Base(exactly: source.rounded(.towardZero)) else {
            Self.trap("a floating-point value out of range of \(Base.self)")
        }
        self.init(constant: exact)
    }

    public init?<Source: BinaryFloatingPoint>(exactly source: Source) {
        guard let exact = Base(exactly: source) else { return nil }
        self.init(constant: exact)
    }

    public init(_truncatingBits bits: UInt) {
        self.init(constant: Base(truncatingIfNeeded: bits))
    }

    public init?(_ description: String) {
        guard let value = Base(description) else { return nil }
        self.init(constant: value)
    }
}

extension Symbolic: CustomStringConvertible, LosslessStringConvertible {
    /// Never forks: a term is shown as its name. In a proof that leaves a gap, because a text that the
    /// code goes on to use would not depend on the number as it does with `Int`.
    public var description: String {
        if isConstant { return "\(constant)" }
        ExplorationContext.current?.noteText()
        return "‹term \(term)›"
    }
}

extension Symbolic: CustomReflectable {
    /// Without children: whoever shows a state shows a number.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

extension Symbolic: Codable {
    public func encode(to encoder: any Encoder) throws {
        if let flattening = encoder as? FlatteningEncoder {
            flattening.encode(number: FlatNumber(self))
        } else {
            try concrete(for: "encoding").encode(to: encoder)
        }
    }

    public init(from decoder: any Decoder) throws {
        if let rebuilding = decoder as? RebuildingDecoder {
            self = try rebuilding.number().symbolic()
        } else {
            self.init(constant: try Base(from: decoder))
        }
    }
}
