/// The shape of an encoded value: everything but its numbers.
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

/// A value taken apart by its coding.
struct CodedValue: Equatable {
    var shape: FlatNode
    var numbers: [FlatNumber]
}
