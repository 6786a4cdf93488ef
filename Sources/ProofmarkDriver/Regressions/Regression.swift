import Foundation
import Proofmark
import ProofmarkReport

/// A violation as it is kept in the repository: a small file that a person can read, and that says by itself how to
/// run it again.
struct Regression: Codable, Equatable {
    static let currentFormat = 1

    var format = Regression.currentFormat
    /// The version of Proofmark that wrote it.
    var proofmark: String
    var suite: String
    var property: String
    var rule: String
    var message: String
    /// Each step of the run, as the report shows it.
    var steps: [String]
    /// The names of the actions.
    var actions: [String]
    var token: String
    /// Set if a simpler run may be found: the next verification goes on shrinking it.
    var isUnfinished: Bool?

    /// Why a file is of no use.
    enum Failure: Error, CustomStringConvertible {
        case unreadable(String)
        case format(Int)
        case inconsistent(String)

        var description: String {
            switch self {
            case .unreadable(let why):
                "it is not the JSON of a saved run (\(why)); restore it with git, or delete it"
            case .format(let format):
                "it has format \(format), and this Proofmark reads \(Regression.currentFormat); use the version that wrote it"
            case .inconsistent(let why): "\(why); restore it with git, or delete it"
            }
        }
    }

    init(_ counterexample: Counterexample, suite: String, property: String, rule: String, actions: [String]) {
        proofmark = Command.version
        self.suite = suite
        self.property = property
        self.rule = rule
        message = counterexample.message
        steps = counterexample.trace.steps.dropFirst().map(\.headline)
        self.actions = counterexample.choices.steps.map {
            actions.indices.contains($0.action) ? actions[$0.action] : ""
        }
        token = counterexample.token
        isUnfinished = counterexample.isUnfinished
    }

    /// A run that is being shrunk.
    init(shrinking run: ChoiceSequence, suite: String, property: String, rule: String, actions: [String]) {
        let steps = run.steps.map { actions.indices.contains($0.action) ? actions[$0.action] : "" }
        proofmark = Command.version
        (self.suite, self.property, self.rule) = (suite, property, rule)
        message = "not shrunk to the end"
        (self.steps, self.actions) = (steps, steps)
        token = ReplayToken(property: property, rule: rule, choices: run, actions: actions).text
        isUnfinished = true
    }

    /// The run as far as it is known without running it again.
    var unfinished: Counterexample? {
        guard let token = try? ReplayToken(token) else { return nil }
        let steps = zip(actions, token.choices.steps).map { name, step in
            Trace.Step(action: name, arguments: step.choices.map { "\($0.value)" }, fields: [], cells: [])
        }
        var run = Counterexample(
            message: message,
            choices: token.choices,
            trace: Trace(
                lanes: [],
                steps: [.init(action: "start", arguments: [], fields: [], cells: [])] + steps
            ),
            token: self.token
        )
        run.isUnfinished = true
        return run
    }

    init(_ data: Data) throws(Failure) {
        do {
            self = try JSONDecoder().decode(Regression.self, from: data)
        } catch {
            struct Version: Decodable { var format: Int }
            if let version = try? JSONDecoder().decode(Version.self, from: data),
                version.format != Self.currentFormat
            {
                throw .format(version.format)
            }
            throw .unreadable(Self.reason(error))
        }
        guard format == Self.currentFormat else { throw .format(format) }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "\"\(key.stringValue)\" is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "\"\(context.codingPath.last?.stringValue ?? "")\" has another type"
        default: "it cannot be parsed"
        }
    }

    func data() throws -> Data { Data(try JSONReport.text(self).utf8) }

    /// The run, with its actions at the positions that they have now.
    ///
    /// - Returns: `nil` for the run if an action is gone; then its name.
    func run(with known: [String]) throws(Failure) -> (run: ReplayToken?, missing: String?) {
        let run: ReplayToken
        do {
            run = try ReplayToken(token)
        } catch {
            throw .inconsistent(error.description)
        }
        guard run.property == property, run.rule == rule, run.isNamed(actions) else {
            throw .inconsistent("its token is of another run")
        }
        do throws(ReplayToken.MissingAction) {
            return (try run.placed(among: known), nil)
        } catch {
            return (nil, actions[error.step - 1])
        }
    }
}
