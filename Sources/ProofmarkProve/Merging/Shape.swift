/// Everything of a snapshot but its numbers.
struct Shape: Hashable, Comparable {
    /// Of the state, then of the memory.
    private let words: [UInt64]

    init(_ snapshot: Snapshot) {
        var words = snapshot.state.words
        words.reserveCapacity(words.count + snapshot.memory.words.count + 1)
        words += snapshot.memory.words
        // Where the one ends.
        words.append(UInt64(snapshot.state.words.count))
        self.words = words
    }

    func hash(into hasher: inout Hasher) {
        words.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// An order that is the same in every process.
    static func < (first: Shape, second: Shape) -> Bool {
        first.words.lexicographicallyPrecedes(second.words)
    }
}
