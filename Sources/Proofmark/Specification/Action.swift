/// Something that can happen to the system: a request arrives, a slot frees up, a target fails.
public struct Action<State>: SpecificationPart {
    public let name: String
    /// True without a guard. Not optional: a closure in an optional is called through one more. It gets the state where it
    /// is: handed over, it would be copied.
    @usableFromInline package let guarding: (inout State) throws -> Bool
    @usableFromInline package let isGuarded: Bool
    @usableFromInline package let body: (inout State, Choices) throws -> Void

    @usableFromInline package let weight: Int

    /// - Parameters:
    ///   - name: How runs and reports call the action; unique in its specification.
    ///   - weight: How often random runs take the action, compared to others that are enabled; at least 1. It
    ///     makes no difference to proofs.
    ///   - enabled: The guard. The action is taken only in states where it is true.
    ///   - body: The step itself. Every value that the code does not determine comes from `choose`.
    ///     An error that leaves the body is a violation: the system failed in a way nobody handled.
    @inlinable @inline(__always)
    public init(
        _ name: String,
        weight: Int = 1,
        when enabled: @escaping (State) throws -> Bool,
        _ body: @escaping (_ state: inout State, _ choose: Choices) throws -> Void
    ) {
        self.name = name
        self.weight = weight
        guarding = { try enabled($0) }
        isGuarded = true
        self.body = body
    }

    /// An action that is enabled in every state.
    @inlinable @inline(__always)
    public init(
        _ name: String,
        weight: Int = 1,
        _ body: @escaping (_ state: inout State, _ choose: Choices) throws -> Void
    ) {
        self.name = name
        self.weight = weight
        guarding = { _ in true }
        isGuarded = false
        self.body = body
    }

    /// Whether the guard lets the action happen in this state.
    package func isEnabled(in state: State) throws -> Bool {
        var state = state
        return try guarding(&state)
    }

    @inlinable public var element: Action<State> { self }
}
