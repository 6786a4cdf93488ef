public import Proofmark
import ProofmarkEngine
public import ProofmarkProve

/// The properties of one executable. Mark a type that conforms with `@main` in an executable target below
/// `Properties`, and `proofmark verify` finds, builds and runs it.
///
/// ```swift
/// @main struct SchedulerProperties: PropertySuite {
///     static var suite: Suite {
///         Verify("fair queueing", FairQueueing<Int>(), proving: FairQueueing<SymbolicInt>())
///     }
/// }
/// ```
public protocol PropertySuite {
    /// What it throws, such as that samples cannot be read, is reported: `static var suite: Suite { get throws { … } }`.
    @SpecificationBuilder<Verify> static var suite: [Verify] { get throws }
}

extension PropertySuite {
    public typealias Suite = [Verify]

    /// What the executable does: it works for the `proofmark` command.
    public static func main() {
        HashSeed.adopt()
        WorkerFolder.enter()
        let name = String(describing: Self.self)
        do {
            WorkerMain(suite: name, properties: try suite.flatMap(\.works)).run()
        } catch {
            WorkerMain(suite: name, failure: "the suite \(name) cannot be made: \(error)").run()
        }
    }
}

/// An `Int` that stands for all the values it can have at once; see `Symbolic`.
public typealias SymbolicInt = ProofmarkProve.SymbolicInt
