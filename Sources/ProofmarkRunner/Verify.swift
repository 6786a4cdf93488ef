public import Proofmark
import ProofmarkEngine

/// A property: a specification to be verified, under a name.
public struct Verify: SpecificationPart {
    package let name: String
    let work: any PropertyWork

    public var element: Verify { self }

    /// A specification to be fuzzed.
    ///
    /// - Parameters:
    ///   - steps: The largest number of steps in a random run.
    public init<S: Specification>(_ name: String, _ specification: S, steps: Int = 40) {
        self.name = name
        work = FuzzedProperty(name: name, specification: specification, steps: steps)
    }

    /// A specification to be fuzzed as `specification` and proved as `symbolic`: the same one over
    /// `SymbolicInt`.
    ///
    /// - Parameters:
    ///   - depth: The number of steps to which the rules are to be proved; without it, as many as the
    ///     budget allows.
    ///   - merging: Whether the prover makes one state of all that differ only in their numbers. Without it
    ///     the verdicts are the same, and there are as many states as paths: far more with every step.
    ///   - steps: The largest number of steps in a random run.
    public init<S: Specification, Symbolic: Specification>(
        _ name: String,
        _ specification: S,
        proving symbolic: Symbolic,
        depth: Int? = nil,
        merging: Bool = true,
        steps: Int = 40
    ) where Symbolic.State: Codable {
        self.name = name
        work = ProvedProperty(
            fuzzed: FuzzedProperty(name: name, specification: specification, steps: steps),
            symbolic: symbolic,
            depth: depth,
            merges: merging
        )
    }

    @available(
        *,
        unavailable,
        message:
            "a proof takes states apart and merges them, so the State of the specification must be Codable"
    )
    public init<S: Specification, Symbolic: Specification>(
        _ name: String,
        _ specification: S,
        proving symbolic: Symbolic,
        depth: Int? = nil,
        merging: Bool = true,
        steps: Int = 40
    ) {
        self.init(name, specification, steps: steps)
    }
}
