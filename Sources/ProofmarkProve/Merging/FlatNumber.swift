import ProofmarkEngine

/// A number of a state, whatever its base.
struct FlatNumber: Equatable {
    /// The value, as the bits of a constant, or a term.
    enum Value: Equatable {
        case constant(Int128)
        case term(TermID, epoch: UInt32)
    }

    var value: Value
    /// All values of its type.
    var range: Interval

    init<Base>(_ number: Symbolic<Base>) {
        value =
            number.isConstant ? .constant(Int128(number.constant)) : .term(number.term, epoch: number.epoch)
        range = Symbolic<Base>.range
    }

    init(_ walked: WalkedNumber) {
        switch walked.value {
        case .constant(let constant): value = .constant(constant)
        case .term(let term, let epoch): value = .term(term, epoch: epoch)
        }
        let size = Int128(1) << Int128(walked.isSigned ? walked.bits - 1 : walked.bits)
        range = Interval(walked.isSigned ? -size : 0, size - 1)
    }

    var walked: WalkedNumber {
        let isSigned = range.lower < 0
        let bits = Int(range.bitWidth) - (isSigned ? 0 : 1)
        return switch value {
        case .constant(let constant): WalkedNumber(.constant(constant), bits: bits, isSigned: isSigned)
        case .term(let term, let epoch):
            WalkedNumber(.term(term, epoch: epoch), bits: bits, isSigned: isSigned)
        }
    }

    init(_ term: TermID, _ range: Interval, in exploration: Exploration) {
        self.range = range
        if let constant = exploration.arena.constantValue(term) {
            value = .constant(constant)
        } else {
            value = .term(term, epoch: exploration.epoch)
        }
    }

    init(constant: Int128, _ range: Interval) {
        value = .constant(constant)
        self.range = range
    }

    /// Of which exploration the term is; `nil` for a constant.
    var epoch: UInt32? {
        switch value {
        case .constant: nil
        case .term(_, let epoch): epoch
        }
    }

    func symbolic<Base>() throws -> Symbolic<Base> {
        switch value {
        case .constant(let constant): Symbolic(constant: Base(truncatingIfNeeded: constant))
        case .term(let term, let epoch): Symbolic(term: term, epoch: epoch)
        }
    }

    func term(in arena: TermArena) -> TermID {
        switch value {
        case .constant(let constant): arena.constant(constant)
        case .term(let term, _): term
        }
    }
}
