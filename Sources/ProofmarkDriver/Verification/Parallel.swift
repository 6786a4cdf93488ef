import Foundation
import Synchronization

/// Work of which so many pieces happen at the same time, whatever the number of cores: what they do is wait for
/// processes. For the same reason each has a thread of its own: the system's pool has one for each core, and adds
/// to those that wait only after a while.
enum Parallel {
    static func perform(_ count: Int, atMost width: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let next = Counter()
        let done = DispatchGroup()
        for _ in 0..<min(count, width) {
            done.enter()
            let thread = Thread {
                while true {
                    let number = next.value.add(1, ordering: .relaxed).oldValue
                    if number >= count { break }
                    body(number)
                }
                done.leave()
            }
            thread.stackSize = 1 << 22
            thread.start()
        }
        done.wait()
    }

    private final class Counter: Sendable {
        let value = Atomic(0)
    }
}
