/// Something that can happen to the system: a request arrives, a slot frees up, a target fails.
public struct Action<State>: SpecificationPart {
    public let name: String
    @usableFromInline package let guarding: ((State) throws -> Bool)?
    @usableFromInline package let body: (inout State, Choices) throws -> Void

    @usableFromInline package let weight: Int

    /// - Parameters:
    ///   - name: How runs and reports call the action; unique in its specification.
    ///   - weight: How often random runs take the action, compared to others that are enabled; at least 1. It
    ///     makes no difference to proofs.
    ///   - enabled: The guard. The action is taken only in states where it is true; without one, in all.
    ///   - body: The step itself. Every value that the code does not determine comes from `choose`.
    ///     An error that leaves the body is a violation: the system failed in a way nobody handled.
    @inlinable
    public init(
        _ name: String,
        weight: Int = 1,
        when enabled: ((State) throws -> Bool)? = nil,
        _ body: @escaping (_ state: inout State, _ choose: Choices) throws -> Void
    ) {
        self.name = name
        self.weight = weight
        self.guarding = enabled
        self.body = body
    }

    @inlinable public var element: Action<State> { self }
}
