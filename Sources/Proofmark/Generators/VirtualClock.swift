/// Time as part of the state: it passes only where an action says so.
///
/// Code that needs the time takes it as an argument, or asks a clock that it is given; in a specification that is
/// this one. Times are counts of whatever unit the specification uses, from 0 on.
public struct VirtualClock<Number: VerifiableInteger> {
    public private(set) var now: Number = 0

    public init() {}

    /// Lets time pass, by a step that is chosen: short ones often, long ones too.
    public mutating func advance(
        _ name: StaticString = "time",
        by steps: ClosedRange<Number>,
        _ choose: Choices
    ) {
        now += choose.number(name, in: steps, by: .logarithmic)
    }
}

extension VirtualClock: Codable, Equatable, Hashable, Sendable {}
