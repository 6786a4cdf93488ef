/// The engines whose verdicts a report shows.
public enum Engine: String, Codable, Sendable, CaseIterable {
    case fuzz
    case explore
    case prove
}

/// What one engine found about one property.
public struct EngineReport: Hashable, Codable, Sendable {
    public struct Finding: Hashable, Codable, Sendable {
        public var rule: String
        public var kind: RuleKind
        public var verdict: Verdict
        /// One line beside the verdict, such as the depth at which a goal was reached.
        public var note: String?
        /// What was found out about a bound that was left to be found.
        public var bound: FoundBound?

        public init(
            rule: String,
            kind: RuleKind,
            verdict: Verdict,
            note: String? = nil,
            bound: FoundBound? = nil
        ) {
            self.rule = rule
            self.kind = kind
            self.verdict = verdict
            self.note = note
            self.bound = bound
        }
    }

    /// The largest value that runs attain. With a verdict of `proved`, none within its depth exceeds it.
    public struct FoundBound: Hashable, Codable, Sendable {
        public var value: Int
        /// A run that attains it, replayed on `Int`; none is needed for 0.
        public var attained: Counterexample?

        public init(value: Int, attained: Counterexample? = nil) {
            self.value = value
            self.attained = attained
        }
    }

    public var engine: Engine
    public var findings: [Finding]
    /// Counts and settings, in the order in which they are shown: cases, seed, paths, solver checks, …
    public var statistics: [Statistic]
    /// What the verdicts rest on: ranges, bounds, solver.
    public var assumptions: [String]
    /// What the verdicts are about: the ranges of the choices that were met, and the length of runs.
    public var scope: [String] = []
    /// What the labels of the specification counted.
    public var labels: [LabelCounts] = []
    /// In how many orders of hash tables a proof holds, if states have any; `nil` if order makes no difference to it.
    public var hashOrders: Int?
    /// Faults of Proofmark's own, never a statement about the code under test; they cast doubt on the rest.
    public var internalErrors: [String]
    public var seconds: Double
    /// Set if the report was earned by an earlier verification of the same sources with the same settings.
    public var cached: Provenance?

    public struct Provenance: Hashable, Codable, Sendable {
        /// When, as in ISO 8601.
        public var earned: String
        /// The machine's name.
        public var host: String

        public init(earned: String, host: String) {
            self.earned = earned
            self.host = host
        }
    }

    public struct Statistic: Hashable, Codable, Sendable {
        public var name: String
        public var value: Int

        public init(_ name: String, _ value: Int) {
            self.name = name
            self.value = value
        }
    }

    public init(
        engine: Engine,
        findings: [Finding],
        statistics: [Statistic] = [],
        assumptions: [String] = [],
        internalErrors: [String] = [],
        seconds: Double = 0
    ) {
        self.engine = engine
        self.findings = findings
        self.statistics = statistics
        self.assumptions = assumptions
        self.internalErrors = internalErrors
        self.seconds = seconds
    }
}

/// Everything that is known about one property.
public struct PropertyReport: Hashable, Codable, Sendable {
    public var suite: String
    public var property: String
    public var engines: [EngineReport] {
        didSet { compareBounds() }
    }
    /// Where each rule is stated; the path is relative to the package if it is in there.
    public var locations: [String: SourceLocation] = [:]

    public init(suite: String, property: String, engines: [EngineReport] = []) {
        self.suite = suite
        self.property = property
        self.engines = engines
        compareBounds()
    }

    /// A bound that is found to some depth, and exceeded by a run that another engine saw, is no bound: it grows.
    private mutating func compareBounds() {
        let findings = engines.flatMap(\.findings)
        for engine in engines.indices {
            for place in engines[engine].findings.indices {
                let finding = engines[engine].findings[place]
                guard case .proved(.steps(let depth)) = finding.verdict, let bound = finding.bound?.value,
                    let seen = findings.filter({ $0.rule == finding.rule }).compactMap(\.bound?.value).max(),
                    seen > bound
                else { continue }
                let verdict = Verdict.unknown(
                    "grows: \(bound) at depth \(depth), saw \(seen); state a bound, or prove deeper"
                )
                for other in engines.indices {
                    for rule in engines[other].findings.indices
                    where engines[other].findings[rule].rule == finding.rule {
                        switch engines[other].findings[rule].verdict {
                        case .proved, .exhausted, .passed, .vacuous:
                            engines[other].findings[rule].verdict = verdict
                        case .violated, .crashed, .unknown, .misuse: break
                        }
                    }
                }
            }
        }
    }

    /// The rules in the order in which the first engine to name them did.
    public var rules: [String] {
        var seen = Set<String>()
        return engines.flatMap(\.findings).map(\.rule).filter { seen.insert($0).inserted }
    }

    public func findings(for rule: String) -> [(engine: Engine, finding: EngineReport.Finding)] {
        engines.flatMap { report in report.findings.filter { $0.rule == rule }.map { (report.engine, $0) } }
    }

    /// The simplest run that any engine found to break the rule.
    public func counterexample(for rule: String) -> (engine: Engine, counterexample: Counterexample)? {
        findings(for: rule).compactMap { engine, finding in
            finding.verdict.counterexample.map { (engine, $0) }
        }.min { $0.1.choices.isSimpler(than: $1.1.choices) }
    }

    /// Whether the rule holds as far as all engines know. What one engine did not get to see is no gap
    /// when another did: a goal that the fuzzer reached needs no witness within the prover's depth.
    ///
    /// - Parameter isShare: Whether other engines may have run elsewhere: then what this one did not get to see is not
    ///   held against it.
    public func exitCode(for rule: String, isShare: Bool = false) -> ExitCode {
        let findings = findings(for: rule).map(\.finding)
        let codes = findings.map(\.verdict.exitCode)
        guard isShare || codes.contains(.holds) else { return .combined(codes) }
        let isWitnessed = findings.contains(where: \.kind.isWitnessed)
        return .combined(codes.filter { $0 != .vacuous && !(isWitnessed && $0 == .inconclusive) })
    }

    /// Where one engine found what another proved cannot be: one of them is wrong, and Proofmark with it.
    public var contradictions: [String] {
        rules.flatMap { rule in
            // A process can die of what no proof speaks about, such as its memory.
            let findings = findings(for: rule).filter {
                !$0.finding.kind.isWitnessed && $0.finding.kind != .implicit
            }
            return findings.flatMap { prover, proof -> [String] in
                guard case .proved(let depth) = proof.verdict else { return [] }
                return findings.compactMap { engine, finding in
                    if let found = finding.verdict.counterexample, depth.covers(found.choices.steps.count) {
                        return "\(engine.rawValue) breaks \"\(rule)\", which \(prover.rawValue) proved"
                    }
                    if let seen = finding.bound?.value, let bound = proof.bound?.value, seen > bound,
                        depth == .every
                    {
                        return
                            "\(engine.rawValue) saw \(seen) for \"\(rule)\", and \(prover.rawValue) proved at most \(bound)"
                    }
                    return nil
                }
            }
        }
    }

    public var exitCode: ExitCode { exitCode(isShare: false) }

    func exitCode(isShare: Bool) -> ExitCode {
        if engines.contains(where: { !$0.internalErrors.isEmpty }) || !contradictions.isEmpty {
            return .internalError
        }
        let codes = rules.map { exitCode(for: $0, isShare: isShare) }
        return codes.isEmpty ? .vacuous : .combined(codes)
    }
}

/// The whole of a `verify`.
public struct VerificationReport: Hashable, Codable, Sendable {
    /// Format of the JSON report; raised when a reader must change.
    public static let currentFormat = 2

    public var format = VerificationReport.currentFormat
    public var package: String
    public var properties: [PropertyReport]
    /// The violations of earlier verifications, run again.
    public var regressions: [RegressionOutcome] = []
    /// What code the random runs went through, if that was asked for.
    public var coverage: [CoverageReport] = []
    /// The evidence that rules require.
    public var requirements: [Requirement] = []
    /// What the report is about.
    public var scope = ReportScope()
    /// Why nothing could be verified, or what was left out.
    public var problems: [String]
    public var isComplete: Bool
    public var seconds: Double

    public init(
        package: String,
        properties: [PropertyReport] = [],
        problems: [String] = [],
        isComplete: Bool = true,
        seconds: Double = 0
    ) {
        self.package = package
        self.properties = properties
        self.problems = problems
        self.isComplete = isComplete
        self.seconds = seconds
    }

    public var exitCode: ExitCode {
        // Of a shard, what no engine here got to see is judged when all are merged.
        var codes = properties.map { $0.exitCode(isShare: scope.shard != nil) } + regressions.map(\.exitCode)
        if !isComplete { codes.append(.inconclusive) }
        if properties.isEmpty, !hasNothingToDo { codes.append(.vacuous) }
        if !shortfalls.isEmpty { codes.append(.vacuous) }
        return .combined(codes)
    }

    /// Whether there is nothing in its scope: the branch affects no suite, or the shard has no unit.
    public var hasNothingToDo: Bool {
        if let shard = scope.shard { return shard.units.isEmpty }
        return scope.since.map { $0.affected.isEmpty && !$0.unaffected.isEmpty } ?? false
    }

    /// Whether there are properties that it is not about.
    var isPartial: Bool { scope.filter != nil || scope.since != nil || scope.shard != nil }
}
