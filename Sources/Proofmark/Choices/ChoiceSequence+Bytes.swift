/// A run in few bytes: of replay tokens and journals.
extension ByteWriter {
    mutating func append(_ sequence: ChoiceSequence) {
        append(sequence.steps.count)
        for step in sequence.steps {
            append(step.action)
            append(step.choices.count)
            for choice in step.choices {
                append(choice.lower)
                append(choice.upper &- choice.lower)
                append(choice.value &- choice.lower)
            }
        }
    }
}

extension ByteReader {
    /// - Returns: `nil` for anything that the writer did not write.
    mutating func sequence() -> ChoiceSequence? {
        var sequence = ChoiceSequence()
        guard let stepCount = integer(), stepCount >= 0 else { return nil }
        while sequence.steps.count < stepCount {
            guard let action = integer(), let count = integer(), count >= 0 else { return nil }
            var step = ChoiceSequence.Step(action: action)
            while step.choices.count < count {
                guard let lower = integer(), let span = integer(), let offset = integer() else { return nil }
                let upper = lower &+ span
                let value = lower &+ offset
                guard lower <= value, value <= upper else { return nil }
                step.choices.append(.init(value, in: lower...upper))
            }
            sequence.steps.append(step)
        }
        return sequence
    }
}
