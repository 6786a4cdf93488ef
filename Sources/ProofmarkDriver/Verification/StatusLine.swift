import Foundation
import Proofmark
import Synchronization

/// One line at the bottom of the terminal that says what is going on; nothing where there is no terminal.
package final class StatusLine: Sendable {
    private struct State {
        var units: [String: String] = [:]
        var isShown = false
    }

    private let state = Mutex(State())
    private let isTerminal: Bool

    package init() { isTerminal = isatty(STDERR_FILENO) == 1 }

    package func show(_ text: String) {
        guard isTerminal else { return }
        write("\r\u{1B}[K\(text.prefix(78))")
        state.withLock { $0.isShown = true }
    }

    package func clear() {
        guard isTerminal, state.withLock(\.isShown) else { return }
        write("\r\u{1B}[K")
        state.withLock { $0.isShown = false }
    }

    func update(_ unit: String, _ progress: WorkProgress) {
        let total = progress.of.map { " of \($0)" } ?? ""
        let detail = progress.detail.isEmpty ? "" : ", \(progress.detail)"
        let line = state.withLock { state in
            state.units[unit] = "\(unit): \(progress.unit) \(max(0, progress.done))\(total)\(detail)"
            return state.units.sorted { $0.key < $1.key }.map(\.value).joined(separator: "  ")
        }
        show(line)
    }

    func finish(_ unit: String) { state.withLock { $0.units[unit] = nil } }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
