/// Something that must hold, in the form in which the engines run it: a name, a kind, and a monitor that
/// watches a run. `Always`, `Sometimes`, `LeadsTo` and `Fair` make them.
public struct Rule<State>: SpecificationPart {
    public let name: String
    public let kind: RuleKind
    /// No run of fewer steps can break the rule. Where none as long was tried, nothing was.
    @usableFromInline package var stepsToViolate = 0
    /// Whether the bound is to be found: the monitor is `BoundSeeking`.
    @usableFromInline package var seeksBound = false

    /// Where it is stated.
    @usableFromInline package var location: SourceLocation?
    /// Its numbers, as `explain` shows them: members, weights, bounds.
    @usableFromInline package var terms: () -> String = { "" }

    /// Makes a fresh monitor for a specification with these actions.
    @usableFromInline package let watch: (_ actions: [String]) throws(SpecificationError) -> Watch<State>
    /// Set if the rule is about two runs: then `PairedRuns` watches it, and nobody else.
    let comparison: Comparison<State>?

    @usableFromInline
    init(
        name: String,
        kind: RuleKind,
        location: SourceLocation? = nil,
        terms: @escaping () -> String = { "" },
        watch: @escaping (_ actions: [String]) throws(SpecificationError) -> Watch<State>
    ) {
        self.name = name
        self.kind = kind
        self.location = location
        self.terms = terms
        self.watch = watch
        comparison = nil
    }

    package func makeMonitor(_ actions: [String]) throws(SpecificationError) -> any Monitor<State> {
        try watch(actions).monitor
    }

    init(
        name: String,
        kind: RuleKind,
        location: SourceLocation,
        comparing comparison: Comparison<State>
    ) {
        self.name = name
        self.kind = kind
        self.location = location
        watch = { _ in Watch(SometimesMonitor { _ in false }) }
        self.comparison = comparison
    }

    /// Whether it is about single states, so that a proof may suppose it of the states that it begins with.
    package var isInvariant: Bool {
        kind == .always || isDeadlockRule
    }

    package var isDeadlockRule: Bool { kind == .implicit && name == ImplicitRule.noDeadlock }

    @usableFromInline var isComparison: Bool { comparison != nil }

    @inlinable public var element: Rule<State> { self }
}

extension Specification {
    /// The labels that count something.
    @inlinable package var countedLabels: [Proofmark.Label<State>] { labels.filter { $0.target == nil } }
}

/// The family of a rule.
public enum RuleKind: String, Codable, CaseIterable, Sendable {
    case always
    case sometimes
    case leadsTo
    case fair
    case guaranteedShare
    /// About two runs.
    case isolated
    /// A label with a required share: `Cover`.
    case cover
    /// Rules that every specification has without stating them: `ImplicitRule`.
    case implicit

    /// Whether one witness settles the rule for good, so that what any engine saw counts for all.
    public var isWitnessed: Bool {
        switch self {
        case .sometimes: true
        case .always, .leadsTo, .fair, .guaranteedShare, .isolated, .cover, .implicit: false
        }
    }
}

/// The rules of every specification.
public enum ImplicitRule {
    /// No trap, no unhandled error, no endless loop, no exit, whatever happens.
    public static let neverTraps = "the code never traps"
    /// Every action of the specification can happen: otherwise part of it was not tried at all.
    public static let everyActionRuns = "every action can happen"
    /// Runs under another seed of Swift's hash tables come out the same: nothing depends on the order in which a
    /// `Set` or a `Dictionary` gives its elements.
    public static let ignoresHashOrder = "nothing depends on hash order"

    /// Out of every state that a run reaches some step leads, or the specification may end there:
    /// `Specification.isFinal`. The fuzzer asks guards alone.
    public static let noDeadlock = "no deadlock"

    package static let all = [neverTraps, everyActionRuns, ignoresHashOrder, noDeadlock]
}
