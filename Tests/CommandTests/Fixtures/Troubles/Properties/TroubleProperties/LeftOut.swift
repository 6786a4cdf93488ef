import Proofmark

/// Makes a set on the way, for one number of a million; no state holds it.
struct Passing<Number: VerifiableInteger>: Specification {
    struct State {
        var number: Number = 0
        var seen = 0
    }
    var initial: State { State() }
    var actions: Actions {
        Action("pass") { state, choose in
            state.number = choose.number("number", in: 0...1_000_000)
            state.seen = 0
            // True under the seed of a proof, and false under others.
            if state.number == 777_123 { state.seen = Set(["k0", "k12"]).first == "k12" ? 1 : 0 }
        }
    }
    var rules: Rules { Always("rule") { $0.seen == 0 } }
}

/// Two specifications that state the same rule in other words.
struct Strict<Number: VerifiableInteger>: Specification {
    struct State { var n: Number = 0 }
    var initial: State { State() }
    var actions: Actions {
        Action("go") { state, choose in state.n = choose.number("n", in: 0...1_000_000) }
    }
    var rules: Rules { Always("never that one") { $0.n != 777_123 } }
}

struct Loose<Number: VerifiableInteger>: Specification {
    struct State { var n: Number = 0 }
    var initial: State { State() }
    var actions: Actions {
        Action("go") { state, choose in state.n = choose.number("n", in: 0...1_000_000) }
    }
    var rules: Rules { Always("never that one") { _ in true } }
}

/// Made with more tenants in one place than in the other.
struct Tenants<Number: VerifiableInteger>: Specification {
    struct Tenant: Sendable { var limit: Int }
    struct State { var n: Number = 0 }
    private let tenants: [Tenant]
    init(limits: [Int]) { tenants = limits.map(Tenant.init) }
    var initial: State { State() }
    var actions: Actions {
        Action("go") { state, choose in state.n = choose.number("n", in: 0...1_000_000) }
    }
    var rules: Rules {
        Always("never beyond") { state in !tenants.contains { Number($0.limit * 100_000 + 7) == state.n } }
    }
}

/// Two runs that would share one object.
struct Logging: Specification {
    final class Log: Codable { var count = 0 }
    struct State {
        var log = Log()
        var n = 0
    }
    var initial: State { State() }
    var actions: Actions {
        Action("go") { state, choose in
            let tenant = choose.index("tenant", below: 2)
            state.n = choose.by(tenant).number("n", in: 0...9)
            state.log.count += 1
        }
    }
    var rules: Rules {
        Isolated("blind", observers: 0..<2, sees: { state, _ in state.log.count })
    }
}

/// Traps where it is asked whether it may end.
struct EndTrap<Number: VerifiableInteger>: Specification {
    struct State { var jobs: [Number] = [] }
    var initial: State { State() }
    var actions: Actions {
        Action("put", when: { $0.jobs.count < 2 }) { state, choose in
            state.jobs.append(choose.number("n", in: 1...9))
        }
    }
    var rules: Rules { Always("few") { $0.jobs.count <= 2 } }
    func isFinal(_ state: State) -> Bool { state.jobs.count == 2 && state.jobs[2] >= 1 }
}
