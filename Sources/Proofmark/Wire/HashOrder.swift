/// An order of hash tables other than that of the engines.
package enum HashOrder: Codable, Hashable, Sendable {
    /// That of another seed of Swift's hash tables.
    case seed(Int)
    /// The same seed, with every table filled in the opposite order after each step.
    case refilled

    /// All that are tried: their number is fixed.
    package static let others: [HashOrder] = [
        .seed(WorkerProtocol.otherHashSeed), .seed(3), .seed(4), .refilled,
    ]

    package var seed: Int? {
        switch self {
        case .seed(let seed): seed
        case .refilled: nil
        }
    }

    package var refills: Bool { self == .refilled }
}

/// What a run came to, as far as it is compared under several hash orders.
package struct RunOutcome: Codable, Hashable, Sendable {
    /// Of the choices, and of every state.
    package var digest: UInt64
    /// The rules that it breaks.
    package var broken: [String]

    package init(digest: UInt64, broken: [String]) {
        self.digest = digest
        self.broken = broken
    }
}
