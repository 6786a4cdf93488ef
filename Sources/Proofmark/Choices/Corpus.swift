/// Runs that did what none before them did; the material of new ones.
package struct Corpus: Codable, Hashable, Sendable {
    package struct Entry: Codable, Hashable, Sendable {
        package var choices: ChoiceSequence
        /// The targets whose largest value it has.
        package var targets: Set<Int>
        /// The region of the code that it reached for the first time, or as often as none before.
        package var region: Int?

        package init(choices: ChoiceSequence, targets: Set<Int> = [], region: Int? = nil) {
            self.choices = choices
            self.targets = targets
            self.region = region
        }
    }

    package private(set) var entries: [Entry] = []
    private static let most = 256

    package init() {}

    /// Leaves out what the closure does not want, which may change the rest.
    package mutating func keep(where isWanted: (_ place: Int, inout Entry) -> Bool) {
        entries = entries.indices.compactMap { place in
            var entry = entries[place]
            return isWanted(place, &entry) ? entry : nil
        }
    }

    /// Adds a run. What it outdoes, and nothing else speaks for, goes; and the oldest if there are too many.
    package mutating func add(_ entry: Entry) {
        for place in entries.indices { entries[place].targets.subtract(entry.targets) }
        entries.removeAll { $0.targets.isEmpty && $0.region == nil }
        entries.append(entry)
        if entries.count > Self.most, let oldest = entries.firstIndex(where: \.targets.isEmpty) {
            entries.remove(at: oldest)
        }
    }
}
