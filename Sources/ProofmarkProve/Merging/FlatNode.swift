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

/// The shape of a value: everything but its numbers. States of one shape are merged.
indirect enum FlatNode: Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    /// By bit pattern, so that equality is exact.
    case floating(UInt64)
    case string(String)
    /// The place of a number in the list of numbers.
    case number(Int)
    case list([FlatNode])
    /// Keys in ascending order: the order of a dictionary's table is no part of its shape.
    case keyed([Entry])

    struct Entry: Hashable {
        var key: String
        var node: FlatNode
    }
}

/// A value taken apart.
struct FlatValue: Equatable {
    var shape: FlatNode
    var numbers: [FlatNumber]
}
