import Foundation

/// What the operators of `Symbolic` find on the thread that they run on.
///
/// Thread-specific storage and not a task-local value: operators are called millions of times, from
/// synchronous code.
enum ExplorationContext {
    private final class Box {
        let exploration: Exploration
        let thread: PathThread

        init(_ exploration: Exploration, _ thread: PathThread) {
            self.exploration = exploration
            self.thread = thread
        }
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    private static var box: Box? {
        pthread_getspecific(key).map { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue() }
    }

    static var current: Exploration? { box?.exploration }

    static var currentThread: PathThread? { box?.thread }

    static func enter(_ exploration: Exploration, on thread: PathThread) {
        pthread_setspecific(key, Unmanaged.passRetained(Box(exploration, thread)).toOpaque())
    }

    static func leave() {
        if let raw = pthread_getspecific(key) { Unmanaged<Box>.fromOpaque(raw).release() }
        pthread_setspecific(key, nil)
    }
}
