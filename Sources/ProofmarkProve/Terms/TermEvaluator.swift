/// A value for each symbol; a symbol without one has the lower end of its range.
struct Model {
    private(set) var values: [Int128?] = []

    subscript(symbol: Int) -> Int128? {
        get { symbol < values.count ? values[symbol] : nil }
        set {
            while values.count <= symbol { values.append(nil) }
            values[symbol] = newValue
        }
    }
}

/// Computes terms under a model, each once for each model.
///
/// Only what is selected is computed, and arithmetic wraps: a branch that this run does not take may hold
/// numbers that make no sense.
struct TermEvaluator {
    private let arena: TermArena
    private(set) var model = Model()
    private var values: [Int128] = []
    private var stamps: [UInt32] = []
    private var stamp: UInt32 = 0

    init(arena: TermArena) { self.arena = arena }

    mutating func use(_ model: Model) {
        self.model = model
        stamp &+= 1
    }

    mutating func set(_ symbol: Int, to value: Int128) {
        guard self.value(ofSymbol: symbol) != value else { return }
        model[symbol] = value
        stamp &+= 1
    }

    func value(ofSymbol symbol: Int) -> Int128 {
        model[symbol] ?? arena.symbols[symbol].interval.lower
    }

    mutating func isTrue(_ term: TermID) -> Bool { value(of: term) != 0 }

    mutating func value(of term: TermID) -> Int128 {
        let position = Int(term)
        if position >= stamps.count {
            let missing = arena.count - stamps.count
            values.append(contentsOf: repeatElement(0, count: missing))
            stamps.append(contentsOf: repeatElement(stamp &- 1, count: missing))
        }
        if stamps[position] == stamp { return values[position] }
        let computed = compute(arena.terms[position])
        values[position] = computed
        stamps[position] = stamp
        return computed
    }

    mutating func value(of form: LinearForm) -> Int128 {
        form.parts.reduce(form.constant) { $0 &+ $1.factor &* value(of: $1.atom) }
    }

    private mutating func compute(_ term: Term) -> Int128 {
        switch term.operation {
        case .constant: return term.payload
        case .symbol: return value(ofSymbol: Int(term.payload))
        case .linear: return value(of: arena.forms[Int(term.payload)])
        case .multiply: return value(of: term.first) &* value(of: term.second)
        case .divide:
            let divisor = value(of: term.second)
            return divisor == 0 ? 0 : TermArena.euclideanQuotient(value(of: term.first), divisor)
        case .modulo:
            let (dividend, divisor) = (value(of: term.first), value(of: term.second))
            if divisor == 0 { return 0 }
            return dividend &- divisor &* TermArena.euclideanQuotient(dividend, divisor)
        case .bitAnd: return value(of: term.first) & value(of: term.second)
        case .choose: return value(of: term.first) != 0 ? value(of: term.second) : value(of: term.third)
        case .lessOrEqual: return value(of: term.first) <= value(of: term.second) ? 1 : 0
        case .equal: return value(of: term.first) == value(of: term.second) ? 1 : 0
        case .not: return value(of: term.first) == 0 ? 1 : 0
        case .and: return value(of: term.first) != 0 && value(of: term.second) != 0 ? 1 : 0
        case .or: return value(of: term.first) != 0 || value(of: term.second) != 0 ? 1 : 0
        }
    }
}
