import Proofmark

/// The tenants and requests of a property, and the bounds that follow from them.
public struct Load: Sendable {
    public var weights: [Int]
    public var quantum: Int
    public var smallestCost: Int
    public var largestCost: Int

    public init(weights: [Int], quantum: Int = 10, smallestCost: Int = 1, largestCost: Int = 10) {
        self.weights = weights
        self.quantum = quantum
        self.smallestCost = smallestCost
        self.largestCost = largestCost
    }

    func scheduler<Scheduler: FairScheduling>() -> Scheduler {
        Scheduler(
            weights: weights.map { Scheduler.Number($0) },
            quantum: Scheduler.Number(quantum)
        )
    }

    func costs<Number: VerifiableInteger>() -> ClosedRange<Number> {
        Number(smallestCost)...Number(largestCost)
    }

    /// The tight bound on the difference of normalised service (service / weight, times `scale`) of two
    /// tenants over an interval in which both are backlogged.
    ///
    /// A tenant that had m turns in the interval received m quanta, plus what it had saved at the start,
    /// less what it has left at the end; both are in 0...largestCost - 1. Turns alternate, so one tenant
    /// has at most one turn more than the other: the difference is at most a quantum, plus what the first
    /// had saved, plus what the second has left. Costs exist that attain all three at once.
    public var fairnessBound: Int {
        let pairs = weights.indices.flatMap { first in weights.indices.map { (first, $0) } }
        return pairs.filter { $0.0 != $0.1 }.map { first, second in
            quantum * scale + (largestCost - 1) * (scale / weights[first] + scale / weights[second])
        }.max() ?? 0
    }

    /// How far a tenant may fall behind its share of the service: what the fairness bound allows each of the
    /// others to be ahead of it, weighed and summed.
    public var shareBound: Int {
        let sum = weights.reduce(0, +)
        return weights.map { weight in
            let arrears = fairnessBound * weight * (sum - weight) / scale
            return (arrears + sum - 1) / sum
        }.max() ?? 0
    }

    /// The least common multiple of the weights, as in `Fair`.
    private var scale: Int {
        weights.reduce(1) { multiple, weight in
            var candidate = multiple
            while candidate % weight != 0 { candidate += multiple }
            return candidate
        }
    }

    /// Each other tenant has at most one turn before a waiting tenant has its own, in which the quantum
    /// covers its request. A turn spends at most a quantum and what was saved, and no dispatch costs less
    /// than the smallest request.
    var dispatchesUntilServed: Int {
        let longest = weights.map { ($0 * quantum + largestCost - 1) / smallestCost }
        return longest.reduce(0, +) - (longest.min() ?? 0) + 1
    }
}
