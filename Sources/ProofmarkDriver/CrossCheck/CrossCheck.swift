import Foundation
import Proofmark

/// Gives the obligations of proofs to cvc5, which knows nothing of how they were found.
struct CrossCheck: Sendable {
    /// What cvc5 says of itself, such as "cvc5 1.2.0".
    let version: String
    private static let secondsPerObligation = 20

    struct Outcome: Equatable {
        var confirmed = 0
        /// Obligations that cvc5 could not decide in time, or at all.
        var undecided = 0
        /// Obligations that cvc5 says do not hold.
        var refuted: [String] = []
        /// What else went wrong.
        var problems: [String] = []

        var total: Int { confirmed + undecided + refuted.count }
    }

    /// - Throws: If there is no cvc5.
    init() throws(CommandFailure) {
        let output = try Subprocess.run(["cvc5", "--version"], seconds: 30)
        guard output.status == 0 else {
            throw CommandFailure(
                .usage,
                "--cross-check needs cvc5 on the PATH; install it (apt-get install cvc5, brew install cvc5, or "
                    + "github.com/cvc5/cvc5/releases), or leave the flag out"
            )
        }
        let first = String(decoding: output.output, as: UTF8.self).split(separator: "\n").first ?? ""
        let words = first.split(separator: " ")
        version =
            "cvc5" + (words.firstIndex(of: "version").map { " " + words[min($0 + 1, words.count - 1)] } ?? "")
    }

    /// Checks every file of the folder.
    ///
    /// - Parameters:
    ///   - seconds: For each file; what is not decided by then stays undecided.
    ///   - isStopped: Asked before each file.
    func check(_ directory: String, seconds: Double, isStopped: () -> Bool) -> Outcome {
        var outcome = Outcome()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for name in names.filter({ $0.hasSuffix(".smt2") }).sorted() where !isStopped() {
            check(file: directory + "/" + name, seconds, &outcome)
        }
        return outcome
    }

    private func check(file: String, _ seconds: Double, _ outcome: inout Outcome) {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            outcome.problems.append("\(file) cannot be read")
            return
        }
        let obligations = text.split(separator: "\n").filter { $0.hasPrefix("; obligation ") }
        if obligations.isEmpty { return }
        let limit = "--tlimit-per=\(Self.secondsPerObligation * 1_000)"
        let words = ["cvc5", "--incremental", "--lang=smt2", limit, file]
        guard let output = try? Subprocess.run(words, seconds: seconds) else {
            outcome.problems.append("cvc5 cannot be started on \(file)")
            return
        }
        let lines = String(decoding: output.output, as: UTF8.self).split(separator: "\n")
        let answers = lines.filter { ["sat", "unsat", "unknown"].contains($0) }
        if let error = lines.first(where: { $0.hasPrefix("(error") }) {
            outcome.problems.append("cvc5 on \(file): \(error)")
        }
        for (position, obligation) in obligations.enumerated() {
            switch position < answers.count ? answers[position] : "unknown" {
            case "unsat": outcome.confirmed += 1
            case "sat": outcome.refuted.append("\(file): \(obligation.dropFirst(2))")
            default: outcome.undecided += 1
            }
        }
    }
}

extension EngineReport {
    /// Notes what another solver says of the proof: what it refutes is a fault of Proofmark's own.
    mutating func note(_ outcome: CrossCheck.Outcome, by version: String) {
        statistics.append(.init("obligations", outcome.total))
        statistics.append(.init("obligations confirmed", outcome.confirmed))
        assumptions.append(
            "\(version) confirms \(outcome.confirmed) of \(outcome.total) obligations"
                + (outcome.undecided > 0 ? ", and cannot decide \(outcome.undecided)" : "")
        )
        assumptions += outcome.problems
        internalErrors += outcome.refuted.map { "\(version) disagrees with the proof: \($0)" }
    }
}
