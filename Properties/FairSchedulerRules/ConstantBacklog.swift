public import Proofmark

/// Every tenant always has requests waiting: each dispatch is answered by a new request of the same
/// tenant. No step is spent on arrivals, so the proof reaches the runs in which fairness is worst.
public struct ConstantBacklog<Scheduler: FairScheduling>: Specification {
    public typealias Number = Scheduler.Number

    public struct State: Codable {
        var scheduler: Scheduler
        var served: [Number]
        /// The tenant served by the last step.
        var last: Int?
        var isFilled = false
    }

    var load: Load
    /// Overrides the bound to be proved, to show that no smaller one holds.
    var bound: Int

    /// Which rules are stated.
    public enum Scope: Sendable {
        case everything
        /// The fairness bound alone.
        case fairness
        /// The same, with a bound to be found.
        case soughtFairness
        /// The difference in service since the queues were filled, which is all intervals with one start.
        case fairnessFromTheStart
    }

    var scope: Scope

    public init(_ load: Load, bound: Int? = nil, scope: Scope = .everything) {
        self.load = load
        self.bound = bound ?? load.fairnessBound
        self.scope = scope
    }

    private var tenants: Range<Int> { load.weights.indices }

    public var initial: State {
        State(scheduler: load.scheduler(), served: Array(repeating: 0, count: tenants.count))
    }

    public var actions: Actions {
        Action("fill", when: { !$0.isFilled }) { state, choose in
            for tenant in tenants {
                for _ in 0..<2 { submit(tenant, &state, choose) }
            }
            state.isFilled = true
        }
        Action("dispatch", when: { $0.isFilled }) { state, choose in
            guard let request = state.scheduler.dispatch() else {
                state.last = nil
                return
            }
            state.served[request.tenant] += request.cost
            state.last = request.tenant
            submit(request.tenant, &state, choose)
        }
    }

    public var rules: Rules {
        let limits = DeficitLimits<Number>(load)
        if scope == .everything {
            Always("a deficit is at most what a turn can leave") { state in
                tenants.allSatisfy { limits.allow(state.scheduler.deficits[$0], of: $0, in: state.scheduler) }
            }
            LeadsTo(
                "a backlogged tenant is served",
                forEach: tenants,
                from: { state, tenant in state.scheduler.isBacklogged(tenant) },
                to: { state, tenant in state.last == tenant },
                within: load.dispatchesUntilServed,
                counting: ["dispatch"]
            )
            GuaranteedShare(
                "a backlogged tenant gets its share, whatever the others do",
                among: tenants,
                weights: load.weights,
                backlogged: { state, tenant in state.scheduler.isBacklogged(tenant) },
                service: { state, tenant in state.served[tenant] },
                bound: Number(load.shareBound)
            )
        }
        if scope == .fairnessFromTheStart {
            Always("service is fair while two tenants are backlogged") { state in
                tenants.allSatisfy { first in
                    tenants.allSatisfy { state.served[first] - state.served[$0] <= Number(bound) }
                }
            }
        } else {
            Fair(
                "service is fair while two tenants are backlogged",
                among: tenants,
                weights: load.weights,
                backlogged: { state, tenant in state.scheduler.isBacklogged(tenant) },
                service: { state, tenant in state.served[tenant] },
                bound: scope == .soughtFairness ? nil : Number(bound)
            )
        }
    }

    public var timeline: Timeline {
        Lanes("tenant", tenants) { state, tenant in
            state.scheduler.cell(of: tenant, isServed: state.last == tenant)
        }
    }

    private func submit(_ tenant: Int, _ state: inout State, _ choose: Choices) {
        state.scheduler.submit(.init(id: 0, tenant: tenant, cost: choose.number("cost", in: load.costs())))
    }
}
