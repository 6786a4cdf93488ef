/// What of a shrunk run matters.
public struct Explanation: Hashable, Codable, Sendable {
    /// A choice of the run: the step from 1, as it is shown, and the position of the choice in it from 0.
    public struct Place: Hashable, Codable, Sendable {
        public var step: Int
        public var choice: Int

        package init(step: Int, choice: Int) {
            self.step = step
            self.choice = choice
        }
    }

    /// The step that makes the difference: of random runs that begin like this one, how many fail in the same way.
    public struct Turn: Hashable, Codable, Sendable {
        public var step: Int
        /// Of the runs that part from this one before the step.
        public var before: Int
        /// Of those that part after it.
        public var after: Int
        /// Runs that were tried of each.
        public var of: Int

        package init(step: Int, before: Int, after: Int, of: Int) {
            self.step = step
            self.before = before
            self.after = after
            self.of = of
        }
    }

    /// Choices that may be anything: whatever was tried for one of them, the run still fails.
    public var free: [Place]
    public var turn: Turn?

    package init(free: [Place], turn: Turn?) {
        self.free = free
        self.turn = turn
    }
}
