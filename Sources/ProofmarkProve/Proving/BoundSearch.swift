import Proofmark

/// Finds the smallest bounds that hold of all runs looked at so far, for rules that leave theirs to be found.
///
/// Invariant: for each rule, a run is known that attains `attained`, and no run of any group whose search is
/// done exceeds it. For one group the limit that is asked about climbs in growing steps as long as runs
/// exceed it, then halves the distance to what none exceeds; the last question is always about `attained`.
final class BoundSearch {
    private struct Entry {
        var attained = 0
        var run: ChoiceSequence?
        var depth = 0
        /// What is asked about now, at least `attained`.
        var limit = 0
        /// No run of the present group exceeds this.
        var ceiling: Int?
        var step = 1
    }

    private var entries: [Int: Entry]

    /// - Parameter rules: The positions of the rules.
    init(_ rules: [Int]) {
        entries = Dictionary(uniqueKeysWithValues: rules.map { ($0, Entry()) })
    }

    var rules: [Int] { entries.keys.sorted() }

    func limit(of rule: Int) -> Int { entries[rule]?.limit ?? 0 }

    /// The bound found, and a run that attains it, unless the bound is 0.
    func found(for rule: Int) -> (value: Int, run: ChoiceSequence?, depth: Int)? {
        entries[rule].map { ($0.attained, $0.run, $0.depth) }
    }

    func beginGroup() {
        for rule in entries.keys {
            entries[rule]?.ceiling = nil
            entries[rule]?.step = 1
        }
    }

    /// A run of the group exceeds the limit: it attains this value.
    func raise(_ rule: Int, to value: Int, by run: ChoiceSequence, depth: Int) {
        guard var entry = entries[rule] else { return }
        entry.attained = value
        entry.run = run
        entry.depth = depth
        if let ceiling = entry.ceiling {
            entry.limit = value + max(0, ceiling - value) / 2
        } else {
            let (next, overflow) = value.addingReportingOverflow(entry.step)
            entry.limit = overflow ? .max : next
            entry.step = entry.step > .max / 2 ? entry.step : entry.step * 2
        }
        entries[rule] = entry
    }

    /// No run of the group exceeds any limit.
    ///
    /// - Returns: Whether that was the last question.
    func isDone() -> Bool {
        var done = true
        for (rule, entry) in entries where entry.limit > entry.attained {
            done = false
            entries[rule]?.ceiling = entry.limit
            entries[rule]?.limit = entry.attained + (entry.limit - entry.attained) / 2
        }
        return done
    }
}
