package import Foundation

/// What the command and a worker say to each other: one JSON value a line, behind its number and a digest, so that what
/// the code under test writes in between is told from it, and what is lost is missed.
///
/// The command starts the property executable with `WorkerProtocol.argument`, writes one request to its
/// standard input and keeps that open: its end tells the worker that nobody listens any more. The worker
/// answers with events on what was its standard output; whatever the code under test prints goes to
/// standard error. The first event is `hello`, the last `finished` or `failed`; a worker that ends without
/// either has died.
package enum WorkerProtocol {
    /// Raised with every change that the other side must know of.
    package static let version = 9
    package static let argument = "--proofmark-worker"
    /// Tells a worker the seed of its hash tables, before it has any.
    package static let hashSeedVariable = "PROOFMARK_HASH_SEED"
    /// Tells a worker where relative paths begin, before it reads anything.
    package static let folderVariable = "PROOFMARK_WORKER_FOLDER"
    /// The seed under which all cases are run once more.
    package static let otherHashSeed = 2

    /// - Parameter number: Which line of its stream it is, from 0.
    package static func line<Message: Encodable>(_ message: Message, number: Int = 0) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(message)
        return Data("\(number) \(digest(of: json, number)) ".utf8) + json + Data([0x0A])
    }

    /// - Throws: `Garbled` if it is no line that `line` made.
    package static func decode<Message: Decodable>(
        _ type: Message.Type,
        from line: some DataProtocol
    ) throws -> (number: Int, message: Message) {
        let parts = Data(line).split(separator: 0x20, maxSplits: 2)
        guard parts.count == 3, let number = Int(String(decoding: parts[0], as: UTF8.self)),
            String(decoding: parts[1], as: UTF8.self) == digest(of: Data(parts[2]), number)
        else { throw Garbled() }
        return (number, try JSONDecoder().decode(type, from: Data(parts[2])))
    }

    package struct Garbled: Error {}

    private static func digest(of json: Data, _ number: Int) -> String {
        var digest = ContentDigest()
        digest.fold(UInt64(truncatingIfNeeded: number))
        digest.fold(json)
        return digest.text
    }
}

package struct WorkerRequest: Codable, Sendable {
    package var version = WorkerProtocol.version
    package var task: Task
    /// Where the worker keeps its journal; see `Journal`.
    package var journal: String?
    /// Megabytes that a process of the worker's own may hold.
    package var memory: Int?

    package init(_ task: Task, journal: String? = nil, memory: Int? = nil) {
        self.task = task
        self.journal = journal
        self.memory = memory
    }

    package enum Task: Codable, Sendable {
        case list
        case fuzz(property: String, FuzzOrder)
        case prove(property: String, ProofOrder)
        /// Finds out how this case, which took a worker down, does it, and shrinks it.
        case investigateCase(property: String, FuzzOrder, number: Int)
        /// The same for a run that is known by its choices, and the seed of what it has none for.
        case investigateRun(property: String, ChoiceSequence, fill: UInt64?)
        case steer(property: String, SteeringOrder)
        /// Writes a profile that tells where the coverage counters of each function lie.
        case mapCounters(path: String)
        /// Finds out whether this case comes out differently under another hash seed, and shrinks it.
        case compareHashSeeds(property: String, FuzzOrder, number: Int)
        /// Finds out whether this run comes out differently under another hash order, as the rule or the states see it,
        /// and shrinks it.
        case compareRun(property: String, watching: String, ChoiceSequence)
        /// What the runs come to in this process's hash order.
        case judge(property: String, [ChoiceSequence], refills: Bool)
        /// Runs a case and journals its choices one by one.
        case recordCase(property: String, FuzzOrder, number: Int)
        case replay(property: String, ReplayOrder)
        /// Goes on shrinking a run that breaks the rule.
        case shrink(property: String, rule: String, ChoiceSequence)
    }
}

package struct FuzzOrder: Codable, Sendable {
    package var seed: UInt64
    /// The cases to run: so many, from this number on.
    package var first = 0
    package var cases: Int
    package var budget: Double?
    /// Rules that are known to be broken.
    package var settled: Set<String> = []
    /// Shrink in processes of their own: an earlier worker died while shrinking.
    package var isolatesShrinking = false
    /// Whether to find out how long each rule takes.
    package var timesRules = false
    /// The file that takes a digest of each case.
    package var digests: CaseDigests.Place?
    /// The digests of an earlier run: what did not come to its end then is left out.
    package var reference: CaseDigests.Place?

    package init(seed: UInt64, cases: Int, budget: Double?) {
        self.seed = seed
        self.cases = cases
        self.budget = budget
    }
}

package struct ProofOrder: Codable, Sendable {
    package var depth: Int?
    package var budget: Double?
    /// Journal each run before it happens: an earlier worker died.
    package var isCareful = false
    /// Megabytes that the worker may hold.
    package var memory: Int?
    /// Where the obligations of the proof are written; `nil` for nowhere.
    package var obligations: String?

    package init(depth: Int?, budget: Double?) {
        self.depth = depth
        self.budget = budget
    }
}

package struct ReplayOrder: Codable, Sendable {
    package var choices: ChoiceSequence
    /// Watch this rule alone; all by default.
    package var rule: String?
    /// Stop at the first difference from the record.
    package var isStrict: Bool
    package var isTraced: Bool
    /// The seed of random choices where there are none; the simplest without one.
    package var fill: UInt64?
    /// Whether sets and dictionaries are filled anew after each step, in the opposite order.
    package var refills = false

    package init(choices: ChoiceSequence, rule: String?, isStrict: Bool, isTraced: Bool) {
        self.choices = choices
        self.rule = rule
        self.isStrict = isStrict
        self.isTraced = isTraced
    }
}

package enum WorkerEvent: Codable, Sendable {
    case hello(version: Int, suite: String)
    case properties([PropertyDescription])
    case progress(WorkProgress)
    case misused(String)
    case began(action: String)
    /// A choice in a step, as a trace shows it.
    case chose(argument: String)
    /// What was made of so many choices, the last ones.
    case made(argument: String, choices: Int)
    case step(Trace.Step)
    case report(EngineReport)
    case tally(FuzzTally)
    case steered(SteeringResult)
    /// The simplest run so far that breaks the rule, while it is shrunk.
    case shrunk(rule: String, ChoiceSequence)
    /// What an investigation found; `nil` if the run does not take a process down.
    case investigated(Counterexample?)
    case replayed(ReplayResult)
    /// Runs of a proof whose states have hash tables: they are to be tried in other hash orders.
    case runsWithTables([ChoiceSequence])
    case judged([RunOutcome])
    /// The files that were read beside the sources, each with a digest of what was in it.
    case inputs([String: String])
    case finished
    case failed(ExitCode, String)
}

package struct WorkProgress: Codable, Sendable {
    package var done: Int
    package var of: Int?
    /// What is being counted, such as "cases" or "depth".
    package var unit: String
    package var detail: String

    package init(done: Int, of: Int?, unit: String, detail: String) {
        self.done = done
        self.of = of
        self.unit = unit
        self.detail = detail
    }
}

package struct ReplayResult: Codable, Sendable {
    package var choices: ChoiceSequence
    /// The rule that the run broke, and what went wrong.
    package var rule: String?
    package var message: String?
    /// The first difference from the record.
    package var difference: String?
    package var lanes: [String]
    /// For each state, the actions that could happen next; empty unless runs are compared.
    package var enabled: [[String]] = []

    package init(
        choices: ChoiceSequence,
        rule: String?,
        message: String?,
        difference: String?,
        lanes: [String]
    ) {
        self.choices = choices
        self.rule = rule
        self.message = message
        self.difference = difference
        self.lanes = lanes
    }

    /// How the run ended, as what is said of it; `nil` if in order.
    package var ending: String? {
        guard let message else { return nil }
        guard let rule, !ImplicitRule.all.contains(rule) else { return "ends: \(message)" }
        return "breaks \"\(rule)\" (\(message))"
    }
}

/// A property as a suite describes it.
public struct PropertyDescription: Codable, Hashable, Sendable {
    public struct Rule: Codable, Hashable, Sendable {
        public var name: String
        public var kind: RuleKind
        /// Where it is stated.
        public var location: SourceLocation?
        /// Its numbers, such as "within 3 steps of serve"; empty if it has none.
        public var terms: String

        package init(
            name: String,
            kind: RuleKind,
            location: SourceLocation? = nil,
            terms: String = ""
        ) {
            self.name = name
            self.kind = kind
            self.location = location
            self.terms = terms
        }
    }

    public var name: String
    public var rules: [Rule]
    public var actions: [String]
    public var isProvable: Bool
    /// The numbers that runs are to make large.
    public var targets: [String] = []
    /// The depth to prove unless the command asks for another.
    public var depth: Int?
    /// Why the specification is not well formed, if it is not.
    public var problem: String?

    package init(
        name: String,
        rules: [Rule],
        actions: [String],
        isProvable: Bool,
        depth: Int?,
        problem: String?
    ) {
        self.name = name
        self.rules = rules
        self.actions = actions
        self.isProvable = isProvable
        self.depth = depth
        self.problem = problem
    }
}
