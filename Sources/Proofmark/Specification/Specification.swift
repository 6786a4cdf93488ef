/// What a scheduler or router must always do: its initial state, the actions that can happen to it, and
/// the rules that must hold whatever the order of the actions and whatever the values chosen in them.
///
/// A specification is generic over its number type when it is to be proved: the fuzzer runs it with
/// `Int`, the prover runs the same code with `SymbolicInt`.
///
/// ```swift
/// struct Counter<Number: VerifiableInteger>: Specification {
///     struct State: Codable { var count: Number }
///     var initial: State { State(count: 0) }
///     var actions: Actions {
///         Action("add") { state, choose in state.count += choose.number("amount", in: 1...3) }
///     }
///     var rules: Rules {
///         Always("the count is never negative") { $0.count >= 0 }
///     }
/// }
/// ```
///
/// `initial`, actions and rules must depend on nothing but the state and the choices: no clock, no random
/// numbers, no global variables. A run that behaves differently when it is replayed is reported as such.
public protocol Specification<State>: Sendable {
    /// The system under test together with whatever the rules need to remember about it.
    ///
    /// Any type can be fuzzed. A proof needs a `Codable` state with value semantics.
    associatedtype State

    /// The state in which every run begins.
    var initial: State { get }

    /// What can happen. Each step of a run takes one of the actions that are enabled.
    @SpecificationBuilder<Proofmark.Action<State>> var actions: [Proofmark.Action<State>] { get }

    /// What must hold.
    @SpecificationBuilder<Proofmark.Rule<State>> var rules: [Proofmark.Rule<State>] { get }

    /// Whether a run may end in this state: then it is no deadlock if no step leads out of it. By default there is no such
    /// state.
    ///
    /// A `LeadsTo` that still waits for its goal in a final state is violated.
    func isFinal(_ state: State) -> Bool

    /// What is to be counted in random runs.
    @SpecificationBuilder<Proofmark.Label<State>> var labels: [Proofmark.Label<State>] { get }

    /// How a counterexample is drawn. Without lanes, every stored property that changes is a row.
    @SpecificationBuilder<Proofmark.Lanes<State>> var timeline: [Proofmark.Lanes<State>] { get }
}

extension Specification {
    public typealias Actions = [Proofmark.Action<State>]
    public typealias Action = Proofmark.Action<State>
    public typealias Rules = [Proofmark.Rule<State>]
    public typealias Always = Proofmark.Always<State>
    public typealias Sometimes = Proofmark.Sometimes<State>
    public typealias LeadsTo = Proofmark.LeadsTo<State>
    public typealias Fair<Number: VerifiableInteger> = Proofmark.Fair<State, Number>
    public typealias GuaranteedShare<Number: VerifiableInteger> = Proofmark.GuaranteedShare<State, Number>
    public typealias Isolated = Proofmark.Isolated<State>
    public typealias Labels = [Proofmark.Label<State>]
    public typealias Classify = Proofmark.Classify<State>
    public typealias Cover = Proofmark.Cover<State>
    public typealias Collect = Proofmark.Collect<State>
    public typealias Target = Proofmark.Target<State>
    public typealias Timeline = [Proofmark.Lanes<State>]
    public typealias Lanes = Proofmark.Lanes<State>

    /// No state is final.
    @inlinable public func isFinal(_ state: State) -> Bool { false }
    public var labels: Labels { [] }
    public var timeline: Timeline { [] }
}
