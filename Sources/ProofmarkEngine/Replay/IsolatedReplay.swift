package import Proofmark

/// Runs a choice sequence in a process of its own, because it may not survive.
package protocol IsolatedReplay {
    /// The run, shrunk, if its process died, hung or left; `nil` if it came to its end.
    func counterexample(from sequence: ChoiceSequence) -> Counterexample?
}

/// Runs a choice sequence in a process of its own, for a rule that it may break before it gets into trouble.
package protocol RunIsolation {
    /// The choices that the run used, if it breaks the rule.
    ///
    /// - Parameter fill: The seed of random choices where the sequence has none.
    func choices(breaking rule: String, in sequence: ChoiceSequence, fill: UInt64?) -> ChoiceSequence?
}
