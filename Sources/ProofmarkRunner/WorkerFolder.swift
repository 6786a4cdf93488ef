import Foundation
import Proofmark

/// Where a worker's relative paths begin.
enum WorkerFolder {
    /// Goes where the environment says. To be called before any path is used.
    static func enter() {
        if let folder = getenv(WorkerProtocol.folderVariable) { _ = chdir(folder) }
    }
}
