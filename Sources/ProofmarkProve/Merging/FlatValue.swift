/// A value taken apart: what two values must have in common to be merged, and the numbers.
struct FlatValue: Equatable {
    /// The shape: everything but the numbers.
    var words: [UInt64]
    var numbers: [FlatNumber]
    /// A value of this shape, from which others are made.
    var template: AnyObject?
    /// Whether it holds a set or a dictionary of several entries.
    var hasTables = false

    static func == (first: FlatValue, second: FlatValue) -> Bool {
        first.words == second.words && first.numbers == second.numbers
    }

    static var empty: FlatValue { FlatValue(words: [], numbers: []) }
}

/// A value behind a reference.
final class Template<Value> {
    let value: Value

    init(_ value: Value) { self.value = value }
}
