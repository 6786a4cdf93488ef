import Foundation

/// How much memory this process may hold before an engine stops and says what it knows.
package struct MemoryLimit: Sendable {
    private let bytes: Int?

    /// - Parameter megabytes: `nil` for no limit.
    package init(megabytes: Int?) { bytes = megabytes.map { $0 << 20 } }

    /// Asked seldom: it reads a file. On systems without `/proc` there is no limit.
    package var isExceeded: Bool {
        guard let bytes, let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return false
        }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * Int(sysconf(Int32(_SC_PAGESIZE))) > bytes
    }
}
