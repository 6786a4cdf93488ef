import Foundation
import Proofmark
import Synchronization

/// One line at the bottom of the terminal that says what is going on; nothing where there is no terminal.
package final class StatusLine: Sendable {
    private struct State {
        var units: [String: String] = [:]
        /// What each unit that is not finished is supposed to take, and since when it runs.
        var costs: [String: (seconds: Double, begun: ContinuousClock.Instant?)] = [:]
        var workers = 1
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

    /// What takes minutes is said in a log too, unless nobody wants to hear of it.
    func announce(_ text: String, isQuiet: Bool) {
        if isTerminal || isQuiet { show(text) } else { write("proofmark: \(text)\n") }
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
            if let known = state.costs[unit], known.begun == nil { state.costs[unit]?.begun = .now }
            let units = state.units.sorted { $0.key < $1.key }.map(\.value).joined(separator: "  ")
            return Self.left(state) + units
        }
        show(line)
    }

    /// Tells what the work is supposed to take, so that the line can say what is left of it.
    func begin(costs: [(unit: String, seconds: Double)], workers: Int) {
        state.withLock { state in
            state.workers = workers
            state.costs = Dictionary(
                costs.map { ($0.unit, ($0.seconds, nil)) },
                uniquingKeysWith: { first, _ in first }
            )
        }
    }

    func finish(_ unit: String) {
        state.withLock { state in
            state.units[unit] = nil
            state.costs[unit] = nil
        }
    }

    private static func left(_ state: State) -> String {
        if state.costs.isEmpty { return "" }
        let each = state.costs.values.map { cost in
            max(0, cost.seconds - (cost.begun.map { (ContinuousClock.now - $0).inSeconds } ?? 0))
        }
        // The longest cannot be shared.
        let seconds = max(each.reduce(0, +) / Double(state.workers), each.max() ?? 0)
        return seconds >= 1 ? "~\(Int(seconds.rounded(.up))) s left  " : ""
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
