import Foundation

/// Work that blocks, on a thread of its own: the tasks of other tests must not wait for it.
package enum Background {
    package static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let budget = TestBudget.ofTraits
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            let thread = Thread {
                TestBudget.$ofTraits.withValue(budget) {
                    continuation.resume(returning: Result { () throws(Failure) in try work() })
                }
            }
            // As deep as a main thread's: the code under test may recurse.
            thread.stackSize = 8 << 20
            thread.start()
        }
        return try result.get()
    }
}
