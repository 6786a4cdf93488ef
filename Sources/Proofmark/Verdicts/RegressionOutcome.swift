/// What became of a violation that an earlier verification saved.
public struct RegressionOutcome: Hashable, Codable, Sendable {
    public enum Verdict: Hashable, Codable, Sendable {
        case stillFails(Counterexample)
        case fixed
        /// The specification no longer makes the saved choices, and why.
        case noLongerApplies(String)
        /// The file cannot be read, and why.
        case damaged(String)
        case unknown(String)
    }

    /// The file's name.
    public var file: String
    public var property: String
    public var rule: String
    public var verdict: Verdict
    /// Set if the run was not run again, because nothing changed since it last was.
    public var cached: EngineReport.Provenance?

    public init(file: String, property: String, rule: String, verdict: Verdict) {
        self.file = file
        self.property = property
        self.rule = rule
        self.verdict = verdict
    }

    public var exitCode: ExitCode {
        switch verdict {
        case .stillFails: .violated
        case .fixed, .noLongerApplies: .holds
        case .damaged, .unknown: .inconclusive
        }
    }
}
