public import Proofmark
import ProofmarkEngine

/// A property: a specification to be verified, under a name.
public struct Verify: SpecificationPart {
    /// One on single runs, one on pairs of runs, or both: what the rules are about.
    let works: [any PropertyWork]

    public var element: Verify { self }

    /// A specification to be fuzzed.
    ///
    /// - Parameters:
    ///   - steps: The largest number of steps in a random run.
    public init<S: Specification>(_ name: String, _ specification: S, steps: Int = 40) {
        let paired = PairedRuns(specification).map {
            FuzzedProperty(name: Self.paired(name), specification: $0, steps: steps) as any PropertyWork
        }
        let single = FuzzedProperty(name: name, specification: specification, steps: steps)
        works = Self.works(specification, single, paired)
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
        func proved<C: Specification, P: Specification>(_ name: String, _ concrete: C, _ symbolic: P)
            -> any PropertyWork
        where P.State: Codable {
            ProvedProperty(
                fuzzed: FuzzedProperty(name: name, specification: concrete, steps: steps),
                symbolic: symbolic,
                depth: depth,
                merges: merging
            )
        }
        let paired = PairedRuns(specification).flatMap { concrete in
            PairedRuns(symbolic).map { proved(Self.paired(name), concrete, $0) }
        }
        works = Self.works(specification, proved(name, specification, symbolic), paired)
    }

    private static func paired(_ name: String) -> String { "\(name), two runs" }

    private static func works<S: Specification>(
        _ specification: S,
        _ single: any PropertyWork,
        _ paired: (any PropertyWork)?
    ) -> [any PropertyWork] {
        guard let paired else { return [single] }
        return specification.singleRunRules.isEmpty ? [paired] : [single, paired]
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
