import Foundation
import Proofmark

/// The command line with what environment and `proofmark.json` say, parsed.
package struct Arguments: Equatable, Sendable {
    package enum Command: Equatable, Sendable {
        case verify
        case list
        case plan
        case submit
        case config
        case initialize
        case doctor
        case manual
        case completions(ShellCompletion)
        /// Shows a report that was written as JSON.
        case report(file: String)
        /// Joins the reports of shards.
        case merge(files: [String])
        case replay(token: String)
        case explain(String)
        /// Of one command, or of all.
        case help(String?)
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
    /// The revision of git since which the suites that are verified have changed.
    var since: String?
    /// Where Proofmark is, for a package that adopts it: a folder or a URL.
    package var source: String?
    /// Where verdicts are kept; `cache` in the scratch folder by default.
    package var cache: String?
    package var ignoresCache = false
    /// Where violations are saved; `Properties/Regressions` of the package by default.
    package var regressions: String?
    package internal(set) var profile = Profile.merge
    package var seed = Profile.merge.seed
    /// Whether somebody asked for this very seed.
    package internal(set) var choosesSeed = false
    package var cases = Profile.merge.cases
    /// Processes that work at the same time.
    package var workers = ProcessInfo.processInfo.activeProcessorCount
    /// Seeds of Swift's hash tables under which each case runs: 1 or 2.
    package var hashSeeds = 2
    package var depth: Int?
    /// Seconds for each engine on each property.
    package var budget = Profile.merge.budget
    /// Whether `budget` is the profile's: overnight, all properties share it.
    package internal(set) var sharesBudget = false
    /// Megabytes that a worker may hold.
    package var memory = 4_096
    /// Whether the report says all that is known of each verdict.
    package var isVerbose = false
    /// Whether the report says only what does not hold.
    package var isQuiet = false
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
    /// The file with the plan by whose costs shards are balanced.
    var plan: String?
    var shard: Share?
    /// Where work is submitted to.
    var usesSlurm = false
    var shards = 4
    var sbatchOptions: [String] = []
    /// Seconds to wait for what was submitted.
    var timeout = 3_600.0

    /// What `proofmark.json` says.
    var configuration = Configuration()
    /// The flags as they were given.
    var given: [(name: String, value: String)] { words.flags.map { ($0.flag.name, $0.value) } }
    private var words = Words()
    /// Where each setting that is not a default comes from, by flag.
    var origins: [String: Origin] = [:]

    /// One of so many equal shares of the work, from 1.
    struct Share: Equatable, Sendable {
        var number: Int
        var count: Int
    }

    enum Origin: Equatable, Sendable {
        case profile(String)
        /// A place in `proofmark.json`.
        case file(String)
        case variable(String)
        case flag
    }

    /// - Parameters:
    ///   - words: The command line without the command's own name.
    ///   - environment: Settings for those that the words do not give.
    ///   - configuration: What the package's `proofmark.json` says; given the path that the words name.
    package init(
        _ words: [String],
        environment: [String: String] = [:],
        configuration: (_ package: String) throws(CommandFailure) -> Configuration = { _ in Configuration() }
    ) throws(CommandFailure) {
        guard let first = words.first else {
            throw CommandFailure(.usage, "what is to be done? try: proofmark verify (or proofmark --help)")
        }
        if words.contains("--help") || words.contains("-h") || first == "help" {
            let name = first == "help" ? words.dropFirst().first : first
            command = .help(name.flatMap { CommandReference.command($0)?.name })
            return
        }
        if first == "--version" {
            command = .version
            return
        }
        guard CommandReference.command(first) != nil else {
            let known = CommandReference.commands.map(\.name)
            throw CommandFailure(
                .usage,
                "there is no command \"\(first)\"\(Suggestion.text(for: first, among: known)); see proofmark --help"
            )
        }
        let given = try Words(Array(words.dropFirst()), of: first)
        command = try Self.command(first, given)
        self.words = given
        if let package = given.flags.last(where: { $0.flag.name == "--package" }) {
            self.package = package.value
        }
        let settings = CommandReference.settings.filter { $0.commands.contains(first) }
        if !settings.isEmpty {
            try Self.check(environment)
            self.configuration = try configuration(package)
            try apply(settings, given, environment)
        }
        for word in given.flags where word.flag.name != "--profile" {
            try set(word.flag.name, to: word.value)
            origins[word.flag.name] = .flag
        }
        if command == .submit, !usesSlurm {
            throw CommandFailure(.usage, "submit where? proofmark submit --slurm")
        }
        try ReportFile.check(reports, format)
    }

    /// A misspelt setting would be one that is not in force; what else has our prefix is somebody else's.
    private static func check(_ environment: [String: String]) throws(CommandFailure) {
        let known = CommandReference.settings.map(\.variable)
        for name in environment.keys.sorted() where name.hasPrefix(CommandReference.variablePrefix) {
            if known.contains(name) { continue }
            if let flag = CommandReference.flags.first(where: { $0.variable == name }) {
                throw CommandFailure(
                    .usage,
                    "\(name) is set in the environment, but only a flag can say \(flag.name)"
                )
            }
            let start = CommandReference.variablePrefix.count
            let words = known.map { String($0.dropFirst(start)) }
            guard let near = Suggestion.nearest(to: String(name.dropFirst(start)), among: words) else {
                continue
            }
            throw CommandFailure(
                .usage,
                "\(name) is set in the environment, but means nothing (did you mean \(CommandReference.variablePrefix)\(near)?)"
            )
        }
    }

    /// From what counts least to what counts most; the profile before all, because the others change what it says.
    private mutating func apply(
        _ settings: [CommandReference.Flag],
        _ given: Words,
        _ environment: [String: String]
    ) throws(CommandFailure) {
        for flag in settings where flag.name == "--profile" {
            if let chosen = given.flags.last(where: { $0.flag.name == flag.name }) {
                try set(flag.name, to: chosen.value)
                origins[flag.name] = .flag
            } else if !(try set(flag, from: environment)) {
                for setting in configuration.settings where setting.flag.name == flag.name {
                    try set(setting)
                }
            }
        }
        let written = configuration.settings + (configuration.profiles[profile.rawValue] ?? [])
        for setting in written where setting.flag.name != "--profile" && settings.contains(setting.flag) {
            try set(setting)
        }
        for flag in settings where flag.name != "--profile" { try set(flag, from: environment) }
    }

    /// What the command is, with what follows its name.
    private static func command(_ name: String, _ given: Words) throws(CommandFailure) -> Command {
        func only(_ wanted: String) throws(CommandFailure) -> String {
            guard let operand = given.operands.first, given.operands.count == 1 else {
                let extra = given.operands.dropFirst().first.map { "\(name) does not take \"\($0)\"; " } ?? ""
                throw CommandFailure(.usage, "\(extra)\(name) needs \(wanted)")
            }
            return operand
        }
        switch name {
        case "report":
            return .report(
                file: try only(
                    "a file that verify wrote: proofmark report FILE.json, after verify --report json=FILE.json"
                )
            )
        case "replay":
            return .replay(token: try only("the token of a counterexample: proofmark replay pm2-…"))
        case "explain":
            guard !given.operands.isEmpty else {
                throw CommandFailure(
                    .usage,
                    "explain needs a token, the name of a rule, or a word of a report: proofmark explain vacuous"
                )
            }
            return .explain(given.operands.joined(separator: " "))
        case "merge":
            guard !given.operands.isEmpty else {
                throw CommandFailure(
                    .usage,
                    "merge needs the reports of all shards: proofmark merge shard-*.json, after verify --shard I/N --report json=FILE"
                )
            }
            return .merge(files: given.operands)
        case "completions":
            let shell = try only("a shell: bash, zsh or fish")
            guard let known = ShellCompletion(rawValue: shell) else {
                throw CommandFailure(.usage, "there are completions for bash, zsh and fish, not for \(shell)")
            }
            return .completions(known)
        default: break
        }
        if let extra = given.operands.first {
            let known = CommandReference.flags(of: name).map(\.name)
            throw CommandFailure(
                .usage,
                "\(name) does not take \"\(extra)\"\(Suggestion.text(for: extra, among: known)); see proofmark \(name) --help"
            )
        }
        return switch name {
        case "verify": .verify
        case "list": .list
        case "plan": .plan
        case "submit": .submit
        case "config": .config
        case "init": .initialize
        case "doctor": .doctor
        default: .manual
        }
    }

    /// As they are for one suite: what `proofmark.json` says of it counts, unless a flag or the environment says more.
    func ofSuite(_ name: String) throws(CommandFailure) -> Arguments {
        var own = self
        for setting in configuration.suites[name] ?? [] {
            switch origins[setting.flag.name] {
            case .flag, .variable: continue
            case .profile, .file, nil: try own.set(setting)
            }
        }
        return own
    }
}
