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

        /// The simplest value of the range: 0, or what is nearest to it.
        package static func simplest(from lower: Int, through upper: Int) -> Int {
            lower > 0 ? lower : upper < 0 ? upper : 0
        }

        package var simplest: Int { Self.simplest(from: lower, through: upper) }

        /// How far the value is from the simplest.
        package var distance: UInt {
            let (high, low) = value < simplest ? (simplest, value) : (value, simplest)
            return UInt(bitPattern: high) &- UInt(bitPattern: low)
        }

        /// Nearer to the simplest value; of two as near, the larger.
        func isSimpler(than other: Choice) -> Bool {
            distance != other.distance ? distance < other.distance : value > other.value
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

    /// Shortlex: fewer steps, then fewer choices, then smaller actions and simpler values from the left.
    public func isSimpler(than other: ChoiceSequence) -> Bool {
        if steps.count != other.steps.count { return steps.count < other.steps.count }
        if size != other.size { return size < other.size }
        for (mine, theirs) in zip(steps, other.steps) {
            if mine.action != theirs.action { return mine.action < theirs.action }
            for (choice, rival) in zip(mine.choices, theirs.choices) where choice.value != rival.value {
                return choice.isSimpler(than: rival)
            }
        }
        return false
    }
}
