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

    package func run(_ text: String) throws(CommandFailure) -> (token: ReplayToken, outcome: Outcome) {
        let token: ReplayToken
        do {
            token = try ReplayToken(text)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
        let (_, suites) = try Verification(arguments, status: status).suites()
        guard let suite = suites.first(where: { $0.properties.contains { $0.name == token.property } }) else {
            let known = suites.flatMap(\.properties).map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "no suite has the property \"\(token.property)\" of this token; there are: \(known)"
            )
        }
        let workplace = try Workplace()
        defer { workplace.cleanUp() }
        return (token, try Self.replay(token, suite.executable, workplace))
    }

    /// Runs the choices of the token, strictly as recorded.
    static func replay(_ token: ReplayToken, _ executable: String, _ workplace: Workplace)
        throws(CommandFailure) -> Outcome
    {
        let (journal, path): (Journal, String)
        do {
            (journal, path) = try workplace.makeJournal()
        } catch {
            throw CommandFailure(.internalError, error.description)
        }
        var steps: [Trace.Step] = []
        var replayed: ReplayResult?
        var lastAction = "start"
        let order = ReplayOrder(choices: token.choices, rule: token.rule, isStrict: true, isTraced: true)
        let result = workplace.run(
            executable,
            .replay(property: token.property, order),
            limits: .init(silence: 10),
            journal: journal,
            journalPath: path
        ) { event in
            if case .step(let step) = event { steps.append(step) }
            if case .began(let action) = event { lastAction = action }
            if case .replayed(let made) = event { replayed = made }
        }
        if let (code, message) = result.failure { throw CommandFailure(code, message) }
        let message: String
        if let replayed {
            if let difference = replayed.difference { return .differs(difference) }
            guard let broken = replayed.message, replayed.rule == token.rule else { return .holds }
            message = broken
        } else {
            guard token.rule == ImplicitRule.neverTraps else {
                return .differs("the run now \(result.death)")
            }
            steps.append(.init(action: lastAction, arguments: [], fields: nil, cells: []))
            message = result.death
        }
        let counterexample = Counterexample(
            message: message,
            choices: replayed?.choices ?? token.choices,
            trace: Trace(lanes: replayed?.lanes ?? [], steps: steps),
            token: token.text
        )
        return .fails(counterexample)
    }
}
