public import Proofmark

/// A small problem whose simplest failing value is known: what a shrinker should find, wherever it starts.
///
/// Source of many of them: "The Shrinking Challenge", github.com/jlink/shrinking-challenge.
public struct ShrinkingChallenge: Specification, CustomStringConvertible {
    public struct State {
        var isBad = false
    }

    public let name: String
    /// Makes a value and says whether it is bad.
    private let isBad: @Sendable (Choices) throws -> Bool

    init(_ name: String, _ isBad: @escaping @Sendable (Choices) throws -> Bool) {
        self.name = name
        self.isBad = isBad
    }

    /// The problem of a value that one generator makes.
    init<Value>(
        _ name: String,
        _ generator: @escaping @Sendable () -> Generator<Value>,
        isBad: @escaping @Sendable (Value) -> Bool
    ) {
        self.init(name) { choose in isBad(try choose(generator())) }
    }

    public static let rule = "the value is good"

    public var description: String { name }

    public var initial: State { State() }

    public var actions: Actions {
        Action("make") { state, choose in state.isBad = try isBad(choose) }
    }

    public var rules: Rules {
        Always(Self.rule) { !$0.isBad }
    }
}
