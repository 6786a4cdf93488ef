public import Proofmark

/// Requests arrive and are dispatched in any order: what holds of the scheduler in every state.
public struct FairQueueing<Scheduler: FairScheduling>: Specification {
    public typealias Number = Scheduler.Number

    public struct State: Codable {
        public var scheduler: Scheduler
        /// For each tenant, how many requests it has submitted; their ids are 0, 1, 2, …
        var submitted: [Number]
        /// For each tenant, how many were dispatched.
        var dispatched: [Number]
        /// Tokens served to each tenant.
        var served: [Number]
        /// What the last step did.
        var last: Event

        var tenants: Range<Int> { submitted.indices }
        /// Number of requests waiting.
        var waiting: Int { scheduler.queues.reduce(0) { $0 + $1.count } }
    }

    public enum Event: Codable, Equatable {
        case started
        case submitted
        case dispatched(tenant: Int, inOrder: Bool)
        /// A dispatch gave nothing although requests were waiting.
        case idledWithWork
    }

    var load: Load
    private var weights: [Number]
    /// Nothing for each tenant. Made once: every run begins with it.
    private var nothing: [Number]
    /// The most requests waiting at once.
    var capacity: Int

    public init(_ load: Load, capacity: Int = 6) {
        self.load = load
        weights = load.weights.map { Number($0) }
        nothing = load.weights.map { _ in 0 }
        self.capacity = capacity
    }

    private var tenants: Range<Int> { load.weights.indices }

    public var initial: State {
        State(
            scheduler: Scheduler(weights: weights, quantum: Number(load.quantum)),
            submitted: nothing,
            dispatched: nothing,
            served: nothing,
            last: .started
        )
    }

    // What the closures need is taken out of the specification first: they run in every step, and one that
    // captures little is called sooner.
    public var actions: Actions {
        let (tenants, capacity, costs): (_, _, ClosedRange<Number>) = (tenants, capacity, load.costs())
        Action("submit", when: { state in state.waiting < capacity }) { state, choose in
            let tenant = choose.index("tenant", below: tenants.count)
            let cost = choose.number("cost", in: costs)
            state.scheduler.submit(.init(id: state.submitted[tenant], tenant: tenant, cost: cost))
            state.submitted[tenant] += 1
            state.last = .submitted
        }
        Action("dispatch") { state, _ in
            let hadWork = state.waiting > 0
            guard let request = state.scheduler.dispatch() else {
                state.last = hadWork ? .idledWithWork : .started
                return
            }
            let inOrder = request.id == state.dispatched[request.tenant]
            state.dispatched[request.tenant] += 1
            state.served[request.tenant] += request.cost
            state.last = .dispatched(tenant: request.tenant, inOrder: inOrder)
        }
    }

    public var rules: Rules {
        let tenants = tenants
        let limits = DeficitLimits<Number>(load)
        Always("a deficit is at most what a turn can leave") { state in
            tenants.allSatisfy { limits.allow(state.scheduler.deficits[$0], of: $0, in: state.scheduler) }
        }
        Always("an idle tenant saves nothing") { state in
            state.tenants.allSatisfy { state.scheduler.isBacklogged($0) || state.scheduler.deficits[$0] == 0 }
        }
        Always("no request is lost or dispatched twice") { state in
            state.tenants.allSatisfy { tenant in
                let queued = Number(state.scheduler.queues[tenant].count)
                return state.submitted[tenant] - state.dispatched[tenant] == queued
            }
        }
        Always("each tenant's requests leave in the order of arrival") { state in
            if case .dispatched(_, let inOrder) = state.last { inOrder } else { true }
        }
        Always("work is never left while the scheduler idles") { state in
            state.last != .idledWithWork
        }
        Sometimes("every tenant is backlogged at once") { state in
            state.tenants.allSatisfy { state.scheduler.isBacklogged($0) }
        }
        LeadsTo(
            "a backlogged tenant is served",
            forEach: tenants,
            from: { state, tenant in state.scheduler.isBacklogged(tenant) },
            to: { state, tenant in
                if case .dispatched(tenant, _) = state.last { true } else { false }
            },
            within: load.dispatchesUntilServed,
            counting: ["dispatch"]
        )
        Fair(
            "service is fair while two tenants are backlogged",
            among: tenants,
            weights: load.weights,
            backlogged: { state, tenant in state.scheduler.isBacklogged(tenant) },
            service: { state, tenant in state.served[tenant] },
            bound: Number(load.fairnessBound)
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

    public var timeline: Timeline {
        Lanes("tenant", tenants) { state, tenant in
            let isServed = if case .dispatched(tenant, _) = state.last { true } else { false }
            return state.scheduler.cell(of: tenant, isServed: isServed)
        }
    }

}
