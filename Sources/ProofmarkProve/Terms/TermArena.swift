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

    /// The sums of the linear terms.
    private(set) var forms: [LinearForm] = []
    private var formIDs: [LinearForm: TermID] = [:]
    /// Whether some term needs the bits of a number.
    var usesBits = false
    /// Comparisons that were looked for inside an if-then-else, and what came of it.
    var comparisons: [Term: TermID] = [:]

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

    func known(_ form: LinearForm) -> TermID? { formIDs[form] }

    func intern(_ form: LinearForm, _ interval: @autoclosure () -> Interval) -> TermID {
        if let known = formIDs[form] { return known }
        forms.append(form)
        let id = intern(Term(operation: .linear, payload: Int128(forms.count - 1)), interval)
        formIDs[form] = id
        return id
    }

    func operands(of node: Term) -> [TermID] {
        switch node.operation {
        case .constant, .symbol: []
        case .linear: forms[Int(node.payload)].parts.map(\.atom)
        case .not: [node.first]
        case .multiply, .divide, .modulo, .bitAnd, .lessOrEqual, .equal, .and, .or: [node.first, node.second]
        case .choose: [node.first, node.second, node.third]
        }
    }

    /// The same number as a term of its own, with an interval that its operands' intervals cannot show.
    ///
    /// A term of its own, because a sum is taken apart wherever it is used; and the interval must hold wherever
    /// it is: there is one such term for each number, whatever path asked for it first.
    func narrowed(_ term: TermID, to interval: Interval) -> TermID {
        if constantValue(term) != nil || self.interval(term).isWithin(interval) { return term }
        return intern(Term(operation: .multiply, first: truth, second: term)) {
            self.interval(term).narrowed(to: interval)
        }
    }
}
