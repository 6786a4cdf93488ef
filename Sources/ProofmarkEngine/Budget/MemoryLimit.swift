import Foundation
import Proofmark

/// How much memory this process may hold before an engine stops and says what it knows.
package struct MemoryLimit: Sendable {
    private let bytes: Int?

    /// - Parameter megabytes: `nil` for no limit.
    package init(megabytes: Int?) { bytes = megabytes.map { $0 << 20 } }

    /// Asked seldom: it reads a file. On systems without `/proc` there is no limit.
    package var isExceeded: Bool {
        guard let bytes, let held = ProcessMemory.resident(getpid()) else { return false }
        return held > bytes
    }
}
