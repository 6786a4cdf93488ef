import Foundation
import Proofmark
import Synchronization

/// Verifies on a Slurm cluster: a job array with a shard for each task, then a job that merges their reports.
///
/// What a node that died has left undone is run again: Slurm itself requeues its tasks, and a task that has ended without
/// a report is submitted once more.
struct SlurmSubmission {
    private let arguments: Arguments
    private let status: StatusLine
    private static let pollInterval = 1.0
    /// How often Slurm may fail to answer before nobody asks any more.
    private static let patience = 20

    init(_ arguments: Arguments, status: StatusLine) {
        self.arguments = arguments
        self.status = status
    }

    func run() throws(CommandFailure) -> VerificationReport {
        try Slurm.check()
        let catalog = try SuiteCatalog(arguments, status: status)
        // Built once, here, and not by each task.
        for suite in try catalog.suites() { _ = try catalog.build(suite) }
        let plan = try Verification(arguments, status: status).plan()
        let folder = try makeFolder(catalog, plan)
        let shards = min(arguments.shards, max(1, plan.units.count))
        let job = try submit(Array(1...shards), of: shards, in: folder, catalog)
        let merging = try submitMerge(after: job, in: folder, of: shards)
        let running = Mutex([job, merging])
        let interruption = Interruption { Slurm.cancel(running.withLock { $0 }) }
        defer { interruption.stop() }
        let deadline = ContinuousClock.now + .seconds(arguments.timeout)
        try wait(for: job, until: deadline, in: folder, "\(shards) shards")
        let lost = missing(of: shards, in: folder)
        var last = merging
        if !lost.isEmpty {
            Slurm.cancel([merging])
            try? FileManager.default.removeItem(at: report(in: folder))
            let again = try submit(lost, of: shards, in: folder, catalog)
            last = try submitMerge(after: again, in: folder, of: shards)
            running.withLock { $0 = [again, last] }
            try wait(for: again, until: deadline, in: folder, "\(lost.count) shards once more")
        }
        try wait(for: last, until: deadline, in: folder, "the merge")
        status.clear()
        return try read(folder, of: shards, lost: lost)
    }

    // MARK: Files

    private func makeFolder(_ catalog: SuiteCatalog, _ plan: WorkPlan) throws(CommandFailure) -> URL {
        let folder = URL(fileURLWithPath: catalog.toolchain.folder)
            .appendingPathComponent("slurm/\(UUID().uuidString.prefix(8))")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let encoder = JSONEncoder()
            try encoder.encode(plan).write(to: folder.appendingPathComponent("plan.json"), options: .atomic)
        } catch {
            throw CommandFailure(.usage, "\(folder.path) cannot be written to: \(error.localizedDescription)")
        }
        return folder
    }

    private func script(_ name: String, _ words: [String], in folder: URL) throws(CommandFailure) -> URL {
        let file = folder.appendingPathComponent(name)
        let line = (["exec", ShellWord.quoted(Self.command)] + words).joined(separator: " ")
        do {
            try Data("#!/bin/sh\n\(line)\n".utf8).write(to: file, options: .atomic)
        } catch {
            throw CommandFailure(.usage, "\(file.path) cannot be written: \(error.localizedDescription)")
        }
        return file
    }

    private func report(in folder: URL) -> URL { folder.appendingPathComponent("report.json") }

    private func missing(of shards: Int, in folder: URL) -> [Int] {
        (1...shards).filter {
            !FileManager.default.fileExists(atPath: folder.appendingPathComponent("shard-\($0).json").path)
        }
    }

    private func read(_ folder: URL, of shards: Int, lost: [Int]) throws(CommandFailure) -> VerificationReport
    {
        guard var merged = try? Command.read(report(in: folder).path) else {
            throw CommandFailure(
                .inconclusive,
                "the merge left no report; see \(folder.path)/merge.log and the logs of the shards beside it"
            )
        }
        if !lost.isEmpty {
            let names = lost.map(String.init).joined(separator: ", ")
            merged.problems.append(
                "shard\(lost.count == 1 ? "" : "s") \(names) of \(shards) ended without a report, and were run again; see \(folder.path)"
            )
        }
        return merged
    }

    // MARK: Jobs

    private func submit(
        _ numbers: [Int],
        of shards: Int,
        in folder: URL,
        _ catalog: SuiteCatalog
    ) throws(CommandFailure) -> String {
        let words =
            verifyWords(catalog) + [
                "--plan", ShellWord.quoted(folder.appendingPathComponent("plan.json").path),
                "--shard", "\"$SLURM_ARRAY_TASK_ID/\(shards)\"",
                "--report", "\"json=\(folder.path)/shard-$SLURM_ARRAY_TASK_ID.json\"", "--quiet",
            ]
        let file = try script("shard.sh", words, in: folder)
        return try Slurm.submit(
            [
                "--array=\(numbers.map(String.init).joined(separator: ","))", "--requeue",
                "--job-name=proofmark", "--output=\(folder.path)/shard-%a.log", "--open-mode=append",
            ] + arguments.sbatchOptions,
            file
        )
    }

    private func submitMerge(after job: String, in folder: URL, of shards: Int) throws(CommandFailure)
        -> String
    {
        // The shell finds the reports that are there; merge tells which are missing.
        let words = [
            "merge", "\(ShellWord.quoted(folder.path))/shard-*.json", "--report",
            ShellWord.quoted("json=\(report(in: folder).path)"),
        ]
        let file = try script("merge.sh", words, in: folder)
        return try Slurm.submit(
            [
                "--dependency=afterany:\(job)", "--requeue", "--job-name=proofmark-merge",
                "--output=\(folder.path)/merge.log",
            ] + arguments.sbatchOptions,
            file
        )
    }

    /// What each shard is called with: what this command was, with absolute paths.
    private func verifyWords(_ catalog: SuiteCatalog) -> [String] {
        var words = ["verify", "--package", ShellWord.quoted(catalog.packagePath)]
        words += ["--scratch-path", ShellWord.quoted(URL(fileURLWithPath: catalog.toolchain.folder).path)]
        let left: Set = ["--package", "--scratch-path", "--report", "--format", "--verbose", "--quiet"]
        for (name, value) in arguments.given where !left.contains(name) {
            guard let flag = CommandReference.flag(name, of: "verify") else { continue }
            switch flag.value {
            case .none: words.append(name)
            case .folder, .file: words += [name, ShellWord.quoted(URL(fileURLWithPath: value).path)]
            case .fileAs, .text, .choice: words += [name, ShellWord.quoted(value)]
            }
        }
        return words
    }

    private func wait(
        for job: String,
        until deadline: ContinuousClock.Instant,
        in folder: URL,
        _ what: String
    ) throws(CommandFailure) {
        var failures = 0
        while true {
            do throws(CommandFailure) {
                let states = try Slurm.unfinished(job)
                if states.isEmpty { return }
                failures = 0
                let counts = Dictionary(grouping: states, by: { $0 }).map { "\($1.count) \($0.lowercased())" }
                status.show("job \(job), \(what): \(counts.sorted().joined(separator: ", "))")
            } catch {
                failures += 1
                if failures > Self.patience { throw error }
            }
            guard ContinuousClock.now < deadline else {
                status.clear()
                throw CommandFailure(
                    .inconclusive,
                    "job \(job) has not come to its end within \(arguments.timeout.formatted()) s, and goes on; its report will be \(report(in: folder).path)"
                )
            }
            Thread.sleep(forTimeInterval: Self.pollInterval)
        }
    }

    private static var command: String { Bundle.main.executablePath ?? CommandLine.arguments[0] }
}
