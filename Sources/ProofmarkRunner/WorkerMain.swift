import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz

/// The worker side of the protocol: one request, its events, and the end.
struct WorkerMain {
    let suite: String
    var properties: [any PropertyWork] = []
    /// Why there are no properties.
    var failure: String?

    func run() -> Never {
        guard CommandLine.arguments.dropFirst().first == WorkerProtocol.argument else {
            let what =
                failure
                ?? "\(suite) is a property suite of \(properties.count) properties: "
                + properties.map(\.name).joined(separator: ", ") + "."
            FileHandle.standardError.write(
                Data("\(what)\nIt is run by the command: proofmark verify\n".utf8)
            )
            exit(ExitCode.usage.rawValue)
        }
        // The protocol keeps the real standard output; what the code under test prints goes to standard error.
        let output = dup(STDOUT_FILENO)
        dup2(STDERR_FILENO, STDOUT_FILENO)
        work(executable: CommandLine.arguments[0], events: output)
    }

    /// - Parameters:
    ///   - executable: What starts one more process like this.
    ///   - events: Where events are written.
    func work(executable: String, events: Int32) -> Never {
        let channel = EventChannel(descriptor: events)
        channel.send(.hello(version: WorkerProtocol.version, suite: suite))
        guard let line = readLine() else { exit(ExitCode.usage.rawValue) }
        EventChannel.exitWhenInputEnds()
        do {
            let request = try WorkerProtocol.decode(WorkerRequest.self, from: Data(line.utf8)).message
            guard request.version == WorkerProtocol.version else {
                channel.send(
                    .failed(
                        .usage,
                        "the suite speaks protocol \(WorkerProtocol.version), the command \(request.version); build both from one version"
                    )
                )
                exit(ExitCode.usage.rawValue)
            }
            if let failure {
                channel.send(.failed(.usage, failure))
                exit(ExitCode.usage.rawValue)
            }
            try perform(request, channel, executable)
            Self.send(.finished, channel)
            exit(0)
        } catch let error as SpecificationError {
            channel.send(.failed(.usage, error.description))
        } catch let error as WorkError {
            channel.send(.failed(.usage, error.description))
        } catch {
            channel.send(.failed(.internalError, "\(error)"))
        }
        exit(ExitCode.usage.rawValue)
    }

    /// Sends the event behind what it rests on: the worker may not come to say more.
    private static func send(_ event: WorkerEvent, _ channel: EventChannel) {
        switch event {
        case .properties, .report, .tally, .steered, .investigated, .replayed, .judged, .finished:
            if !InputFiles.all.isEmpty { channel.send(.inputs(InputFiles.all)) }
        case .hello, .progress, .misused, .began, .chose, .made, .step, .shrunk, .inputs, .runsWithTables,
            .failed:
            break
        }
        channel.send(event)
    }

    private func perform(_ request: WorkerRequest, _ channel: EventChannel, _ executable: String) throws {
        let journal = try request.journal.map(Journal.init(path:))
        let context = WorkContext(
            journal: journal,
            send: { Self.send($0, channel) },
            isolation: IsolatedRuns(
                executable: executable,
                journal: request.journal,
                parent: journal,
                memory: request.memory,
                onBest: { channel.send(.shrunk(rule: $0, $1)) }
            )
        )
        func property(_ name: String) throws -> any PropertyWork {
            guard let found = properties.first(where: { $0.name == name }) else {
                throw WorkError.noProperty(name, known: properties.map(\.name))
            }
            return found
        }
        func record(_ name: String, _ order: FuzzOrder, _ number: Int) -> ChoiceSequence? {
            context.isolation?.record(.recordCase(property: name, order, number: number))
        }
        func investigate(_ run: ChoiceSequence?, fill: UInt64? = nil, _ name: String) throws {
            let actions = try property(name).description.actions
            context.send(
                .investigated(
                    run.flatMap {
                        context.isolation?.investigate($0, fill: fill, property: name, actions: actions)
                    }
                )
            )
        }
        switch request.task {
        case .list:
            context.send(.properties(properties.map(\.description)))
        case .fuzz(let name, let order):
            context.send(.tally(try property(name).fuzz(order, context)))
        case .prove(let name, let order):
            context.send(.report(try property(name).prove(order, context)))
        case .replay(let name, let order):
            context.send(.replayed(try property(name).replay(order, context)))
        case .investigateCase(let name, let order, let number):
            try investigate(record(name, order, number), name)
        case .compareHashSeeds(let name, let order, let number):
            let description = try property(name).description
            let run = record(name, order, number)
            context.send(
                .investigated(run.flatMap { context.isolation?.compareHashSeeds($0, of: description) })
            )
        case .compareRun(let name, let rule, let run):
            let description = try property(name).description
            context.send(.investigated(context.isolation?.compare(run, watching: rule, of: description)))
        case .judge(let name, let runs, let refills):
            context.send(.judged(try property(name).judge(runs, refills: refills, context)))
        case .shrink(let name, let rule, let run):
            context.send(.investigated(try property(name).shrink(run, breaking: rule, context)))
        case .steer(let name, let order):
            context.send(.steered(try property(name).steer(order, context)))
        case .mapCounters(let path):
            guard CoverageCounters.writeMap(to: path) else { throw WorkError.noCounters }
        case .recordCase(let name, let order, let number):
            _ = try property(name).record(case: number, of: order, context)
        case .investigateRun(let name, let sequence, let fill):
            try investigate(sequence, fill: fill, name)
        }
    }
}
