import Proofmark

/// Cases that took their process down: after so many no more are tried, because what is known suffices to mend the code.
struct DeathCount: Equatable, Sendable {
    private static let (mostCrashes, mostHangs) = (100, 5)

    private(set) var crashed = 0
    /// Those of them that did not come to their end.
    private(set) var hung = 0

    func adding(_ tally: FuzzTally) -> DeathCount {
        DeathCount(crashed: crashed + tally.crashed, hung: hung + tally.hung)
    }

    /// Why no case is to be tried after this one; `nil` if they go on.
    ///
    /// - Parameter isLong: Whether there is time for any number of crashes; but not of cases that cost a deadline.
    func reasonToStop(after number: Int, isLong: Bool) -> String? {
        if hung >= Self.mostHangs {
            return "\(hung) cases did not come to their end; none was tried after case \(number)"
        }
        if crashed >= Self.mostCrashes, !isLong {
            return "\(crashed) cases took their process down; none was tried after case \(number)"
        }
        return nil
    }
}
