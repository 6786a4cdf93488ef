import ProofmarkEngine
import Synchronization

/// Everything that one proof shares: the terms, the solver, and the path that is being run.
///
/// The operators of `Symbolic` find it through `ExplorationContext`, which is set for the thread that
/// runs the code under test. An exploration is used by one thread at a time: the explorer's, or the path's
/// while the explorer waits for it.
final class Exploration {
    let arena = TermArena()
    let solver: Solver
    let settings: ProverSettings
    let deadline: Deadline
    let memory: MemoryLimit
    /// Distinguishes this exploration's symbolic values from any other's.
    let epoch: UInt32

    var evaluator: TermEvaluator
    var trail = Trail()
    /// Whether the present run only repeats a finished path, to see whether it does the same.
    var isRechecking = false
    /// The choices of the present path so far.
    var choices: [PathChoice] = []
    /// What is known on the present run of the path.
    var bounds: Bounds
    /// Terms whose value is known on the present run of the path.
    var known: [TermID: Int128] = [:]
    let threads = PathThreads()
    /// Where what the proof rests on is written down, if anywhere.
    private(set) var log: ObligationLog?
    /// For each path so far that cannot trap somewhere: its conditions there, and what rules the trap out.
    var trapFree: Set<TermID> = []
    /// The layer of the proof whose step is being run; part of the name of its symbols.
    var depth = 0
    private var symbolIndices: [SymbolKey: Int] = [:]
    private var symbolKeys: [Int: SymbolKey] = [:]

    /// Traps that can happen, found on this path, with a model of the run that does.
    var onTrap: ((_ what: String, _ model: Model) -> Void)?
    /// Told of each condition under which this path traps, possible or not.
    var onTrapCondition: ((TermID) -> Void)?
    /// Called whenever the run that the current path stands for becomes another, or longer.
    var onRunChange: (() -> Void)?
    /// Why some path could not be decided or followed; the proof is then incomplete.
    private(set) var gaps: [String] = []
    /// Set when the code did not do the same on replay.
    private(set) var difference: String?
    /// Values that were tried one by one because the code needed a concrete number, by the reason.
    private(set) var concretised: [String: Int] = [:]
    /// The ranges of choices, by the action that makes them.
    private(set) var ranges: [ChosenRange: Interval] = [:]
    /// The name of the action that is being run.
    var action: String?

    struct ChosenRange: Hashable {
        var action: String
        var name: String
    }

    func noteChoice(_ name: StaticString, _ interval: Interval) {
        guard let action else { return }
        let key = ChosenRange(action: action, name: name.description)
        ranges[key] = ranges[key]?.union(interval) ?? interval
    }

    /// What the solver refuted although bounds implied it; only looked for with `auditsBounds`.
    private(set) var contradictions: [String] = []
    private(set) var paths = 0
    private(set) var assumesNoTrap = false

    init(settings: ProverSettings, deadline: Deadline) throws(ProverError) {
        let solver = Solver(
            arena: arena,
            seed: settings.solverSeed,
            resources: settings.resourcesPerCheck,
            encoding: settings.encoding
        )
        guard let solver else { throw .solverUnavailable }
        self.solver = solver
        self.settings = settings
        self.deadline = deadline
        memory = MemoryLimit(megabytes: settings.memory)
        evaluator = TermEvaluator(arena: arena)
        bounds = Bounds(arena)
        epoch = Self.epochs.next()
        if let directory = settings.obligations {
            log = try ObligationLog(directory: directory, arena: arena)
        }
    }

    /// Runs an attempt of which nothing is written down.
    func withoutLog<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let before = log
        log = nil
        defer { log = before }
        return try body()
    }

    private static let epochs = Counter()

    struct SymbolKey: Hashable {
        var depth: Int
        var ordinal: Int
        var lower: Int128
        var upper: Int128
    }

    /// The value of a term, where this path has made it concrete already.
    func value(of term: TermID) -> Int128? {
        arena.constantValue(term) ?? known[term] ?? bounds.interval(of: term).constant
    }

    /// The symbol of the `ordinal`-th choice of a step. Paths that exclude each other share symbols, so
    /// that what they have in common is the same term.
    func symbol(_ key: SymbolKey) -> Int {
        if let known = symbolIndices[key] { return known }
        let made = arena.makeSymbol(Interval(key.lower, key.upper))
        symbolIndices[key] = made
        symbolKeys[made] = key
        return made
    }

    /// Whether the symbol is a choice of the present step, or says which action it takes.
    func isChosenInThisStep(_ symbol: Int) -> Bool { symbolKeys[symbol]?.depth == depth }

    /// Whether the symbol says which action a step takes.
    func isSelection(_ symbol: Int) -> Bool { symbolKeys[symbol]?.ordinal == -1 }

    /// The symbol that says which action a step takes, equal to this one; set so in the model.
    ///
    /// - Parameter depth: Of the step; the present one by default.
    func selection(of action: Int, among count: Int, at depth: Int? = nil, in model: inout Model) -> TermID {
        let symbol = symbol(
            SymbolKey(depth: depth ?? self.depth, ordinal: -1, lower: 0, upper: Int128(count - 1))
        )
        model[symbol] = Int128(action)
        return arena.equal(arena.symbols[symbol].term, arena.constant(Int128(action)))
    }

    /// What an attempt notes that is no part of the proof so far.
    struct Findings {
        var gaps: [String]
        var difference: String?
        var concretised: [String: Int]
        var assumesNoTrap: Bool
    }

    func suspendFindings() -> Findings {
        defer { gaps = [] }
        return Findings(
            gaps: gaps,
            difference: difference,
            concretised: concretised,
            assumesNoTrap: assumesNoTrap
        )
    }

    func resumeFindings(_ findings: Findings) {
        gaps = findings.gaps
        difference = findings.difference
        concretised = findings.concretised
        assumesNoTrap = findings.assumesNoTrap
    }

    func noteGap(_ reason: String) {
        if !gaps.contains(reason) { gaps.append(reason) }
    }

    func noteContradiction(_ what: String) { contradictions.append(what) }

    /// The engine itself shows a value; that is no gap.
    var isShowing = false

    func noteText() {
        if !isShowing {
            noteGap(
                "the code made text of a number that is not known in a proof; keep text out of the state and its decisions"
            )
        }
    }

    func noteDifference(_ what: String) {
        if difference == nil { difference = what }
    }

    func noteConcretised(_ reason: String) { concretised[reason, default: 0] += 1 }

    func notePath() { paths += 1 }

    /// Paths between two looks at the memory.
    private static let pathsBetweenLooks = 256

    /// Notes a gap where time or memory is used up.
    var isSpent: Bool {
        if deadline.hasPassed {
            noteGap(Self.timeIsSpent)
            return true
        }
        guard paths % Self.pathsBetweenLooks == 0, memory.isExceeded else { return false }
        noteGap(
            "the memory budget of \(settings.memory ?? 0) MB was used up; prove less deep, or give it more with --memory"
        )
        return true
    }

    static let timeIsSpent = "the time budget was used up"

    /// From now on traps are not looked for: the first is reported, and the rest of the proof is about
    /// the runs that do not trap.
    func assumeNoTrap() { assumesNoTrap = true }
}

/// Hands out numbers, each once in a process.
final class Counter: Sendable {
    private let last = Mutex<UInt32>(0)

    func next() -> UInt32 {
        last.withLock { value in
            value &+= 1
            return value
        }
    }
}
