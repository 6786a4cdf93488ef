import Foundation
import Proofmark

/// One setting at a time, wherever it comes from.
extension Arguments {
    /// Takes the setting from the environment.
    ///
    /// - Returns: Whether it is there.
    @discardableResult
    mutating func set(_ flag: CommandReference.Flag, from environment: [String: String])
        throws(CommandFailure) -> Bool
    {
        guard let value = environment[flag.variable], !value.isEmpty else { return false }
        try set(flag.name, to: value, calledBy: "\(flag.variable) in the environment")
        origins[flag.name] = .variable(flag.variable)
        return true
    }

    mutating func set(_ setting: Configuration.Setting) throws(CommandFailure) {
        try set(
            setting.flag.name,
            to: setting.value,
            calledBy: "in \(Configuration.fileName), \(setting.place)"
        )
        origins[setting.flag.name] = .file(setting.place)
    }

    /// - Parameter shown: What the user calls it, if that is not the flag.
    mutating func set(
        _ name: String,
        to value: String,
        calledBy shown: String? = nil
    ) throws(CommandFailure) {
        let shown = shown ?? name
        switch name {
        case "--package": package = value
        case "--scratch-path": scratchPath = value
        case "--filter": filter = value
        case "--engine":
            guard let engine = Engine(rawValue: value), engine != .explore else {
                throw Self.bad(shown, value, "fuzz or prove")
            }
            self.engine = engine
        case "--since": since = value
        case "--cache": cache = value
        case "--no-cache": ignoresCache = true
        case "--regressions": regressions = value
        case "--proofmark": source = value
        case "--profile":
            guard let profile = Profile(rawValue: value) else {
                throw Self.bad(shown, value, Profile.allCases.map(\.rawValue).joined(separator: ", "))
            }
            self.profile = profile
            (seed, cases, budget) = (profile.seed, profile.cases, profile.budget)
            sharesBudget = profile == .overnight
            for name in ["--seed", "--cases", "--budget"] { origins[name] = .profile(profile.rawValue) }
        case "--seed":
            guard let number = UInt64(value) else { throw Self.bad(shown, value, "a whole number from 0") }
            seed = number
            choosesSeed = true
        case "--cases": cases = try Self.count(shown, value, ", such as 10000 (no cases would be no test)")
        case "--workers":
            workers = try Self.count(shown, value, " to \(Self.mostWorkers)", most: Self.mostWorkers)
        case "--hash-seeds":
            guard let number = Int(value), (1...2).contains(number) else {
                throw Self.bad(
                    shown,
                    value,
                    "1, or 2 to run each case once more under another seed of hash tables"
                )
            }
            hashSeeds = number
        case "--depth":
            depth = try Self.count(
                shown,
                value,
                " to \(Self.mostSteps) (depth 0 would prove nothing)",
                most: Self.mostSteps
            )
        case "--budget":
            budget = try Self.seconds(shown, value)
            sharesBudget = false
        case "--memory":
            guard let number = Int(value), number >= 64, number < 1 << 30 else {
                throw Self.bad(shown, value, "a number of megabytes from 64")
            }
            memory = number
        case "--report": reports.append(try ReportFile(value))
        case "--verbose": isVerbose = true
        case "--quiet": isQuiet = true
        case "--coverage": covers = true
        case "--show-uncovered": (covers, showsUncovered) = (true, true)
        case "--emit-smt": obligations = value
        case "--cross-check": crossChecks = true
        case "--plan": plan = value
        case "--shard":
            let parts = value.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
            guard parts.count == 2, let number = parts[0], let count = parts[1], count >= 1,
                (1...count).contains(number)
            else { throw Self.bad(shown, value, "I/N, such as 2/4 for the second of four shares") }
            shard = Share(number: number, count: count)
        case "--slurm": usesSlurm = true
        case "--shards": shards = try Self.count(shown, value, " to 1000", most: 1_000)
        case "--sbatch": sbatchOptions.append(value)
        case "--timeout": timeout = try Self.seconds(shown, value)
        case "--format":
            guard let format = Format(rawValue: value) else { throw Self.bad(shown, value, "text or json") }
            self.format = format
        default: break
        }
    }

    private static let mostWorkers = 1_024
    /// Deeper than any proof gets.
    private static let mostSteps = 1_000_000

    /// A whole number from 1.
    private static func count(
        _ name: String,
        _ value: String,
        _ more: String,
        most: Int = .max
    ) throws(CommandFailure) -> Int {
        guard let number = Int(value), number >= 1, number <= most else {
            throw bad(name, value, "a whole number from 1\(more)")
        }
        return number
    }

    private static func seconds(_ name: String, _ value: String) throws(CommandFailure) -> Double {
        guard let number = Double(value), number > 0, number.isFinite else {
            throw bad(name, value, "a number of seconds above 0")
        }
        return number
    }

    private static func bad(_ name: String, _ value: String, _ wanted: String) -> CommandFailure {
        CommandFailure(.usage, "\(name) is \"\(value)\", but takes \(wanted)")
    }
}
