package import Proofmark

/// Runs the same choices twice and says where the two runs part, if they do.
package struct ReplayCheck<S: Specification> {
    private let specification: S

    package init(_ specification: S) { self.specification = specification }

    /// - Parameter beat: Called before each run: together they may take longer than a case may without a sign of life.
    package func firstDifference(
        in sequence: ChoiceSequence,
        beat: () -> Void
    ) throws(SpecificationError) -> String? {
        // Digests first: they are made many times as fast as what a person can read.
        beat()
        let first = try digest(sequence)
        beat()
        let second = try digest(sequence)
        if let difference = first.difference ?? second.difference { return Self.sentence(difference) }
        if first == second { return nil }
        return Self.sentence(try readableDifference(in: sequence) ?? "its states are not the same")
    }

    /// A run, as far as two of them must be alike.
    private struct Digest: Equatable {
        var states = CaseDigest()
        var failure: Failure?
        var difference: String?
    }

    private func digest(_ sequence: ChoiceSequence) throws(SpecificationError) -> Digest {
        var digest = Digest()
        let outcome = try Replayer(specification, rules: [], isStrict: true).run(sequence) {
            digest.states.fold(state: $0)
        }
        (digest.failure, digest.difference) = (outcome.failure, outcome.difference)
        return digest
    }

    private func readableDifference(
        in sequence: ChoiceSequence
    ) throws(SpecificationError) -> String? {
        let first = try Replayer(specification, rules: [], isStrict: true).run(sequence, tracing: true)
        let second = try Replayer(specification, rules: [], isStrict: true).run(sequence, tracing: true)
        if let difference = first.difference ?? second.difference { return difference }
        for (position, (one, other)) in zip(first.trace.steps, second.trace.steps).enumerated()
        where one != other {
            let place = position == 0 ? "the initial state" : "step \(position) (\(one.action))"
            return "\(place): \(one.difference(from: other) ?? "the states are shown differently")"
        }
        return first.failure == second.failure ? nil : "the runs end differently"
    }

    private static func sentence(_ where_: String) -> String {
        "the specification behaves differently when the same run is replayed: \(where_); "
            + "it must depend on nothing but its state and its choices"
    }
}
