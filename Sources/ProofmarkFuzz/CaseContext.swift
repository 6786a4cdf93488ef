public import Proofmark
import ProofmarkEngine

/// What the inner loop works with.
@usableFromInline
package final class CaseContext {
    @usableFromInline package let choices = Choices()
    @usableFromInline package let counts: CaseCounts
    @usableFromInline package let labels: CaseLabels
    /// The largest number of steps of a case.
    @usableFromInline let longest: Int
    /// Scratch of one step.
    @usableFromInline let enabled: UnsafeMutablePointer<Int>

    /// Whether half of the cases keep to some of the actions.
    @exclusivity(unchecked) @usableFromInline package var swarms = true
    /// Whether the state at the end of the case is part of its digest: it takes reflection, so not in every case.
    @exclusivity(unchecked) @usableFromInline package var digestsState = false

    package init(
        counts: CaseCounts,
        labels: [LabelCounts],
        actions: Int,
        longest: Int
    ) {
        self.counts = counts
        self.labels = CaseLabels(labels, counts: counts)
        self.longest = longest
        enabled = .allocate(capacity: actions)
        enabled.initialize(repeating: 0, count: actions)
    }

    deinit { enabled.deallocate() }

    /// Makes the fields of the state part of the digest.
    @usableFromInline
    func fold(_ state: Any) {
        counts.sums.pointee.digest.fold(state: state)
    }
}
