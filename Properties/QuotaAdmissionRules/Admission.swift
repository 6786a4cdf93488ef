public import Proofmark

/// Requests of tenants and windows, in any order: what a tenant is granted, and on whom it depends.
public struct Admission<Control: QuotaAdmitting>: Specification {
    public typealias Number = Control.Number

    public struct State: Codable {
        var control: Control
        /// Whether the last request was turned away.
        var isRejected = false
    }

    private let tenants = 2
    private let quota = 10
    private let burst = 5

    public init() {}

    public var initial: State {
        State(control: Control(tenants: tenants, quota: Number(quota), burst: Number(burst)))
    }

    public var actions: Actions {
        Action("request") { state, choose in
            let tenant = choose.index("tenant", below: tenants)
            let cost: Number = choose.by(tenant).number("cost", in: 1...Number(quota))
            state.isRejected = !state.control.admit(cost, of: tenant)
        }
        Action("new window") { state, _ in state.control.beginWindow() }
    }

    public var rules: Rules {
        Always("no tenant uses more than its quota") { state in
            state.control.used.allSatisfy { 0 <= $0 && $0 <= Number(quota) }
        }
        Always("what the pool lacks is what was borrowed") { state in
            0 <= state.control.pool
                && state.control.borrowed.reduce(state.control.pool, +) == Number(burst)
        }
        Sometimes("a request is rejected") { $0.isRejected }
        Isolated(
            "what a tenant uses of its quota does not depend on the others",
            observers: 0..<tenants,
            sees: { state, tenant in state.control.used[tenant] }
        )
        Isolated(
            "what a tenant is granted depends on the others by at most the pool",
            observers: 0..<tenants,
            measures: { state, tenant in state.control.used[tenant] + state.control.borrowed[tenant] },
            within: Number(burst)
        )
    }

    public var timeline: Timeline {
        Lanes("tenant", 0..<tenants) { state, tenant in
            "\(state.control.used[tenant]) + \(state.control.borrowed[tenant])"
        }
        Lanes("pool") { "\($0.control.pool)" }
    }
}
