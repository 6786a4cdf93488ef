/// `Always`: a violation as soon as the condition is false.
final class AlwaysMonitor<State>: Monitor<State> {
    private let condition: (State) throws -> Bool

    init(condition: @escaping (State) throws -> Bool) { self.condition = condition }

    func begin(_ state: State) throws -> Observation {
        try condition(state) ? .triggered : .violated
    }

    func observe(_ state: State, after action: Int) throws -> Observation {
        try condition(state) ? .triggered : .violated
    }
}

/// `Sometimes`: triggered when the condition holds; never violated.
final class SometimesMonitor<State>: Monitor<State> {
    private let condition: (State) throws -> Bool

    init(condition: @escaping (State) throws -> Bool) { self.condition = condition }

    func begin(_ state: State) throws -> Observation {
        try condition(state) ? .triggered : .quiet
    }

    func observe(_ state: State, after action: Int) throws -> Observation {
        try condition(state) ? .triggered : .quiet
    }
}
