import Foundation

/// Work of which so many pieces happen at the same time, whatever the number of cores: what they do is wait for
/// processes.
enum Parallel {
    static func perform(_ count: Int, atMost width: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = width
        for number in 0..<count { queue.addOperation { body(number) } }
        queue.waitUntilAllOperationsAreFinished()
    }
}
