public import Proofmark

/// What the inner loop works with.
@usableFromInline
package final class CaseContext {
    @usableFromInline package let choices = Choices()
    @usableFromInline package let counts: CaseCounts
    /// The largest number of steps of a case.
    @usableFromInline let longest: Int
    /// Scratch of one step.
    @usableFromInline let enabled: UnsafeMutablePointer<Int>

    package init(counts: CaseCounts, actions: Int, longest: Int) {
        self.counts = counts
        self.longest = longest
        enabled = .allocate(capacity: actions)
        enabled.initialize(repeating: 0, count: actions)
    }

    deinit { enabled.deallocate() }
}
