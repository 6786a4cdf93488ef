public import Proofmark

/// A specification as the user's module knows it.
///
/// Its parts are made by closures that the compiler specialised where it knew the type and the code. Through the
/// protocol the same parts would be made of generic code, which takes ten times as long whenever it runs.
@usableFromInline
package struct CompiledSpecification<State>: Specification {
    @usableFromInline let makeInitial: @Sendable () -> State
    @usableFromInline let makeActions: @Sendable () -> [Proofmark.Action<State>]
    @usableFromInline let makeRules: @Sendable () -> [Proofmark.Rule<State>]
    @usableFromInline let isEnd: @Sendable (State) -> Bool
    @usableFromInline let makeLabels: @Sendable () -> [Proofmark.Label<State>]
    @usableFromInline let makeTimeline: @Sendable () -> [Proofmark.Lanes<State>]

    @inlinable
    package init<S: Specification>(_ specification: S) where S.State == State {
        makeInitial = { specification.initial }
        makeActions = { specification.actions }
        makeRules = { specification.rules }
        isEnd = { specification.isFinal($0) }
        makeLabels = { specification.labels }
        makeTimeline = { specification.timeline }
    }

    @usableFromInline package func isFinal(_ state: State) -> Bool { isEnd(state) }
    // With `return` these are not builders.
    @usableFromInline package var initial: State { makeInitial() }
    @usableFromInline package var actions: [Proofmark.Action<State>] { return makeActions() }
    @usableFromInline package var rules: [Proofmark.Rule<State>] { return makeRules() }
    @usableFromInline package var labels: [Proofmark.Label<State>] { return makeLabels() }
    @usableFromInline package var timeline: [Proofmark.Lanes<State>] { return makeTimeline() }
}
