/// A run that breaks a rule: replayed on `Int` before anyone is told about it.
public struct Counterexample: Hashable, Codable, Sendable {
    /// What went wrong, such as "the condition is false" or "Index out of range".
    public var message: String
    public var choices: ChoiceSequence
    public var trace: Trace
    public var token: String
    /// The seed and case in which the fuzzer met it first.
    public var seed: UInt64?
    public var foundInCase: Int?
    /// The depth at which the prover met it.
    public var foundAtDepth: Int?
    /// Runs executed to shrink it.
    public var shrinkRuns: Int
    /// Set if a simpler run may be found: shrinking ran out of time or of runs.
    public var isUnfinished: Bool?
    /// What of the run matters, as far as was found out.
    public var explanation: Explanation?

    public init(
        message: String,
        choices: ChoiceSequence,
        trace: Trace,
        token: String,
        seed: UInt64? = nil,
        foundInCase: Int? = nil,
        foundAtDepth: Int? = nil,
        shrinkRuns: Int = 0
    ) {
        self.message = message
        self.choices = choices
        self.trace = trace
        self.token = token
        self.seed = seed
        self.foundInCase = foundInCase
        self.foundAtDepth = foundAtDepth
        self.shrinkRuns = shrinkRuns
    }
}
