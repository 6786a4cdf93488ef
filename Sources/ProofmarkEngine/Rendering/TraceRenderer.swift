package import Proofmark

/// Turns states into what a timeline shows.
package struct TraceRenderer<State> {
    private let lanes: [Lanes<State>]

    package init(lanes: [Lanes<State>]) { self.lanes = lanes }

    package var laneNames: [String] {
        lanes.flatMap(\.rows)
    }

    package func step(_ action: String, _ arguments: [String], _ state: State) -> Trace.Step {
        Trace.Step(
            action: action,
            arguments: arguments,
            fields: FieldReader.fields(of: state),
            cells: lanes.flatMap { lane in lane.members.map { lane.cell(state, $0) } }
        )
    }
}

extension Trace.Step {
    /// A value as it stands among the arguments.
    package static func argument(_ name: StaticString, _ value: String) -> String {
        name.utf8CodeUnitCount == 0 ? value : "\(name): \(value)"
    }
}
