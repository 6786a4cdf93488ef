import Foundation

/// What a process holds of the machine's memory.
package enum ProcessMemory {
    /// In bytes; `nil` where there is no `/proc`, or no such process.
    package static func resident(_ process: Int32) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8),
            let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
