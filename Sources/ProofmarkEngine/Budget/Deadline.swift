import Dispatch

/// A moment after which an engine stops and says what it knows.
package struct Deadline: Sendable {
    private let start: DispatchTime
    private let end: DispatchTime?

    /// - Parameter seconds: From now; `nil` for no limit.
    package init(seconds: Double?) {
        let now = DispatchTime.now()
        start = now
        end = seconds.map { now + max(0, $0) }
    }

    package var hasPassed: Bool { end.map { DispatchTime.now() >= $0 } ?? false }

    package var elapsedSeconds: Double {
        Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    }

    /// Whole milliseconds left, at least 1 while the deadline has not passed.
    package var remainingMilliseconds: Int? {
        guard let end else { return nil }
        let now = DispatchTime.now()
        guard end > now else { return 0 }
        return max(1, Int((end.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000_000))
    }
}
