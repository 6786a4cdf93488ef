import Foundation

/// A process with all that it started, directly or not, and that has not left its session.
enum ProcessSession {
    /// For `posix_spawn`: the new process leads a session, and a group.
    #if canImport(Darwin)
        static let spawnFlag = POSIX_SPAWN_SETSID
    #else
        // POSIX_SPAWN_SETSID of glibc and musl, which their module maps do not show.
        static let spawnFlag: Int32 = 0x80
    #endif

    /// The processes of the session, its leader among them; none where there is no `/proc`.
    static func members(of leader: pid_t) -> [pid_t] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var members: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let process = pid_t(name), process > 1, process != getpid(), getsid(process) == leader
            else {
                continue
            }
            members.append(process)
        }
        return members
    }
}
