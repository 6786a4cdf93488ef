public import Proofmark

/// What is drawn before a case begins: how many steps it has, and which actions it keeps to.
///
/// Half of the cases keep to a random half of the actions: what a run leaves out matters as much as what it does.
/// A queue fills up only if little is taken from it. Source: A. Groce et al., "Swarm Testing", ISSTA 2012.
@usableFromInline
struct CasePlan {
    @usableFromInline var steps: Int
    /// A bit for each action, the first 64 of them over again.
    @usableFromInline let kept: UInt64

    /// Of fewer actions than that, none is left out: a run of one action says little.
    @usableFromInline static var fewestActions: Int { 3 }

    /// The weights of the actions; `nil` if all are equal.
    @inlinable
    static func weights<State>(of actions: [Action<State>]) -> [Int]? {
        actions.contains { $0.weight != actions[0].weight } ? actions.map(\.weight) : nil
    }

    @inlinable
    init(_ generator: inout SplitMix64, longest: Int, actions: Int, swarms: Bool) {
        steps = generator.next(from: 1, through: longest)
        kept =
            swarms && actions >= Self.fewestActions && generator.next(from: 0, through: 1) == 1
            ? generator.next() : UInt64.max
    }

    /// One of the enabled actions that are kept, by weight; of all that are enabled, if none is kept.
    ///
    /// - Parameters:
    ///   - enabled: Their positions; `count` of them, at least one.
    ///   - weights: Of every action; `nil` if all are equal.
    @inlinable @inline(__always)
    func pick(
        _ generator: inout SplitMix64,
        of enabled: UnsafePointer<Int>,
        count: Int,
        weights: [Int]?
    ) -> Int {
        kept == .max && weights == nil
            ? enabled[generator.next(from: 0, through: count - 1)]
            : pick(&generator, amongKept: enabled, count: count, weights: weights)
    }

    @usableFromInline
    func pick(
        _ generator: inout SplitMix64,
        amongKept enabled: UnsafePointer<Int>,
        count: Int,
        weights: [Int]?
    ) -> Int {
        func isKept(_ action: Int) -> Bool { kept >> UInt64(action & 63) & 1 == 1 }
        var total = 0
        var isFiltered = true
        for place in 0..<count where isKept(enabled[place]) { total += weights?[enabled[place]] ?? 1 }
        if total == 0 {
            isFiltered = false
            for place in 0..<count { total += weights?[enabled[place]] ?? 1 }
        }
        var left = generator.next(from: 0, through: total - 1)
        for place in 0..<count where !isFiltered || isKept(enabled[place]) {
            left -= weights?[enabled[place]] ?? 1
            if left < 0 { return enabled[place] }
        }
        return enabled[count - 1]
    }
}
