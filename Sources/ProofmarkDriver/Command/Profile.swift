/// How much a verification is to take, in one word. What flags and environment say counts more.
package enum Profile: String, CaseIterable, Sendable {
    /// While writing code.
    case quick
    /// What stands before a merge: the same cases every time, and an end.
    case merge
    /// As many cases as the night has room for, others every time.
    case overnight

    /// Random runs for each property.
    var cases: Int {
        switch self {
        case .quick: 1_000
        case .merge: 10_000
        case .overnight: 1_000_000_000
        }
    }

    /// Seconds for each engine on each property; overnight, for all of them.
    var budget: Double {
        switch self {
        case .quick: 10
        case .merge: 60
        case .overnight: 8 * 3_600
        }
    }

    var seed: UInt64 {
        switch self {
        case .quick, .merge: 1
        // Short enough to be typed.
        case .overnight: UInt64.random(in: 1...999_999)
        }
    }
}
