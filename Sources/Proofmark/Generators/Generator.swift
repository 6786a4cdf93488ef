/// A recipe for values of one kind, made from choices alone: random in the fuzzer, every one of them in a proof, and
/// never outside of its domain, however a run is shrunk.
///
/// ```swift
/// let job = Generator.integer(in: 1...1_000, by: .logarithmic).map { Job(cost: $0) }
/// Action("submit batch") { state, choose in
///     state.scheduler.submit(try choose(.array(of: job, count: 1...5)))
/// }
/// ```
///
/// A generator is a value: build it once, outside of the action, where it is costly.
public struct Generator<Value> {
    let make: (Choices) throws -> Value

    /// - Parameter make: Makes a value of what it chooses, and of nothing else.
    public init(_ make: @escaping (_ choose: Choices) throws -> Value) { self.make = make }

    /// Always the same value.
    public static func constant(_ value: Value) -> Generator { Generator { _ in value } }

    /// The value, turned into another.
    public func map<Other>(_ transform: @escaping (Value) throws -> Other) -> Generator<Other> {
        Generator<Other> { try transform(try make($0)) }
    }

    /// A value of a generator that depends on the first value.
    public func flatMap<Other>(_ next: @escaping (Value) throws -> Generator<Other>) -> Generator<Other> {
        Generator<Other> { choose in try next(try make(choose)).make(choose) }
    }

    /// Only values for which the condition holds.
    ///
    /// Rather make the right values at once: each one rejected is work done in vain. If none of `attempts` in a row
    /// is right, the specification is reported as misuse. A proof follows every value that is rejected too.
    public func filter(attempts: Int = 100, _ isWanted: @escaping (Value) throws -> Bool) -> Generator {
        filter(
            attempts,
            starving:
                "its filter rejected \(max(1, attempts)) values in a row; make the right values at once, "
                + "or allow more: .filter(attempts: 1000)",
            isWanted
        )
    }

    func filter(
        _ attempts: Int = 100,
        starving reason: @escaping @autoclosure () -> String,
        _ isWanted: @escaping (Value) throws -> Bool
    ) -> Generator {
        Generator { choose in
            for _ in 0..<max(1, attempts) {
                let value = try make(choose)
                if try isWanted(value) { return value }
            }
            choose.report("", "starves: \(reason())")
            throw AssumptionFailure()
        }
    }

    /// `nil` or a value.
    public var optional: Generator<Value?> {
        Generator<Value?> { choose in choose.flag() ? try make(choose) : nil }
    }
}

extension Choices {
    /// A value of the generator.
    public func callAsFunction<Value>(_ generator: Generator<Value>) throws -> Value {
        try make("", generator)
    }

    /// A value of the generator, with a name for the reader of a counterexample: `try choose("job", job)`.
    public func callAsFunction<Value>(_ name: StaticString, _ generator: Generator<Value>) throws -> Value {
        try make(name, generator)
    }
}
