public import Proofmark

/// What the inner loop reads and counts from case to case.
///
/// Behind pointers, because access to a property of a class is watched for overlaps, and the loop makes
/// several in each step.
@usableFromInline
package final class CaseContext {
    @usableFromInline
    struct Mark {
        @usableFromInline var isWatched = true
        @usableFromInline var wasTriggered = false

        @usableFromInline init() {}
    }

    @usableFromInline
    struct Counts {
        /// The rule or action that is being asked: the one to blame if it throws.
        @usableFromInline var asked = 0
        @usableFromInline var steps = 0
        @usableFromInline var excluded = 0

        @usableFromInline init() {}
    }

    @usableFromInline package let choices = Choices()
    /// The largest number of steps of a case.
    @usableFromInline let longest: Int
    @usableFromInline let marks: UnsafeMutablePointer<Mark>
    @usableFromInline let timesTaken: UnsafeMutablePointer<Int>
    @usableFromInline let enabled: UnsafeMutablePointer<Int>
    @usableFromInline let counts: UnsafeMutablePointer<Counts>
    private let (actions, rules): (Int, Int)

    package init(actions: Int, rules: Int, longest: Int) {
        (self.actions, self.rules) = (actions, rules)
        self.longest = longest
        // The loop asks rules four at a time; those that are none are not watched.
        let places = (rules + 3) / 4 * 4
        marks = .allocate(capacity: places)
        marks.initialize(repeating: Mark(), count: places)
        for place in rules..<places { marks[place].isWatched = false }
        timesTaken = .allocate(capacity: actions)
        timesTaken.initialize(repeating: 0, count: actions)
        enabled = .allocate(capacity: actions)
        enabled.initialize(repeating: 0, count: actions)
        counts = .allocate(capacity: 1)
        counts.initialize(to: Counts())
    }

    deinit {
        marks.deallocate()
        timesTaken.deallocate()
        enabled.deallocate()
        counts.deallocate()
    }

    package var stepsTaken: Int { counts.pointee.steps }
    /// Cases that ended because an assumption did not hold.
    package var excluded: Int { counts.pointee.excluded }
    package var timesEachActionWasTaken: [Int] { (0..<actions).map { timesTaken[$0] } }
    package var wasTriggered: [Bool] { (0..<rules).map { marks[$0].wasTriggered } }

    /// Stops watching a rule.
    package func settle(rule: Int) { marks[rule].isWatched = false }
}
