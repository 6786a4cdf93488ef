import Dispatch
import Foundation

/// Threads on which the code under test runs.
///
/// Swift cannot unwind a call from outside. When a path has no future (the code would trap, or asks for
/// what cannot be decided), its thread is left where it is, asleep for ever, and the next path gets
/// another. Their number is bounded by `mostAbandoned`.
final class PathThreads {
    private static let mostAbandoned = 1_000
    private var thread: PathThread?
    private var abandoned = 0

    /// Runs the code to its end, or until it abandons its path: then `nil`.
    func run<Result>(_ exploration: Exploration, _ code: @escaping () -> Result) -> Result? {
        guard abandoned < Self.mostAbandoned else {
            exploration.noteGap(
                "more than \(Self.mostAbandoned) paths ended in a trap or could not be followed"
            )
            return nil
        }
        let thread = thread ?? PathThread()
        self.thread = thread
        var result: Result?
        if thread.perform(exploration, { result = code() }) { return result }
        abandoned += 1
        self.thread = nil
        if thread.hasTrapped { exploration.onTrap?("the code traps", exploration.evaluator.model) }
        return nil
    }

    deinit { thread?.stop() }
}

/// One thread with a deep stack. The caller waits while the thread works, so that at any moment only one
/// of the two runs; that is why the work may touch what is not `Sendable`.
final class PathThread: @unchecked Sendable {
    private static let stackSize = 256 << 20
    private let start = DispatchSemaphore(value: 0)
    private let end = DispatchSemaphore(value: 0)
    private var work: (() -> Void)?
    private var exploration: Exploration?
    private var wasAbandoned = false
    /// Whether the path was given up because the code trapped.
    private(set) var hasTrapped = false

    init() {
        let thread = Thread { [self] in loop() }
        thread.stackSize = Self.stackSize
        thread.start()
    }

    /// - Returns: Whether the work came to its end.
    func perform(_ exploration: Exploration, _ work: @escaping () -> Void) -> Bool {
        self.exploration = exploration
        self.work = work
        start.signal()
        end.wait()
        self.work = nil
        return !wasAbandoned
    }

    func stop() {
        work = nil
        exploration = nil
        start.signal()
    }

    private func loop() {
        while true {
            start.wait()
            guard let work, let exploration else { return }
            ExplorationContext.enter(exploration, on: self)
            work()
            ExplorationContext.leave()
            end.signal()
        }
    }

    /// Gives up the path that the calling thread runs, if it runs one: its code has trapped.
    static func trapCurrent() {
        guard let thread = ExplorationContext.currentThread else { return }
        thread.hasTrapped = true
        abandonCurrent()
    }

    /// Gives up the path that the calling thread runs.
    static func abandonCurrent() -> Never {
        if let thread = ExplorationContext.currentThread {
            ExplorationContext.leave()
            thread.wasAbandoned = true
            thread.end.signal()
        }
        while true { Thread.sleep(forTimeInterval: 3_600) }
    }
}
