import CRuntime
import Synchronization

/// Traps of the code under test itself: an index out of range, an unwrapped `nil`, a precondition.
///
/// Such a trap ends in a signal on the thread that runs the path. The path is given up there and then, as one whose
/// arithmetic traps is, and its thread is left asleep. Traps on any other thread take their course.
enum NativeTraps {
    /// Proofs that run now.
    private static let users = Mutex(0)

    static func catching<Value>(_ body: () throws -> Value) rethrows -> Value {
        users.withLock { users in
            if users == 0 { proofmark_catch_traps { PathThread.trapCurrent() } }
            users += 1
        }
        defer {
            users.withLock { users in
                users -= 1
                if users == 0 { proofmark_release_traps() }
            }
        }
        return try body()
    }
}
