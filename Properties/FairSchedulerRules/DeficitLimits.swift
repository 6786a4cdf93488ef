import Proofmark

/// What a tenant of deficit round robin may have saved.
///
/// Outside its turn, a waiting tenant could not pay for its next request, so its deficit is below the
/// largest cost. In its turn it has at most one quantum more, less what it has spent.
struct DeficitLimits<Number: VerifiableInteger> {
    private let outsideTurn: Number
    private let inTurn: [Number]

    init(_ load: Load) {
        let carried = load.largestCost - 1
        outsideTurn = Number(carried)
        inTurn = load.weights.map { Number(carried + load.quantum * $0 - load.smallestCost) }
    }

    func allow<Scheduler: FairScheduling>(
        _ deficit: Number,
        of tenant: Int,
        in scheduler: Scheduler
    ) -> Bool {
        0 <= deficit && deficit <= (scheduler.turn == tenant ? inTurn[tenant] : outsideTurn)
    }
}
