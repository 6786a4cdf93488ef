import Foundation
import Proofmark
import Synchronization

/// What the workers of one command share: a folder for journals, and the means to stop them all.
final class Workplace: Sendable {
    private struct State {
        var running: [ObjectIdentifier: WorkerProcess] = [:]
        var isInterrupted = false
        var files = 0
        /// What workers read beside their sources, by executable.
        var inputs: [String: [String: String]] = [:]
    }

    private let state = Mutex(State())
    let folder: URL
    /// One for each process that may work.
    private let seats: DispatchSemaphore
    /// Megabytes that a process may hold in which the code under test runs.
    private let memory: Int

    /// Where workers are; where this process is if `nil`.
    private let package: String?

    /// - Parameters:
    ///   - package: Its folder is where relative paths begin, wherever the command was called.
    ///   - workers: How many processes work at the same time.
    init(in package: String?, workers: Int = 1, memory: Int) throws(CommandFailure) {
        self.package = package
        seats = DispatchSemaphore(value: workers)
        self.memory = memory
        _ = Self.removedOrphans
        // Tests may have several at the same time.
        let number = Self.made.add(1, ordering: .relaxed).newValue
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("proofmark-\(ProcessInfo.processInfo.processIdentifier)-\(number)")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                .usage,
                "no temporary folder can be made at \(folder.path): \(error.localizedDescription)"
            )
        }
    }

    private static let made = Atomic(0)

    /// Removes the folders of commands that were killed, once.
    private static let removedOrphans: Void = {
        let parent = FileManager.default.temporaryDirectory
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? [] {
            let parts = name.split(separator: "-")
            guard parts.count == 3, parts[0] == "proofmark", let owner = pid_t(parts[1]),
                Int(parts[2]) != nil,
                kill(owner, 0) != 0, errno == ESRCH
            else { continue }
            try? FileManager.default.removeItem(at: parent.appendingPathComponent(name))
        }
    }()

    /// What workers of the executable have read so far beside their sources.
    func inputs(of executable: String) -> SuiteInputs {
        SuiteInputs(state.withLock { $0.inputs[executable] ?? [:] }, in: package ?? "/")
    }

    func cleanUp() { try? FileManager.default.removeItem(at: folder) }

    var isInterrupted: Bool { state.withLock(\.isInterrupted) }

    /// Stops every worker; none is started any more.
    func interrupt() {
        let running = state.withLock { state in
            state.isInterrupted = true
            return Array(state.running.values)
        }
        for worker in running { worker.cancel() }
    }

    /// Where a file of this kind may lie that nobody else has.
    func makePath(_ kind: String) -> String {
        let number = state.withLock { state in
            state.files += 1
            return state.files
        }
        return folder.appendingPathComponent("\(kind)-\(number)").path
    }

    /// A journal for a worker, and where it lies.
    func makeJournal() throws(Journal.Failure) -> (journal: Journal, path: String) {
        let path = makePath("journal")
        return (try Journal(path: path), path)
    }

    /// A file for the digests of these cases.
    func makeDigests(of cases: Range<Int>) throws(Journal.Failure) -> CaseDigests {
        try CaseDigests(.init(path: makePath("digests"), cases: cases))
    }

    /// How a worker's task came out.
    struct Result {
        var end: WorkerProcess.End
        /// How it died, if it did.
        var death: String
        var errors: String
        var failure: (ExitCode, String)?
        var misuse: String?
    }

    func run(
        _ executable: String,
        _ task: WorkerRequest.Task,
        limits: WorkerProcess.Limits = .init(),
        journal: Journal? = nil,
        journalPath: String? = nil,
        hashSeed: Int? = nil,
        profile: String? = nil,
        onEvent: (WorkerEvent) -> Void
    ) -> Result {
        var limits = limits
        // The prover stops by itself.
        if case .prove = task {} else { limits.memory = memory }
        seats.wait()
        defer { seats.signal() }
        journal?.clear()
        if isInterrupted { return Result(end: .cancelled, death: "was interrupted", errors: "") }
        let worker: WorkerProcess
        do {
            worker = try WorkerProcess(
                executable,
                WorkerRequest(task, journal: journalPath, memory: memory),
                hashSeed: hashSeed,
                profile: profile,
                in: package
            )
        } catch {
            return Result(
                end: .exited(-1),
                death: error.description,
                errors: "",
                failure: (.internalError, error.description)
            )
        }
        state.withLock { $0.running[ObjectIdentifier(worker)] = worker }
        if isInterrupted { worker.cancel() }
        var failure: (ExitCode, String)?
        var misuse: String?
        let end = worker.run(limits, journal: journal) { event in
            switch event {
            case .failed(let code, let message): failure = (code, message)
            case .misused(let message): misuse = misuse ?? message
            case .hello(let version, _) where version != WorkerProtocol.version:
                failure = (
                    .usage,
                    "the suite speaks protocol \(version), this command \(WorkerProtocol.version); build both from one version"
                )
            case .inputs(let read):
                state.withLock {
                    $0.inputs[executable, default: [:]].merge(read, uniquingKeysWith: InputFiles.agreed)
                }
            case .hello, .properties, .progress, .began, .chose, .made, .step, .report, .tally, .steered,
                .shrunk, .investigated, .replayed, .runsWithTables, .judged, .finished:
                break
            }
            onEvent(event)
        }
        state.withLock { $0.running[ObjectIdentifier(worker)] = nil }
        if case .exited(127) = end, let missing = Toolchain.missingLibrary(in: worker.lastErrors) {
            failure = (.usage, missing)
        }
        return Result(
            end: end,
            death: worker.describe(end),
            errors: worker.lastErrors,
            failure: failure,
            misuse: misuse
        )
    }
}
