internal import CProfile
package import Proofmark

/// The counters that a build with coverage has, one for each region of code; those of the code under test.
package struct CoverageCounters {
    private let start: UnsafeMutablePointer<UInt64>
    private let places: [Int]
    private var before: [UInt64]
    /// For each counter, a bit for each class of counts that was met: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to
    /// 127, more. Source of the classes: M. Zalewski, "American Fuzzy Lop", technical details.
    private var seen: [UInt8]
    /// For each counter, the runs that reached it.
    package private(set) var runs: [Int]

    /// - Parameter ranges: The positions of the counters to look at.
    /// - Returns: `nil` in a build without coverage, or of other code than was meant.
    package init?(_ ranges: [Range<Int>]) {
        let count = proofmark_counter_count()
        guard let start = proofmark_counters(), count > 0,
            ranges.allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= count })
        else { return nil }
        self.start = start
        places = ranges.flatMap { Array($0) }
        before = Array(repeating: 0, count: places.count)
        seen = Array(repeating: 0, count: places.count)
        runs = Array(repeating: 0, count: places.count)
    }

    /// Writes a profile in which each counter has its own position, from 1: so whoever reads it by function
    /// learns where the counters of each lie.
    package static func writeMap(to path: String) -> Bool {
        let count = proofmark_counter_count()
        guard let start = proofmark_counters(), count > 0 else { return false }
        for place in 0..<count { start[place] = UInt64(place + 1) }
        return proofmark_write_profile(path) == 0
    }

    /// A run begins.
    package mutating func mark() {
        for (place, counter) in places.enumerated() { before[place] = start[counter] }
    }

    /// Runs an old corpus once more, the shortest runs first, so that what it reached is no news; what reaches
    /// nothing that a shorter run did not, and is there for no target, goes.
    ///
    /// - Parameter run: Runs the entry, and has each of its states looked at.
    package mutating func recall(
        _ corpus: inout Corpus,
        _ run: (Corpus.Entry, _ look: () -> Void) -> Void
    ) {
        let entries = corpus.entries
        let shortest = entries.indices.sorted {
            (entries[$0].choices.steps.count, $0) < (entries[$1].choices.steps.count, $1)
        }
        var reaches: [Int: Int] = [:]
        for place in shortest {
            mark()
            run(entries[place]) { if let region = news() { reaches[place] = region } }
            settle()
        }
        corpus.keep { place, entry in
            entry.region = reaches[place]
            return entry.region != nil || !entry.targets.isEmpty
        }
    }

    /// The region that the run has by now reached for the first time, or as often as none before.
    package mutating func news() -> Int? {
        var news: Int?
        for (place, counter) in places.enumerated() {
            let count = start[counter] &- before[place]
            guard count > 0 else { continue }
            let bit = UInt8(1) << Self.kind(of: count)
            if seen[place] & bit == 0 {
                seen[place] |= bit
                news = place
            }
        }
        return news
    }

    /// The run is over.
    package mutating func settle() {
        for (place, counter) in places.enumerated() where start[counter] != before[place] { runs[place] += 1 }
    }

    private static func kind(of count: UInt64) -> UInt8 {
        switch count {
        case 1: 0
        case 2: 1
        case 3: 2
        case 4...7: 3
        case 8...15: 4
        case 16...31: 5
        case 32...127: 6
        default: 7
        }
    }
}
