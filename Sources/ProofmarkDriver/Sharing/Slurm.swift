import Foundation
import Proofmark

/// Calls the programs of Slurm.
enum Slurm {
    /// - Throws: If Slurm is not installed here, or its controller does not answer.
    static func check() throws(CommandFailure) {
        guard let made = try? Subprocess.run(["sinfo", "-h", "-o", "%P"], seconds: 30), made.status != 127
        else {
            throw CommandFailure(
                .usage,
                "submit needs Slurm's sbatch and squeue on the PATH; without a cluster, use verify --shard I/N and merge"
            )
        }
        guard made.status == 0 else {
            throw CommandFailure(.usage, "Slurm does not answer: \(firstLine(made.errors))")
        }
    }

    /// - Returns: The job's number.
    static func submit(_ options: [String], _ script: URL) throws(CommandFailure) -> String {
        let made = try Subprocess.run(["sbatch", "--parsable"] + options + [script.path])
        let said = String(decoding: made.output, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines
        )
        // With several clusters, the job's number stands before a semicolon.
        guard made.status == 0, let job = said.split(separator: ";").first, Int(job) != nil else {
            throw CommandFailure(.usage, "sbatch did not take the job: \(firstLine(made.errors))")
        }
        return String(job)
    }

    /// The states of the tasks that have not come to their end; empty when all have.
    static func unfinished(_ job: String) throws(CommandFailure) -> [String] {
        let made = try Subprocess.run(["squeue", "-h", "-r", "-j", job, "-o", "%T"], seconds: 60)
        if made.status == 0 {
            let ended = [
                "COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL",
                "DEADLINE", "PREEMPTED",
            ]
            return String(decoding: made.output, as: UTF8.self).split(separator: "\n").map(String.init)
                .filter { !ended.contains($0) }
        }
        // Slurm forgets jobs some minutes after their end.
        if made.errors.contains("Invalid job id") { return [] }
        throw CommandFailure(.inconclusive, "squeue does not answer: \(firstLine(made.errors))")
    }

    static func cancel(_ jobs: [String]) { _ = try? Subprocess.run(["scancel"] + jobs, seconds: 30) }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? "it said nothing"
    }
}
