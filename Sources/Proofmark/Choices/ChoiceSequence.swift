/// A run, written as the choices that made it: the only currency of replay and shrinking.
public struct ChoiceSequence: Hashable, Codable, Sendable {
    /// One answer of the choice source, and the range it was chosen from.
    public struct Choice: Hashable, Codable, Sendable {
        public var value: Int
        public var lower: Int
        public var upper: Int

        public init(_ value: Int, in range: ClosedRange<Int>) {
            self.value = value
            lower = range.lowerBound
            upper = range.upperBound
        }
    }

    /// One action, by its position in the specification, and the choices made while it ran.
    public struct Step: Hashable, Codable, Sendable {
        public var action: Int
        public var choices: [Choice]

        public init(action: Int, choices: [Choice] = []) {
            self.action = action
            self.choices = choices
        }
    }

    public var steps: [Step]

    public init(steps: [Step] = []) { self.steps = steps }

    /// Length in choices, the action of each step counted as one.
    package var size: Int { steps.reduce(steps.count) { $0 + $1.choices.count } }

    /// Shortlex: fewer steps, then fewer choices, then smaller values.
    public func isSimpler(than other: ChoiceSequence) -> Bool {
        if steps.count != other.steps.count { return steps.count < other.steps.count }
        if size != other.size { return size < other.size }
        for (mine, theirs) in zip(steps, other.steps) {
            if mine.action != theirs.action { return mine.action < theirs.action }
            for (choice, rival) in zip(mine.choices, theirs.choices) where choice.value != rival.value {
                return choice.value < rival.value
            }
        }
        return false
    }
}
