/// The terms of one exploration, hash-consed: a term is made once, and comparing ids compares terms.
///
/// Every term carries an interval. Most comparisons in scheduler code are decided by intervals alone and
/// never reach the solver.
final class TermArena {
    private(set) var terms: [Term] = []
    private(set) var intervals: [Interval] = []
    private var ids: [Term: TermID] = [:]
    private(set) var symbols: [Symbol] = []

    struct Symbol {
        var term: TermID
        var interval: Interval
    }

    /// The widest range a machine integer of ours can have. Operands are inside it in every run in which
    /// they are used, because whatever would leave its type's range has trapped; so sums and products of
    /// operands fit in 128 bits.
    static let widest = Interval(Int128(Int64.min), Int128(UInt64.max))

    let falsity: TermID
    let truth: TermID

    init() {
        terms = [Term(operation: .constant, payload: 0), Term(operation: .constant, payload: 1)]
        intervals = [Interval(0, 0), Interval(1, 1)]
        falsity = 0
        truth = 1
        ids[terms[0]] = 0
        ids[terms[1]] = 1
    }

    var count: Int { terms.count }

    func constantValue(_ term: TermID) -> Int128? {
        let node = terms[Int(term)]
        return node.operation == .constant ? node.payload : nil
    }

    func interval(_ term: TermID) -> Interval { intervals[Int(term)] }

    func constant(_ value: Int128) -> TermID {
        intern(Term(operation: .constant, payload: value)) { Interval(value, value) }
    }

    func makeSymbol(_ interval: Interval) -> Int {
        let index = symbols.count
        let term = intern(Term(operation: .symbol, payload: Int128(index))) { interval }
        symbols.append(Symbol(term: term, interval: interval))
        return index
    }

    func intern(_ term: Term, _ interval: () -> Interval) -> TermID {
        if let known = ids[term] { return known }
        let id = TermID(terms.count)
        ids[term] = id
        terms.append(term)
        intervals.append(interval())
        return id
    }

    /// Makes the interval smaller, for a reason that the operands' intervals cannot show.
    func narrow(_ term: TermID, to interval: Interval) {
        let position = Int(term)
        guard terms[position].operation != .constant else { return }
        intervals[position] = intervals[position].clamped(to: interval)
    }
}
