package import Proofmark

/// What the labels of a specification say of the case that is running. It counts when the next one begins: until
/// then the case may be run again.
@usableFromInline
package final class CaseLabels {
    @usableFromInline let wasSo: UnsafeMutablePointer<Bool>
    @usableFromInline let count: Int
    private let counts: CaseCounts
    private var values: [[String: Int]]
    private(set) var totals: [LabelCounts]

    package init(_ labels: [LabelCounts], counts: CaseCounts) {
        count = labels.count
        self.counts = counts
        wasSo = .allocate(capacity: labels.count)
        wasSo.initialize(repeating: false, count: labels.count)
        values = Array(repeating: [:], count: labels.count)
        totals = labels
    }

    deinit { wasSo.deallocate() }

    @usableFromInline
    func count(_ value: String, of label: Int) { values[label][value, default: 0] += 1 }

    /// As if the case had not begun.
    package func reset() {
        for label in 0..<count {
            wasSo[label] = false
            values[label].removeAll(keepingCapacity: true)
        }
    }

    /// The case counts.
    package func settle() {
        for label in 0..<count {
            if wasSo[label] { counts.labelled[label] += 1 }
            for (value, times) in values[label].sorted(by: { $0.key < $1.key }) {
                totals[label].add(times, of: value)
                totals[label].total += times
            }
        }
        reset()
    }
}

extension Label {
    package var emptyCounts: LabelCounts {
        switch look {
        case .condition: LabelCounts(name: name, unit: .cases, required: required)
        case .value, .target: LabelCounts(name: name, unit: .states, required: nil)
        }
    }
}
