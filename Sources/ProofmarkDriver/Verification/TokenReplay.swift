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
        let executable = try catalog.build(suite).executable ?? ""
        return (token, location, try Self.replay(token, executable, workplace))
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
    static func replay(
        _ recorded: ReplayToken,
        _ executable: String,
        _ workplace: Workplace
    ) throws(CommandFailure) -> Outcome {
        // What is kept of an earlier list may be old.
        let property = try workplace.properties(of: executable).first { $0.name == recorded.property }
        let token: ReplayToken
        do throws(ReplayToken.MissingAction) {
            token = try recorded.placed(among: property?.actions ?? [])
        } catch {
            return .differs(error.description)
        }
        if token.rule == ImplicitRule.ignoresHashOrder {
            let rules = RunDifference.watched(property?.rules.map(\.name) ?? [])
            return try compareHashSeeds(token, watching: rules, executable, workplace)
        }
        let replayed = try workplace.insist { () throws(CommandFailure) in
            try run(token, executable, workplace, watching: token.rule, nil, isStrict: true)
        }
        if let difference = replayed.difference { return .differs(difference) }
        if replayed.isDead, token.rule != ImplicitRule.neverTraps {
            return .differs("the run now \(replayed.message ?? "dies")")
        }
        guard let message = replayed.message, replayed.isDead || replayed.rule == token.rule else {
            return holds(token, replayed.record.trace)
        }
        return fails(token, replayed.record.choices, message, replayed.record.trace)
    }

    private static func compareHashSeeds(
        _ token: ReplayToken,
        watching rules: [String],
        _ executable: String,
        _ workplace: Workplace
    ) throws(CommandFailure) -> Outcome {
        var runs: [(rule: String, run: Run)] = []
        for rule in rules {
            let one = try workplace.insist { () throws(CommandFailure) in
                try run(token, executable, workplace, watching: rule, nil, isStrict: true)
            }
            if let difference = one.difference { return .differs(difference) }
            runs.append((rule, one))
        }
        // Under another order, a run may go elsewhere.
        for order in HashOrder.others {
            for (rule, one) in runs {
                let other = try workplace.insist { () throws(CommandFailure) in
                    try run(token, executable, workplace, watching: rule, order, isStrict: false)
                }
                if let found = RunDifference(one.record, other.record) {
                    return fails(token, one.record.choices, found.message + RunDifference.hint, found.trace)
                }
            }
        }
        if let dead = runs.first(where: { $0.run.isDead })?.run {
            return .differs("the run now \(dead.message ?? "dies")")
        }
        return holds(token, runs.first?.run.record.trace ?? Trace())
    }

    /// The run does not fail any more, if it is the same run.
    private static func holds(_ token: ReplayToken, _ trace: Trace) -> Outcome {
        guard token.hasOtherValues(than: trace) else { return .holds }
        let steps = trace.steps.dropFirst().map(\.headline).joined(separator: ", ")
        return .differs("its choices come to other values than when it was recorded, now to: \(steps)")
    }

    private static func fails(
        _ token: ReplayToken,
        _ choices: ChoiceSequence,
        _ message: String,
        _ trace: Trace
    ) -> Outcome {
        .fails(Counterexample(message: message, choices: choices, trace: trace, token: token.text))
    }

    /// How a run came out.
    private struct Run {
        var record: RunDifference.Record
        /// Where it differs from what was recorded.
        var difference: String?
        /// The rule that it breaks, and what goes wrong.
        var rule: String?
        var message: String?
        var isDead: Bool
    }

    private static func run(
        _ token: ReplayToken,
        _ executable: String,
        _ workplace: Workplace,
        watching rule: String,
        _ hashOrder: HashOrder?,
        isStrict: Bool
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
        var order = ReplayOrder(choices: token.choices, rule: rule, isStrict: isStrict, isTraced: true)
        order.refills = hashOrder?.refills ?? false
        let result = workplace.run(
            executable,
            .replay(property: token.property, order),
            limits: .init(silence: WorkerProcess.Limits.hang),
            journal: journal,
            journalPath: path,
            hashSeed: hashOrder?.seed
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
                enabled: replayed?.enabled ?? [],
                ending: replayed.map(\.ending) ?? result.death
            ),
            difference: replayed?.difference,
            rule: replayed?.rule,
            message: replayed.map(\.message) ?? result.death,
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
