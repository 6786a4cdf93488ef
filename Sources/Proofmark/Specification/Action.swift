/// Something that can happen to the system: a request arrives, a slot frees up, a target fails.
public struct Action<State>: SpecificationPart {
    public let name: String
    @usableFromInline package let guarding: ((State) throws -> Bool)?
    @usableFromInline package let body: (inout State, Choices) throws -> Void

    /// - Parameters:
    ///   - name: How runs and reports call the action; unique in its specification.
    ///   - enabled: The guard. The action is taken only in states where it is true; without one, in all.
    ///   - body: The step itself. Every value that the code does not determine comes from `choose`.
    ///     An error that leaves the body is a violation: the system failed in a way nobody handled.
    @inlinable
    public init(
        _ name: String,
        when enabled: ((State) throws -> Bool)? = nil,
        _ body: @escaping (_ state: inout State, _ choose: Choices) throws -> Void
    ) {
        self.name = name
        self.guarding = enabled
        self.body = body
    }

    @inlinable public var element: Action<State> { self }
}
