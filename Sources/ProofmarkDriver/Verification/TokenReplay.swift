import Foundation
package import Proofmark

/// Runs the counterexample of a token again, in a process of its own.
package struct TokenReplay {
    private let arguments: Arguments
    private let status: StatusLine

    package init(_ arguments: Arguments, status: StatusLine) {
        self.arguments = arguments
        self.status = status
    }

    package enum Outcome: Sendable {
        case fails(Counterexample)
        case holds
        /// The specification no longer makes the choices that the token has.
        case differs(String)
    }

    package func run(_ text: String) throws(CommandFailure) -> (
        token: ReplayToken, location: SourceLocation?, outcome: Outcome
    ) {
        let (token, suite, catalog) = try Self.find(text, arguments, status)
        let workplace = try Workplace(in: catalog.packagePath, memory: arguments.memory)
        defer { workplace.cleanUp() }
        let location = suite.location(of: token, in: catalog.packagePath)
        return (token, location, try Self.replay(token, try catalog.build(suite).executable ?? "", workplace))
    }

    /// The suite that the token is about.
    static func find(
        _ text: String,
        _ arguments: Arguments,
        _ status: StatusLine
    ) throws(CommandFailure) -> (token: ReplayToken, suite: BuiltSuite, catalog: SuiteCatalog) {
        let token: ReplayToken
        do {
            token = try ReplayToken(text)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
        let catalog = try SuiteCatalog(arguments, status: status)
        let suites = try catalog.suites()
        guard let found = suites.first(having: token.property) else {
            let known = suites.flatMap(\.properties).map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "no suite has the property \"\(token.property)\" of this token; there are: \(known)"
            )
        }
        return (token, found, catalog)
    }

    /// Runs the choices of the token, strictly as recorded.
    static func replay(_ token: ReplayToken, _ executable: String, _ workplace: Workplace)
        throws(CommandFailure) -> Outcome
    {
        let first = try workplace.insist { () throws(CommandFailure) in
            try run(token, executable, workplace)
        }
        if let difference = first.difference { return .differs(difference) }
        var (message, trace) = (first.record.ending, first.record.trace)
        if token.rule == ImplicitRule.ignoresHashOrder {
            let second = try workplace.insist { () throws(CommandFailure) in
                try run(token, executable, workplace, hashSeed: WorkerProtocol.otherHashSeed)
            }
            let found = RunDifference(first.record, second.record)
            (message, trace) = (found.map { $0.message + RunDifference.hint }, found?.trace ?? trace)
        } else if first.isDead, token.rule != ImplicitRule.neverTraps {
            return .differs("the run now \(message ?? "dies")")
        } else if !first.isDead, first.rule != token.rule {
            return .holds
        }
        guard let message else { return .holds }
        return .fails(
            Counterexample(
                message: message,
                choices: first.record.choices,
                trace: trace,
                token: token.text
            )
        )
    }

    /// How a run came out.
    private struct Run {
        var record: RunDifference.Record
        /// Where it differs from what was recorded.
        var difference: String?
        /// The rule that it breaks.
        var rule: String?
        var isDead: Bool
    }

    private static func run(
        _ token: ReplayToken,
        _ executable: String,
        _ workplace: Workplace,
        hashSeed: Int? = nil
    ) throws(CommandFailure) -> (Run, WorkerProcess.End) {
        let (journal, path): (Journal, String)
        do {
            (journal, path) = try workplace.makeJournal()
        } catch {
            throw CommandFailure(.internalError, error.description)
        }
        var steps: [Trace.Step] = []
        var replayed: ReplayResult?
        var last = UnfinishedStep()
        // Under another seed, a run may go elsewhere.
        let order = ReplayOrder(
            choices: token.choices,
            rule: token.rule,
            isStrict: hashSeed == nil,
            isTraced: true
        )
        let result = workplace.run(
            executable,
            .replay(property: token.property, order),
            limits: .init(silence: WorkerProcess.Limits.hang),
            journal: journal,
            journalPath: path,
            hashSeed: hashSeed
        ) { event in
            if case .step(let step) = event { steps.append(step) }
            last.follow(event)
            if case .replayed(let made) = event { replayed = made }
        }
        if let (code, message) = result.failure { throw CommandFailure(code, message) }
        if result.end == .cancelled { throw CommandFailure(.inconclusive, "interrupted") }
        if replayed == nil {
            steps.append(last.step)
        }
        let run = Run(
            record: .init(
                choices: replayed?.choices ?? token.choices,
                trace: Trace(lanes: replayed?.lanes ?? [], steps: steps),
                ending: replayed.map(\.message) ?? result.death
            ),
            difference: replayed?.difference,
            rule: replayed?.rule,
            isDead: replayed == nil
        )
        return (run, result.end)
    }
}

extension BuiltSuite {
    /// Where the rule that a run breaks is stated.
    func location(of token: ReplayToken, in package: String) -> SourceLocation? {
        properties.first { $0.name == token.property }?.locations(in: package)[token.rule]
    }
}
