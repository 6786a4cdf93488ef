/// Evidence that a team requires of rules: with less, a verification does not pass.
public struct Requirement: Hashable, Codable, Sendable {
    /// Which properties; `*` stands for any characters.
    public var property: String
    /// Which rules.
    public var rule: String
    /// Proved to this depth, or exhausted.
    public var depth: Verdict.Depth?
    /// Passed in so many random runs.
    public var cases: Int?

    public init(property: String = "*", rule: String, depth: Verdict.Depth? = nil, cases: Int? = nil) {
        self.property = property
        self.rule = rule
        self.depth = depth
        self.cases = cases
    }

    /// A rule that has less than required, or a requirement that no rule is meant by.
    public struct Shortfall: Hashable, Sendable {
        public var requirement: Requirement
        /// The property and its rule; `nil` if no rule is meant.
        public var title: String?
        public var message: String
    }

    func isAbout(_ property: PropertyReport, _ rule: String) -> Bool {
        Self.matches(self.property, property.property) && Self.matches(self.rule, rule)
    }

    /// What the rule lacks; `nil` if it has enough. A rule that does not hold is not looked at: it fails by itself.
    ///
    /// A goal that is reached is settled for good, and of required shares and of hash order no proof speaks.
    ///
    /// - Parameter engine: The only one that was asked for: of the others' evidence nothing can be said.
    func shortfall(of property: PropertyReport, _ rule: String, by engine: Engine?) -> String? {
        let findings = property.findings(for: rule).map(\.finding)
        let verdicts = findings.map(\.verdict)
        guard property.exitCode(for: rule) == .holds, !findings.contains(where: \.kind.isWitnessed),
            !findings.contains(where: { $0.kind == .cover }), rule != ImplicitRule.ignoresHashOrder
        else { return nil }
        // That an action happened in some run is not proved of all runs.
        let depth = rule == ImplicitRule.everyActionRuns && depth == .every ? nil : depth
        if depth == .every, engine != .fuzz, verdicts.contains(where: { $0.covers(.every) }),
            !property.engines.contains(where: { report in
                report.hashOrders == nil
                    && report.findings.contains { $0.rule == rule && $0.verdict.covers(.every) }
            })
        {
            return "must be proved at every depth, and is proved for one hash order only; "
                + "keep sets and dictionaries out of the state, or require a depth"
        }
        if let depth, engine != .fuzz, !verdicts.contains(where: { $0.covers(depth) }) {
            let deepest = verdicts.compactMap { verdict -> Int? in
                if case .proved(.steps(let steps)) = verdict { steps } else { nil }
            }.max()
            return "must be proved \(Self.text(depth)), and "
                + (deepest.map { "is proved to depth \($0)" } ?? "is not proved")
        }
        if let cases, engine == nil || engine == .fuzz {
            let passed =
                verdicts.compactMap { verdict -> Int? in
                    if case .passed(let cases) = verdict { cases } else { nil }
                }.max() ?? 0
            if passed < cases { return "must pass \(cases) random runs, and passed \(passed)" }
        }
        return nil
    }

    private static func text(_ depth: Verdict.Depth) -> String {
        switch depth {
        case .steps(let steps): "to depth \(steps)"
        case .every: "at every depth"
        }
    }

    /// Whether the name is what the pattern says.
    static func matches(_ pattern: String, _ name: String) -> Bool {
        let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard pieces.count > 1 else { return pattern == name }
        var rest = Substring(name)
        for (place, piece) in pieces.enumerated() where !piece.isEmpty {
            if place == 0 {
                guard rest.hasPrefix(piece) else { return false }
                rest = rest.dropFirst(piece.count)
            } else if place == pieces.count - 1 {
                return rest.hasSuffix(piece)
            } else {
                guard let found = rest.range(of: piece) else { return false }
                rest = rest[found.upperBound...]
            }
        }
        return true
    }
}

extension Verdict {
    /// Whether no run of this length, or none at all, breaks the rule.
    func covers(_ depth: Depth) -> Bool {
        switch self {
        case .exhausted: true
        case .proved(let proved):
            switch depth {
            case .steps(let steps): proved.covers(steps)
            case .every: proved == .every
            }
        case .passed, .violated, .vacuous, .unknown, .crashed, .misuse: false
        }
    }
}

extension VerificationReport {
    /// What has less evidence than required.
    ///
    /// A requirement that means no rule at all is one as well: whoever removed the rule weakened the specification. Not
    /// where only a part was verified.
    public var shortfalls: [Requirement.Shortfall] {
        requirements.flatMap { requirement -> [Requirement.Shortfall] in
            let meant = properties.flatMap { property in
                property.rules.filter { requirement.isAbout(property, $0) }.map { (property, $0) }
            }
            if meant.isEmpty, !isPartial {
                return [
                    .init(
                        requirement: requirement,
                        title: nil,
                        message: "no rule is called \"\(requirement.rule)\""
                            + (requirement.property == "*"
                                ? "" : " in a property \"\(requirement.property)\"")
                            + ", of which evidence is required"
                    )
                ]
            }
            // Only the whole can be judged.
            if scope.shard != nil || !isComplete { return [] }
            return meant.compactMap { property, rule in
                requirement.shortfall(of: property, rule, by: scope.engine).map {
                    .init(
                        requirement: requirement,
                        title: "\(property.property): \(rule)",
                        message: "\"\(rule)\" of \(property.property) \($0)"
                    )
                }
            }
        }
    }
}
