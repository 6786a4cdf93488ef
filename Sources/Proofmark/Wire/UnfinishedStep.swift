/// The step in which a run died, as far as its process came to tell of it.
package struct UnfinishedStep {
    private var action = "start"
    private var arguments: [String] = []
    /// Whether the step is over, and the next has not begun.
    private var isOver = false

    package init() {}

    package mutating func follow(_ event: WorkerEvent) {
        switch event {
        case .began(let action): (self.action, arguments, isOver) = (action, [], false)
        case .chose(let argument): arguments.append(argument)
        case .made(let argument, let choices):
            Trace.Step.put(argument, forLast: choices, of: &arguments)
        case .step: isOver = true
        case .hello, .properties, .progress, .misused, .report, .tally, .steered, .shrunk, .investigated,
            .replayed, .inputs, .runsWithTables, .judged, .finished, .failed:
            break
        }
    }

    package var step: Trace.Step {
        // Between two steps it is found out which are enabled.
        isOver
            ? Trace.Step(action: "the guards", arguments: [], fields: nil, cells: [])
            : Trace.Step(action: action, arguments: arguments, fields: nil, cells: [])
    }
}
