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
    /// Whether anybody reads the arguments.
    var isTraced = false
    /// What each choice is in the eyes of a person, if anybody reads it; see `Trace.Step.arguments`.
    package private(set) var arguments: [String] = []
    package private(set) var difference: String?
    /// Told of every answer before the code gets it.
    package var onDraw: ((StaticString, ChoiceSequence.Choice) -> Void)?
    /// Told of what was made of the last choices.
    package var onValue: ((String, _ choices: Int) -> Void)?

    package init(isStrict: Bool) { self.isStrict = isStrict }

    package func beginStep(_ step: ChoiceSequence.Step) {
        expected = step.choices
        recorded.removeAll(keepingCapacity: true)
        arguments.removeAll(keepingCapacity: true)
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
                "the record ends here, now the step goes on to choose"
            )
        }
        let choice = ChoiceSequence.Choice(value, in: lower...upper)
        recorded.append(choice)
        if isTraced { arguments.append(Trace.Step.argument(name, "\(value)")) }
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

extension ReplayingProvider: ValueListener {
    package var choiceCount: Int { recorded.count }

    package func made<Value>(_ name: StaticString, _ value: Value, of choices: Int) {
        let argument = Trace.Step.argument(name, FieldReader.brief(value, upTo: Self.longestValue))
        Trace.Step.put(argument, forLast: choices, of: &arguments)
        onValue?(argument, choices)
    }

    /// Characters of a value among the arguments.
    private static var longestValue: Int { 60 }
}
