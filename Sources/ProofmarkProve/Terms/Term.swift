/// The index of a term in its arena. Equal terms have equal ids.
typealias TermID = UInt32

/// What a term computes. Numbers are mathematical integers; truth values are 0 and 1.
enum TermOperator: UInt8 {
    case constant
    case symbol
    /// A sum of terms with factors; the arena has its `LinearForm`.
    case linear
    case multiply
    /// Euclidean division, as SMT-LIB's `div`: the remainder is never negative. The divisor is not zero.
    case divide
    /// The remainder of that division, as SMT-LIB's `mod`.
    case modulo
    /// The bits that both have, in two's complement of as many bits as the payload says, the sign included.
    case bitAnd
    /// `number ? number : number` by a truth value.
    case choose
    case lessOrEqual
    case equal
    case not
    case and
    case or
}

/// A node of the term graph; `first`, `second` and `third` are operands, as many as the operator takes.
struct Term: Hashable {
    var operation: TermOperator
    var first: TermID = 0
    var second: TermID = 0
    var third: TermID = 0
    /// The value of a constant, the index of a symbol or of a linear form.
    var payload: Int128 = 0
}
