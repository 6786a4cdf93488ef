import Dispatch
import Foundation

/// Runs work on a thread with a deep stack: terms are walked through recursively, here and inside Z3, and a
/// long proof makes deep ones.
enum DeepStack {
    private static let size = 1 << 30

    static func run<Value>(_ work: @escaping () throws -> Value) throws -> Value {
        let box = Box(work)
        let thread = Thread { box.perform() }
        thread.stackSize = size
        thread.start()
        return try box.wait()
    }

    // Sendable: the caller waits while the thread works, so only one of them touches the box at a time.
    private final class Box<Value>: @unchecked Sendable {
        private let isDone = DispatchSemaphore(value: 0)
        /// The work before it is done, its result after.
        private var outcome: () throws -> Value

        init(_ work: @escaping () throws -> Value) { outcome = work }

        func perform() {
            let result = Result(catching: outcome)
            outcome = result.get
            isDone.signal()
        }

        func wait() throws -> Value {
            isDone.wait()
            return try outcome()
        }
    }
}
