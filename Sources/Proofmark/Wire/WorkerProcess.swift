import Foundation

/// A property executable at work: started with one request, read until it ends, however it does.
///
/// It runs in a session and a process group of its own, so that Ctrl-C reaches the command alone, which then stops it
/// in order.
package final class WorkerProcess: @unchecked Sendable {
    // Sendable: all that changes is guarded by `lock`; the rest is used by the one thread in `run`.

    /// How a worker ended.
    package enum End: Equatable, Sendable {
        /// It said `finished` or `failed`.
        case orderly
        case exited(Int32)
        case signalled(Int32)
        /// It made no progress for so many seconds and was stopped.
        case hung(Double)
        /// The whole took longer than so many seconds and was stopped.
        case overran(Double)
        /// It held more than so many megabytes and was stopped.
        case outgrew(Int)
        /// Something that it said was lost: other code wrote into its stream.
        case garbled
        /// The command was interrupted.
        case cancelled
    }

    package struct Limits: Sendable {
        /// Seconds for the whole.
        package var total: Double?
        /// Seconds without a heartbeat in the journal.
        package var silence: Double?
        /// Megabytes; not watched where there is no `/proc`.
        package var memory: Int?

        /// Seconds without progress after which a case hangs.
        package static let hang = 10.0

        package init(total: Double? = nil, silence: Double? = nil, memory: Int? = nil) {
            self.total = total
            self.silence = silence
            self.memory = memory
        }
    }

    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    private static let errorTail = 16 << 10
    private static let mostTries = 100
    private static let weighingInterval = Duration.milliseconds(40)
    private let identifier: pid_t
    private let input: Int32
    private let output: Int32
    private let errors: Int32
    private let lock = NSLock()
    private var isCancelled = false
    /// The last of what the worker wrote to standard error.
    private var errorText = Data()

    /// Starts the executable and hands it the request.
    ///
    /// - Parameters:
    ///   - hashSeed: The seed of the worker's hash tables; the same one for all by default.
    ///   - profile: Where a worker that was built with coverage writes its counts.
    ///   - folder: Where the worker is; where this process is by default.
    package init(
        _ executable: String,
        _ request: WorkerRequest,
        hashSeed: Int? = nil,
        profile: String? = nil,
        in folder: String? = nil
    ) throws(Failure) {
        // Writing to a worker that has died must be an error, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        let (childInput, input) = try Self.pipe()
        let (output, childOutput) = try Self.pipe()
        let (errors, childErrors) = try Self.pipe()
        defer { for descriptor in [childInput, childOutput, childErrors] { close(descriptor) } }
        do {
            identifier = try Self.spawn(
                executable,
                childInput,
                childOutput,
                childErrors,
                hashSeed,
                profile,
                folder
            )
        } catch {
            for descriptor in [input, output, errors] { close(descriptor) }
            throw error
        }
        self.input = input
        self.output = output
        self.errors = errors
        if let line = try? WorkerProtocol.line(request) {
            line.withUnsafeBytes { _ = $0.baseAddress.map { write(input, $0, line.count) } }
        }
    }

    deinit { for descriptor in [input, output, errors] { close(descriptor) } }

    /// Stops the worker from another thread.
    package func cancel() {
        lock.withLock { isCancelled = true }
        kill(-identifier, SIGKILL)
    }

    /// Reads events until the worker ends.
    ///
    /// - Parameter journal: Whose heartbeat `limits.silence` watches.
    package func run(_ limits: Limits, journal: Journal? = nil, onEvent: (WorkerEvent) -> Void) -> End {
        var lines = LineBuffer()
        var sawEnd = false
        // The number of the next line, and whether one did not arrive.
        var expected = 0
        var isGarbled = false
        var stopped: End?
        let start = ContinuousClock.now
        var lastBeat = journal?.heartbeat
        var lastProgress = start
        var lastWeighed = start
        var status: Int32 = 0
        var isAlive = true
        while true {
            var polled = [
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&polled, 2, isAlive ? 50 : 0)
            var received = 0
            if ready > 0 {
                if polled[1].revents != 0 { received += readErrors() }
                if polled[0].revents != 0 {
                    let chunk = Self.read(output)
                    received += chunk.count
                    for line in lines.append(chunk) {
                        guard let (number, event) = try? WorkerProtocol.decode(WorkerEvent.self, from: line)
                        else { continue }
                        if number != expected { isGarbled = true }
                        expected = number + 1
                        switch event {
                        case .finished, .failed: sawEnd = true
                        case .hello, .properties, .progress, .misused, .began, .chose, .made, .step, .report,
                            .tally, .steered, .shrunk, .investigated, .replayed, .inputs, .runsWithTables,
                            .judged:
                            break
                        }
                        onEvent(event)
                    }
                }
            }
            if !isAlive, received == 0 { break }
            if isAlive, waitpid(identifier, &status, WNOHANG) == identifier { isAlive = false }
            let now = ContinuousClock.now
            if let journal, journal.heartbeat != lastBeat {
                lastBeat = journal.heartbeat
                lastProgress = now
            }
            if stopped == nil, isAlive {
                if let silence = limits.silence, now - lastProgress > .seconds(silence) {
                    stopped = .hung(silence)
                }
                if let total = limits.total, now - start > .seconds(total) { stopped = .overran(total) }
                if let memory = limits.memory, now - lastWeighed > Self.weighingInterval {
                    lastWeighed = now
                    if ProcessMemory.resident(identifier) ?? 0 > memory << 20 { stopped = .outgrew(memory) }
                }
                if stopped != nil { kill(-identifier, SIGKILL) }
            }
        }
        // Whatever the worker started dies with it, what has a group of its own too.
        kill(-identifier, SIGKILL)
        for process in ProcessSession.members(of: identifier) { kill(process, SIGKILL) }
        if lock.withLock({ isCancelled }) { return .cancelled }
        if sawEnd { return isGarbled ? .garbled : .orderly }
        if let stopped { return stopped }
        let signal = status & 0x7F
        return signal == 0 ? .exited((status >> 8) & 0xFF) : .signalled(signal)
    }

    /// How the worker died, as a sentence, with what it said last.
    package func describe(_ end: End) -> String {
        switch end {
        case .orderly: "ended in order"
        case .exited(let code): "left the process with exit code \(code)"
        case .signalled(SIGILL), .signalled(SIGTRAP):
            fatalError.map { "trapped: \($0)" }
                ?? "trapped without a message, as optimised code does: an index out of range, an overflow, a failed precondition"
        case .signalled(SIGSEGV), .signalled(SIGBUS):
            "crashed with an invalid memory access, or a stack overflow"
        case .signalled(SIGABRT): "aborted"
        case .signalled(let signal): "was ended by signal \(signal)"
        case .hung(let seconds), .overran(let seconds): "did not end within \(seconds.formatted()) seconds"
        case .outgrew(let megabytes):
            "took more than \(megabytes) MB of memory (replay it with --memory \(megabytes))"
        case .garbled:
            "lost a part of what it said: code under test writes into descriptors that are not its own"
        case .cancelled: "was interrupted"
        }
    }

    /// The last lines of standard error.
    package var lastErrors: String { String(decoding: errorText, as: UTF8.self) }

    private var fatalError: String? {
        guard let line = lastErrors.split(separator: "\n").last(where: { $0.contains("Fatal error") }),
            let range = line.range(of: "Fatal error")
        else { return nil }
        let rest = line[range.upperBound...].drop { $0 == ":" || $0 == " " }
        return rest.isEmpty ? "Fatal error" : String(rest)
    }

    // MARK: Plumbing

    private func readErrors() -> Int {
        let chunk = Self.read(errors)
        errorText.append(chunk)
        if errorText.count > 2 * Self.errorTail { errorText = Data(errorText.suffix(Self.errorTail)) }
        return chunk.count
    }

    private static func read(_ descriptor: Int32) -> Data {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = Foundation.read(descriptor, &bytes, bytes.count)
        return count > 0 ? Data(bytes[..<count]) : Data()
    }

    private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        guard Foundation.pipe(&ends) == 0 else {
            throw Failure(description: "no pipe can be made: \(String(cString: strerror(errno)))")
        }
        // A sibling worker that kept an end open would hide the end of this one.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// C strings, with the null pointer that ends the list.
    private static func copies(of strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
        strings.map { (string: String) -> UnsafeMutablePointer<CChar>? in strdup(string) } + [nil]
    }

    private static func spawn(
        _ executable: String,
        _ input: Int32,
        _ output: Int32,
        _ errors: Int32,
        _ hashSeed: Int?,
        _ profile: String?,
        _ folder: String?
    ) throws(Failure) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        posix_spawnattr_setflags(&attributes, Int16(ProcessSession.spawnFlag))

        var variables = ProcessInfo.processInfo.environment
        variables["LLVM_PROFILE_FILE"] = profile ?? "/dev/null"
        // Hash tables in one order in every worker, and no debugger started over a trap that is expected.
        variables["SWIFT_DETERMINISTIC_HASHING"] = hashSeed == nil ? "1" : nil
        variables[WorkerProtocol.hashSeedVariable] = hashSeed.map(String.init)
        if let folder { variables[WorkerProtocol.folderVariable] = folder }
        variables["SWIFT_BACKTRACE"] = "enable=no"
        var arguments = copies(of: [executable, WorkerProtocol.argument])
        var environment = copies(of: variables.map { "\($0.key)=\($0.value)" })
        defer { for pointer in arguments + environment { free(pointer) } }
        var identifier: pid_t = 0
        var code: Int32 = 0
        for _ in 0..<Self.mostTries {
            code = posix_spawn(&identifier, executable, &actions, &attributes, &arguments, &environment)
            // A file that was just written may be open for writing in a process that another thread has just forked, until
            // that becomes another program.
            guard code == ETXTBSY else { break }
            usleep(20_000)
        }
        guard code == 0 else {
            throw Failure(description: "\(executable) cannot be started: \(String(cString: strerror(code)))")
        }
        return identifier
    }
}

/// Cuts a stream of bytes into lines.
struct LineBuffer {
    /// A worker whose line is longer than this is not speaking the protocol.
    private static let longest = 64 << 20
    private var rest = Data()

    mutating func append(_ chunk: Data) -> [Data] {
        rest.append(chunk)
        var lines = rest.split(separator: 0x0A, omittingEmptySubsequences: false)
        rest = Data(lines.popLast() ?? Data())
        if rest.count > Self.longest { rest = Data() }
        return lines.map { Data($0) }
    }
}
