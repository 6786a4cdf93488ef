/// What is known about one rule after one engine. There is no other case, and no `default` over these:
/// a new one must be thought about wherever verdicts are read.
public enum Verdict: Hashable, Codable, Sendable {
    /// Holds for all values of all choices in every run up to the depth.
    case proved(Depth)
    /// Holds in every reachable state of the scope; their number.
    case exhausted(states: Int)
    /// No violation in this many random runs. Not a proof.
    case passed(cases: Int)
    case violated(Counterexample)
    /// Nothing was tried: what never happened.
    case vacuous(String)
    /// The engine could not tell, and why.
    case unknown(String)
    /// The code under test trapped, hung, threw or left, and the run in which it did.
    case crashed(Counterexample)
    /// The specification or the call is wrong.
    case misuse(String)

    public enum Depth: Hashable, Codable, Sendable {
        /// Every run of at most this many steps.
        case steps(Int)
        case every

        /// Whether runs of this many steps are among those meant.
        func covers(_ steps: Int) -> Bool {
            switch self {
            case .steps(let most): steps <= most
            case .every: true
            }
        }
    }

    /// The exit code that this verdict alone asks for; see `ExitCode`.
    public var exitCode: ExitCode {
        switch self {
        case .proved, .exhausted, .passed: .holds
        case .violated, .crashed: .violated
        case .vacuous: .vacuous
        case .unknown: .inconclusive
        case .misuse: .usage
        }
    }

    public var holds: Bool { exitCode == .holds }

    public var counterexample: Counterexample? {
        switch self {
        case .violated(let counterexample), .crashed(let counterexample): counterexample
        case .proved, .exhausted, .passed, .vacuous, .unknown, .misuse: nil
        }
    }
}
