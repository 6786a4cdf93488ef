/// A run as a person reads it: each step with its arguments and the state after it.
public struct Trace: Hashable, Codable, Sendable {
    public struct Step: Hashable, Codable, Sendable {
        /// The action's name; "start" for the initial state.
        public var action: String
        /// One for each choice, in order, such as `tenant: 1` or, where unnamed, `1`. What is made of several choices
        /// stands at the first of them, and those that follow are empty.
        public var arguments: [String]
        /// The state after the step by field path, in the order of declaration; `nil` if the step never ended.
        public var fields: [Field]?
        /// The cell of each lane, in the order of `Trace.lanes`.
        public var cells: [String]

        public init(action: String, arguments: [String], fields: [Field]?, cells: [String]) {
            self.action = action
            self.arguments = arguments
            self.fields = fields
            self.cells = cells
        }

        /// Puts the value in place of the choices that it is made of: at the first of them, and the rest are empty.
        package static func put(
            _ argument: String,
            forLast choices: Int,
            of arguments: inout [String]
        ) {
            guard choices > 0, choices <= arguments.count else { return }
            arguments.removeLast(choices)
            arguments += [argument] + Array(repeating: "", count: choices - 1)
        }

        /// The arguments as a person reads them: one for each value.
        public var values: [String] { arguments.filter { !$0.isEmpty } }
    }

    public struct Field: Hashable, Codable, Sendable {
        public var path: String
        public var value: String

        public init(path: String, value: String) {
            self.path = path
            self.value = value
        }
    }

    /// The rows that the specification asked for, such as "tenant 0".
    public var lanes: [String]
    public var steps: [Step]

    public init(lanes: [String] = [], steps: [Step] = []) {
        self.lanes = lanes
        self.steps = steps
    }
}
