package import Proofmark

/// Runs the same choices twice and says where the two runs part, if they do.
package struct ReplayCheck<S: Specification> {
    private let specification: S

    package init(_ specification: S) { self.specification = specification }

    package func firstDifference(in sequence: ChoiceSequence) throws(SpecificationError) -> String? {
        let first = try Replayer(specification, rules: [], isStrict: true).run(sequence, tracing: true)
        if let difference = first.difference { return Self.sentence(difference) }
        let second = try Replayer(specification, rules: [], isStrict: true).run(sequence, tracing: true)
        if let difference = second.difference { return Self.sentence(difference) }
        for (position, (one, other)) in zip(first.trace.steps, second.trace.steps).enumerated()
        where one != other {
            let place = position == 0 ? "the initial state" : "step \(position) (\(one.action))"
            return Self.sentence(
                "\(place): \(one.difference(from: other) ?? "the states are shown differently")"
            )
        }
        guard first.failure == second.failure else {
            return Self.sentence("the runs end differently")
        }
        return nil
    }

    private static func sentence(_ where_: String) -> String {
        "the specification behaves differently when the same run is replayed: \(where_); "
            + "it must depend on nothing but its state and its choices"
    }
}
