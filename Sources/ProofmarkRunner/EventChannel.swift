import Foundation
import Proofmark
import Synchronization

/// Where events are written, a line each, whole.
final class EventChannel: Sendable {
    private let descriptor: Int32
    /// Lines that were sent.
    private let sent = Mutex(0)

    init(descriptor: Int32) { self.descriptor = descriptor }

    func send(_ event: WorkerEvent) {
        sent.withLock { number in
            guard let line = try? WorkerProtocol.line(event, number: number) else { return }
            number += 1
            line.withUnsafeBytes { bytes in
                var written = 0
                while written < bytes.count, let base = bytes.baseAddress {
                    let count = write(descriptor, base + written, bytes.count - written)
                    // Nobody listens any more: there is nothing left to do.
                    if count < 0, errno != EINTR { _exit(ExitCode.inconclusive.rawValue) }
                    written += max(0, count)
                }
            }
        }
    }

    /// Ends the process when its standard input ends: the command is gone.
    static func exitWhenInputEnds() {
        Thread.detachNewThread {
            var byte: UInt8 = 0
            while true {
                let count = read(STDIN_FILENO, &byte, 1)
                if count == 0 || (count < 0 && errno != EINTR) { _exit(ExitCode.inconclusive.rawValue) }
            }
        }
    }
}
