/// `Always`: a violation as soon as the condition is false.
@usableFromInline
final class AlwaysMonitor<State>: Monitor<State> {
    @usableFromInline let condition: (inout State) throws -> Bool

    @inlinable
    init(condition: @escaping (inout State) throws -> Bool) { self.condition = condition }

    @inlinable
    package func begin(_ state: inout State) throws -> Observation {
        try condition(&state) ? .triggered : .violated
    }

    @inlinable
    package func observe(_ state: inout State, after action: Int) throws -> Observation {
        try condition(&state) ? .triggered : .violated
    }
}

/// `Sometimes`: triggered when the condition holds; never violated.
@usableFromInline
final class SometimesMonitor<State>: Monitor<State> {
    @usableFromInline let condition: (inout State) throws -> Bool

    @inlinable
    init(condition: @escaping (inout State) throws -> Bool) { self.condition = condition }

    @inlinable
    package func begin(_ state: inout State) throws -> Observation {
        try condition(&state) ? .triggered : .quiet
    }

    @inlinable
    package func observe(_ state: inout State, after action: Int) throws -> Observation {
        try condition(&state) ? .triggered : .quiet
    }
}
