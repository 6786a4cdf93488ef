public import Proofmark
public import ProofmarkEngine
public import ProofmarkFuzz

/// A property: a specification to be verified, under a name.
public struct Verify: SpecificationPart, Sendable {
    /// One on single runs, one on pairs of runs, or both: what the rules are about.
    let works: [any PropertyWork]

    public var element: Verify { self }

    /// A specification to be fuzzed.
    ///
    /// - Parameters:
    ///   - steps: The largest number of steps in a random run.
    @inlinable
    public init<S: Specification>(_ name: String, _ specification: S, steps: Int = 40) {
        self.init(name, CompiledSpecification(specification), steps: steps) { () throws(SpecificationError) in
            try CaseLoop(specification)
        }
    }

    /// - Parameter loop: The fuzzer's inner loop, made in the user's module: there the compiler knows the
    ///   specification's type and code, and specialises it.
    @usableFromInline
    init<S: Specification>(
        _ name: String,
        _ specification: S,
        steps: Int,
        loop: @escaping @Sendable () throws(SpecificationError) -> CaseLoop
    ) {
        let paired = PairedRuns(specification).map { pair in
            Self.fuzzed(Self.paired(name), pair, steps: steps) as any PropertyWork
        }
        let single = FuzzedProperty(name: name, specification: specification, steps: steps, loop: loop)
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
    @inlinable
    public init<S: Specification, Symbolic: Specification>(
        _ name: String,
        _ specification: S,
        proving symbolic: Symbolic,
        depth: Int? = nil,
        merging: Bool = true,
        steps: Int = 40
    ) {
        self.init(
            name,
            CompiledSpecification(specification),
            symbolic,
            depth: depth,
            merging: merging,
            steps: steps,
            parameters: { SpecificationParameters.difference(specification, symbolic) },
            uncompared: { SpecificationParameters.uncompared(specification, symbolic) }
        ) { () throws(SpecificationError) in
            try CaseLoop(specification)
        }
    }

    @usableFromInline
    init<S: Specification, Symbolic: Specification>(
        _ name: String,
        _ specification: S,
        _ symbolic: Symbolic,
        depth: Int?,
        merging: Bool,
        steps: Int,
        parameters: @escaping @Sendable () -> String?,
        uncompared: @escaping @Sendable () -> String?,
        loop: @escaping @Sendable () throws(SpecificationError) -> CaseLoop
    ) {
        func proved<C: Specification, P: Specification>(_ concrete: FuzzedProperty<C>, _ symbolic: P)
            -> any PropertyWork
        {
            ProvedProperty(
                fuzzed: concrete,
                symbolic: symbolic,
                depth: depth,
                merges: merging,
                parameters: parameters,
                uncompared: uncompared
            )
        }
        let single = FuzzedProperty(name: name, specification: specification, steps: steps, loop: loop)
        let paired = PairedRuns(specification).flatMap { concrete in
            PairedRuns(symbolic).map {
                proved(Self.fuzzed(Self.paired(name), concrete, steps: steps), $0)
            }
        }
        works = Self.works(specification, proved(single, symbolic), paired)
    }

    private static func fuzzed<S: Specification>(_ name: String, _ specification: S, steps: Int)
        -> FuzzedProperty<S>
    {
        FuzzedProperty(
            name: name,
            specification: specification,
            steps: steps,
            loop: { () throws(SpecificationError) in try CaseLoop(specification) }
        )
    }

    private static func paired(_ name: String) -> String { "\(name), two runs" }

    private static func works<S: Specification>(
        _ specification: S,
        _ single: any PropertyWork,
        _ paired: (any PropertyWork)?
    ) -> [any PropertyWork] {
        guard let paired else { return [single] }
        return specification.statedRules.isEmpty ? [paired] : [single, paired]
    }
}
