import Foundation
import Proofmark

/// The command line, parsed.
package struct Arguments: Equatable, Sendable {
    package enum Command: Equatable, Sendable {
        case verify
        case list
        case initialize
        case doctor
        /// Shows a report that was written as JSON.
        case report(file: String)
        case replay(token: String)
        case help
        case version
    }

    package enum Format: String, CaseIterable, Sendable {
        case text
        case json
    }

    package var command: Command
    package var package = "."
    package var scratchPath: String?
    package var filter: String?
    /// The one engine to run; all by default.
    var engine: Engine?
    /// Where Proofmark is, for a package that adopts it: a folder or a URL.
    package var source: String?
    /// Where verdicts are kept; `cache` in the scratch folder by default.
    package var cache: String?
    package var ignoresCache = false
    /// Where violations are saved; `Properties/Regressions` of the package by default.
    package var regressions: String?
    package private(set) var profile = Profile.merge
    package var seed = Profile.merge.seed
    /// Whether somebody asked for this very seed.
    package private(set) var choosesSeed = false
    package var cases = Profile.merge.cases
    /// Processes that work at the same time.
    package var workers = ProcessInfo.processInfo.activeProcessorCount
    /// Seeds of Swift's hash tables under which each case runs: 1 or 2.
    package var hashSeeds = 2
    package var depth: Int?
    /// Seconds for each engine on each property.
    package var budget = Profile.merge.budget
    /// Whether `budget` is the profile's: overnight, all properties share it.
    package private(set) var sharesBudget = false
    /// Megabytes that a worker may hold.
    package var memory = 4_096
    /// Whether the report says all that is known of each verdict.
    package var isVerbose = false
    /// Whether random runs are steered by, and the report says, what code they go through.
    package var covers = false
    package var showsUncovered = false
    package var format = Format.text
    /// Where else the report is written, and as what.
    var reports: [ReportFile] = []
    /// Where the obligations of the proofs are written as SMT-LIB 2.
    package var obligations: String?
    /// Whether cvc5 checks them.
    package var crossChecks = false

    /// Each flag, what follows it, and which commands take it.
    private static let flags: [(name: String, commands: [String])] = [
        ("--package", ["verify", "list", "replay", "init", "doctor"]),
        ("--scratch-path", ["verify", "list", "replay", "init", "doctor"]),
        ("--proofmark", ["init"]),
        ("--format", ["verify", "list", "replay", "report", "doctor"]),
        ("--report", ["verify", "report"]),
        ("--cache", ["verify", "list", "replay"]),
        ("--no-cache", ["verify", "list", "replay"]),
        ("--regressions", ["verify"]),
        ("--filter", ["verify", "list"]),
        ("--engine", ["verify"]),
        ("--profile", ["verify"]),
        ("--seed", ["verify"]),
        ("--cases", ["verify"]),
        ("--workers", ["verify"]),
        ("--hash-seeds", ["verify"]),
        ("--depth", ["verify"]),
        ("--budget", ["verify"]),
        ("--memory", ["verify"]),
        ("--verbose", ["verify", "report"]),
        ("--coverage", ["verify"]),
        ("--show-uncovered", ["verify"]),
        ("--emit-smt", ["verify"]),
        ("--cross-check", ["verify"]),
    ]
    /// Flags that nothing follows.
    private static let switches = [
        "--no-cache", "--cross-check", "--verbose", "--coverage", "--show-uncovered",
    ]
    private static let commands = ["verify", "list", "replay", "init", "report", "doctor", "help"]

    /// Flags that the environment can give as well: `PROOFMARK_CASES` for `--cases`. The profile first: the
    /// others change what it says.
    private static let settings = [
        "--profile", "--seed", "--cases", "--workers", "--depth", "--budget", "--memory", "--cache",
    ]

    /// - Parameters:
    ///   - words: The command line without the command's own name.
    ///   - environment: Settings for those that the words do not give.
    package init(_ words: [String], environment: [String: String] = [:]) throws(CommandFailure) {
        guard let first = words.first else {
            throw CommandFailure(.usage, "what is to be done? try: proofmark verify (or proofmark --help)")
        }
        if words.contains("--help") || words.contains("-h") || first == "help" {
            command = .help
            return
        }
        if first == "--version" {
            command = .version
            return
        }
        var rest = Array(words.dropFirst())
        switch first {
        case "verify": command = .verify
        case "list": command = .list
        case "init": command = .initialize
        case "doctor": command = .doctor
        case "report":
            guard let place = rest.firstIndex(where: { !$0.hasPrefix("--") && !Self.isValue($0, in: rest) })
            else {
                throw CommandFailure(
                    .usage,
                    "report needs a file that verify wrote: proofmark report FILE.json, after verify --report json=FILE.json"
                )
            }
            command = .report(file: rest.remove(at: place))
        case "replay":
            guard let place = rest.firstIndex(where: { !$0.hasPrefix("--") && !Self.isValue($0, in: rest) })
            else {
                throw CommandFailure(
                    .usage,
                    "replay needs the token of a counterexample: proofmark replay pm1-…"
                )
            }
            command = .replay(token: rest.remove(at: place))
        default:
            throw CommandFailure(
                .usage,
                "there is no command \"\(first)\"\(Self.suggestion(for: first, among: Self.commands)); see proofmark --help"
            )
        }
        let given = try Self.flags(in: rest, of: first)
        if command == .verify {
            for name in Self.settings {
                let flag = given.last { $0.name == name }
                if let flag, name == "--profile" { try set(name, to: flag.value) }
                if flag == nil { try set(name, from: environment) }
            }
        }
        for (name, value) in given where name != "--profile" { try set(name, to: value) }
    }

    /// Each flag with its value, in the order of the words.
    private static func flags(in words: [String], of command: String) throws(CommandFailure)
        -> [(name: String, value: String)]
    {
        var given: [(name: String, value: String)] = []
        var place = 0
        while place < words.count {
            let pieces = words[place].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map(String.init)
            let name = pieces[0]
            guard let flag = flags.first(where: { $0.name == name }), flag.commands.contains(command)
            else {
                let known = flags.filter { $0.commands.contains(command) }.map(\.name)
                throw CommandFailure(
                    .usage,
                    "\(command) does not take \"\(name)\"\(suggestion(for: name, among: known)); see proofmark --help"
                )
            }
            place += 1
            if switches.contains(name) {
                guard pieces.count == 1 else { throw CommandFailure(.usage, "\(name) takes no value") }
                given.append((name, ""))
            } else if pieces.count == 2 {
                given.append((name, pieces[1]))
            } else {
                guard place < words.count else { throw CommandFailure(.usage, "\(name) needs a value") }
                given.append((name, words[place]))
                place += 1
            }
        }
        return given
    }

    /// Takes the setting from the environment, if it is there.
    private mutating func set(_ name: String, from environment: [String: String]) throws(CommandFailure) {
        let variable = "PROOFMARK_" + name.dropFirst(2).uppercased()
        guard let value = environment[variable], !value.isEmpty else { return }
        do {
            try set(name, to: value)
        } catch {
            throw CommandFailure(error.exitCode, "in the environment, \(variable): \(error.description)")
        }
    }

    private mutating func set(_ name: String, to value: String) throws(CommandFailure) {
        switch name {
        case "--package": package = value
        case "--scratch-path": scratchPath = value
        case "--filter": filter = value
        case "--engine":
            guard let engine = Engine(rawValue: value), engine != .explore else {
                throw Self.bad(name, value, "fuzz or prove")
            }
            self.engine = engine
        case "--cache": cache = value
        case "--no-cache": ignoresCache = true
        case "--regressions": regressions = value
        case "--proofmark": source = value
        case "--profile":
            guard let profile = Profile(rawValue: value) else {
                throw Self.bad(name, value, Profile.allCases.map(\.rawValue).joined(separator: ", "))
            }
            self.profile = profile
            (seed, cases, budget) = (profile.seed, profile.cases, profile.budget)
            sharesBudget = profile == .overnight
        case "--seed":
            guard let number = UInt64(value) else { throw Self.bad(name, value, "a whole number from 0") }
            seed = number
            choosesSeed = true
        case "--cases":
            guard let number = Int(value), number >= 1 else {
                throw Self.bad(
                    name,
                    value,
                    "a whole number from 1, such as 10000 (no cases would be no test)"
                )
            }
            cases = number
        case "--workers":
            guard let number = Int(value), (1...Self.mostWorkers).contains(number) else {
                throw Self.bad(name, value, "a whole number from 1 to \(Self.mostWorkers)")
            }
            workers = number
        case "--hash-seeds":
            guard let number = Int(value), (1...2).contains(number) else {
                throw Self.bad(
                    name,
                    value,
                    "1, or 2 to run each case once more under another seed of hash tables"
                )
            }
            hashSeeds = number
        case "--depth":
            guard let number = Int(value), (1...Self.mostSteps).contains(number) else {
                throw Self.bad(
                    name,
                    value,
                    "a whole number from 1 to \(Self.mostSteps) (depth 0 would prove nothing)"
                )
            }
            depth = number
        case "--budget":
            guard let number = Double(value), number > 0, number.isFinite else {
                throw Self.bad(name, value, "a number of seconds above 0")
            }
            budget = number
            sharesBudget = false
        case "--memory":
            guard let number = Int(value), number >= 64, number < 1 << 30 else {
                throw Self.bad(name, value, "a number of megabytes from 64")
            }
            memory = number
        case "--report": reports.append(try ReportFile(value))
        case "--verbose": isVerbose = true
        case "--coverage": covers = true
        case "--show-uncovered": (covers, showsUncovered) = (true, true)
        case "--emit-smt": obligations = value
        case "--cross-check": crossChecks = true
        case "--format":
            guard let format = Format(rawValue: value) else { throw Self.bad(name, value, "text or json") }
            self.format = format
        default: break
        }
    }

    private static let mostWorkers = 1_024
    /// Deeper than any proof gets.
    private static let mostSteps = 1_000_000

    private static func bad(_ name: String, _ value: String, _ wanted: String) -> CommandFailure {
        CommandFailure(.usage, "\(name) is \"\(value)\", but takes \(wanted)")
    }

    /// Whether the word is the value of the flag before it.
    private static func isValue(_ word: String, in words: [String]) -> Bool {
        guard let place = words.firstIndex(of: word), place > 0 else { return false }
        return flags.contains { $0.name == words[place - 1] && !switches.contains($0.name) }
    }

    private static func suggestion(for word: String, among known: [String]) -> String {
        let near = known.min { distance($0, word) < distance($1, word) }
        guard let near, distance(near, word) <= max(2, word.count / 3) else { return "" }
        return " (did you mean \(near)?)"
    }

    /// Levenshtein's edit distance.
    private static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (line, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let cost = min(
                    row[column] + 1,
                    row[column + 1] + 1,
                    diagonal + (character == other[column] ? 0 : 1)
                )
                diagonal = row[column + 1]
                row[column + 1] = cost
            }
        }
        return row[other.count]
    }
}
