import Dispatch
import Foundation

/// Calls a handler for SIGINT and SIGTERM, once, instead of ending the process; a second signal ends it.
final class Interruption {
    private let sources: [any DispatchSourceSignal]

    init(_ handler: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                signal(number, SIG_DFL)
                handler()
            }
            source.resume()
            return source
        }
    }

    /// Says that nothing is known yet, if the process is interrupted before anything ran.
    static func explain() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                // Nothing but system calls are safe here.
                let text: StaticString = "proofmark: interrupted before anything was verified\n"
                _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
                _exit(128 + number)
            }
        }
    }

    func stop() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
