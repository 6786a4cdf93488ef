/// What the fuzzer's inner loop counts from case to case.
///
/// Behind pointers, because access to a property of a class is watched for overlaps, and the loop makes several in
/// each step. In a worker the memory is that of its journal, so that nothing counted is lost when the worker dies.
@usableFromInline
package final class CaseCounts {
    @usableFromInline
    package struct Mark {
        @usableFromInline package var isWatched = true
        @usableFromInline package var wasTriggered = false
    }

    @usableFromInline
    package struct Sums {
        /// The rule or action that is being asked: the one to blame if it throws.
        @usableFromInline package var asked = 0
        /// Cases that came to their end.
        @usableFromInline package var cases = 0
        @usableFromInline package var steps = 0
        /// Cases that ended because an assumption did not hold.
        @usableFromInline package var excluded = 0
        /// How the last case came out.
        @usableFromInline package var digest = CaseDigest()
    }

    /// What is known of the rules in the case that is running.
    @usableFromInline @frozen
    package struct Watched {
        @usableFromInline let sums: UnsafeMutablePointer<Sums>
        @usableFromInline let marks: UnsafeMutablePointer<Mark>

        /// The rule is the one that threw.
        @inlinable @inline(__always)
        package func blames(_ rule: Int) { sums.pointee.asked = rule }

        @inlinable @inline(__always)
        package func watches(_ rule: Int) -> Bool { marks[rule].isWatched }

        /// - Returns: Whether the rule is violated.
        @inlinable @inline(__always)
        package func notes(_ observation: Observation, of rule: Int) -> Bool {
            if observation == .quiet { return false }
            marks[rule].wasTriggered = true
            return observation == .violated
        }
    }

    @usableFromInline package var watched: Watched { Watched(sums: sums, marks: marks) }

    @usableFromInline package let sums: UnsafeMutablePointer<Sums>
    /// For each action, how often it was taken.
    @usableFromInline package let taken: UnsafeMutablePointer<Int>
    @usableFromInline package let marks: UnsafeMutablePointer<Mark>
    /// For each label, the cases in which it was so.
    package let labelled: UnsafeMutablePointer<Int>
    private let (actions, rules, labels): (Int, Int, Int)
    private let own: UnsafeMutableRawPointer?
    /// The counts before the last case: in the same memory, for whoever finds the worker dead.
    private let sumsBefore: UnsafeMutablePointer<Sums>
    private let takenBefore: UnsafeMutablePointer<Int>

    /// - Parameters:
    ///   - memory: Where to count; memory of its own by default, or if that is too small.
    ///   - isFresh: Whether to begin at nothing, and not with what is in the memory.
    package init(
        actions: Int,
        rules: Int,
        labels: Int = 0,
        memory: UnsafeMutableRawBufferPointer? = nil,
        isFresh: Bool = true
    ) {
        let size =
            2 * MemoryLayout<Sums>.stride + (2 * actions + labels) * MemoryLayout<Int>.stride
            + rules * MemoryLayout<Mark>.stride
        let base: UnsafeMutableRawPointer
        if let start = memory?.baseAddress, let memory, memory.count >= size {
            (base, own) = (start, nil)
        } else {
            base = .allocate(byteCount: size, alignment: MemoryLayout<Int>.alignment)
            own = base
        }
        (self.actions, self.rules, self.labels) = (actions, rules, labels)
        sums = base.bindMemory(to: Sums.self, capacity: 2)
        sumsBefore = sums + 1
        let numbers = (base + 2 * MemoryLayout<Sums>.stride)
            .bindMemory(to: Int.self, capacity: 2 * actions + labels)
        (taken, takenBefore, labelled) = (numbers, numbers + actions, numbers + 2 * actions)
        marks = UnsafeMutableRawPointer(numbers + 2 * actions + labels)
            .bindMemory(to: Mark.self, capacity: rules)
        guard isFresh || own != nil else { return }
        sums.initialize(repeating: Sums(), count: 2)
        taken.initialize(repeating: 0, count: 2 * actions)
        labelled.initialize(repeating: 0, count: labels)
        marks.initialize(repeating: Mark(), count: rules)
    }

    deinit { own?.deallocate() }

    /// Stops watching a rule.
    package func settle(rule: Int) { watch(rule: rule, false) }

    package func watch(rule: Int, _ isWatched: Bool) {
        marks[rule].isWatched = isWatched
    }

    package func isWatched(rule: Int) -> Bool { marks[rule].isWatched }

    /// Remembers the counts, for `takeBack`.
    package func mark() {
        sumsBefore.pointee = sums.pointee
        takenBefore.update(from: taken, count: actions)
    }

    /// As if nothing had been counted since `mark`.
    package func takeBack() {
        sums.pointee = sumsBefore.pointee
        taken.update(from: takenBefore, count: actions)
    }

    /// The counts, in the tally of the same specification.
    package func fill(_ tally: inout FuzzTally) {
        tally.cases = sums.pointee.cases
        tally.steps = sums.pointee.steps
        tally.excluded = sums.pointee.excluded
        for action in 0..<actions { tally.actions[action].taken = taken[action] }
        for label in 0..<labels where tally.labels[label].unit == .cases {
            tally.labels[label].total = tally.cases
            tally.labels[label].counts = labelled[label] > 0 ? [LabelCounts.yes: labelled[label]] : [:]
        }
        for rule in 0..<rules { tally.rules[rule].wasTriggered = marks[rule].wasTriggered }
    }
}
