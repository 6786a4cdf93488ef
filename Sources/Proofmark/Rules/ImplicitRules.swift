/// A specification that stands for two runs of another. What every specification has without stating it, the other has.
@usableFromInline
package protocol ProductSpecification {}

extension Specification {
    /// The rules about single runs: those that are stated, and last "no deadlock".
    @inlinable package var singleRunRules: [Proofmark.Rule<State>] {
        let stated = statedRules
        return stated.isEmpty || self is any ProductSpecification ? stated : stated + [deadlockRule]
    }

    /// The rules about single runs that are stated.
    @inlinable package var statedRules: [Proofmark.Rule<State>] { rules.filter { !$0.isComparison } }

    @usableFromInline
    var deadlockRule: Proofmark.Rule<State> {
        let ends = runEnds
        return Proofmark.Rule(name: ImplicitRule.noDeadlock, kind: .implicit) { _ in
            let monitor = DeadlockMonitor(ends)
            return Watch(monitor, condition: { try monitor.begin(&$0) != .violated }, whenFalse: .violated)
        }
    }

    private var runEnds: RunEnds<State> { RunEnds(actions) { isFinal($0) } }

    /// What watches for the rule: one that waits for something does so in vain where runs end.
    package func watch(_ rule: Proofmark.Rule<State>, _ actions: [String]) throws(SpecificationError)
        -> Watch<State>
    {
        let watch = try rule.watch(actions)
        guard watch.monitor is any ObligationKeeping else { return watch }
        return Watch(EndingMonitor(watch.monitor, runEnds))
    }
}
