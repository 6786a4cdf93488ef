/// How deep and how long is proved.
package struct ProverSettings: Hashable, Codable, Sendable {
    /// The largest number of steps of a run; `nil` for as many as the budget allows.
    package var depth: Int?
    /// Seconds; `nil` for no limit.
    package var budget: Double?
    /// Megabytes that the process may hold; `nil` for no limit.
    package var memory: Int?
    /// The largest number of values tried for one term that must become concrete.
    package var valuesPerTerm: Int
    /// The largest number of decisions in one step.
    package var decisionsPerPath: Int
    /// Whether states of one shape become one. Without it each path is a state of its own, and the proof
    /// is the same; deeper ones take far longer.
    package var merges: Bool
    package var solverSeed: UInt32
    package var order = SearchOrder.modelFirst
    package var encoding = IntegerEncoding.integers
    /// How much work one question may be to the solver, in Z3's `rlimit`: the same on every machine, unlike
    /// time.
    package var resourcesPerCheck: UInt32
    /// Whether what holds up to the depth is then tried to be proved for every depth.
    package var inducts: Bool
    /// Whether merged states are compared with the plain code; see `CrossExamination`.
    package var crossExamines = true
    /// Asks the solver whether everything that is decided by bounds is so. For tests: slow.
    package var auditsBounds = false
    /// Where the obligations of the proof are written as SMT-LIB 2; `nil` for nowhere.
    package var obligations: String?

    package init(
        depth: Int? = nil,
        budget: Double? = nil,
        valuesPerTerm: Int = 64,
        decisionsPerPath: Int = 10_000,
        inducts: Bool = false,
        merges: Bool = true,
        solverSeed: UInt32 = 0,
        resourcesPerCheck: UInt32 = 100_000_000
    ) {
        self.depth = depth
        self.budget = budget
        self.valuesPerTerm = valuesPerTerm
        self.decisionsPerPath = decisionsPerPath
        self.inducts = inducts
        self.merges = merges
        self.solverSeed = solverSeed
        self.resourcesPerCheck = resourcesPerCheck
    }
}

/// Why a proof could not be begun.
package enum ProverError: Error, CustomStringConvertible {
    case solverUnavailable
    case cannotWrite(String, String)

    package var description: String {
        switch self {
        case .solverUnavailable:
            "Z3 gives no solver; is libz3 installed whole? (apt-get install libz3-dev, or brew install z3)"
        case .cannotWrite(let path, let why): "the obligations cannot be written to \(path): \(why)"
        }
    }
}
