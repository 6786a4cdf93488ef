package import Proofmark

/// Answers choices from a recorded step and writes down what was asked.
///
/// Lenient: a value outside the range asked for now is moved to its nearest end, a missing one is the
/// simplest, so that any edit of a run is again a run; that is what shrinking needs. Strict: the first
/// difference from the record is kept, because the specification then behaves differently on replay.
package final class ReplayingProvider: ChoiceProvider {
    package let isStrict: Bool
    /// Answers what the record has no choices for; without one, that is the simplest value.
    package var generator: SplitMix64?
    private var expected: [ChoiceSequence.Choice] = []
    package private(set) var recorded: [ChoiceSequence.Choice] = []
    package private(set) var names: [StaticString] = []
    package private(set) var difference: String?
    /// Told of every answer before the code gets it.
    package var onDraw: ((StaticString, ChoiceSequence.Choice) -> Void)?

    package init(isStrict: Bool) { self.isStrict = isStrict }

    package func beginStep(_ step: ChoiceSequence.Step) {
        expected = step.choices
        recorded.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
    }

    package func draw(
        _ name: StaticString,
        from lower: Int,
        through upper: Int,
        by distribution: Distribution
    ) -> Int {
        let position = recorded.count
        var value = ChoiceSequence.Choice.simplest(from: lower, through: upper)
        if position < expected.count {
            let wanted = expected[position]
            value = min(max(wanted.value, lower), upper)
            if isStrict, wanted.lower != lower || wanted.upper != upper {
                differ(
                    at: position,
                    "the record chose from \(wanted.lower)...\(wanted.upper), now the range is \(lower)...\(upper)"
                )
            }
        } else if let random = generator?.next(from: lower, through: upper, by: distribution) {
            value = random
        } else if isStrict {
            differ(
                at: position,
                "the record has only \(expected.count) choices in this step, now there are more"
            )
        }
        let choice = ChoiceSequence.Choice(value, in: lower...upper)
        recorded.append(choice)
        names.append(name)
        onDraw?(name, choice)
        return value
    }

    package func endStep() {
        if isStrict, recorded.count < expected.count {
            differ(
                at: recorded.count,
                "the record has \(expected.count) choices in this step, now there are \(recorded.count)"
            )
        }
    }

    private func differ(at position: Int, _ what: String) {
        if difference == nil { difference = "choice \(position + 1): \(what)" }
    }
}

/// Draws at random and writes down what it answered.
package final class RecordingProvider: ChoiceProvider {
    package var generator: SplitMix64
    package private(set) var recorded: [ChoiceSequence.Choice] = []
    /// Told of every answer before the code gets it.
    package var onDraw: (() -> Void)?

    package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    package func beginStep() { recorded.removeAll(keepingCapacity: true) }

    package func draw(
        _ name: StaticString,
        from lower: Int,
        through upper: Int,
        by distribution: Distribution
    ) -> Int {
        let value = generator.next(from: lower, through: upper, by: distribution)
        recorded.append(.init(value, in: lower...upper))
        onDraw?()
        return value
    }
}
