/// Prints terms in SMT-LIB 2. A term that is used by others is given a name, once for each file.
struct TermPrinter {
    private let arena: TermArena
    private var isDefined: Set<TermID> = []

    init(arena: TermArena) { self.arena = arena }

    /// Writes the definitions that the term needs and the file does not have yet.
    mutating func define(_ term: TermID, in text: inout String) {
        // Not recursive: terms are deep.
        var stack: [(term: TermID, isReady: Bool)] = [(term, false)]
        while let (next, isReady) = stack.popLast() {
            let node = arena.terms[Int(next)]
            if node.operation == .constant || isDefined.contains(next) { continue }
            if !isReady {
                stack.append((next, true))
                for operand in arena.operands(of: node) { stack.append((operand, false)) }
                continue
            }
            isDefined.insert(next)
            if node.operation == .symbol {
                let interval = arena.symbols[Int(node.payload)].interval
                text += "(declare-const \(name(next)) Int)\n"
                if interval.isBoundedBelow {
                    text += "(assert (<= \(number(interval.lower)) \(name(next))))\n"
                }
                if interval.isBoundedAbove {
                    text += "(assert (<= \(name(next)) \(number(interval.upper))))\n"
                }
            } else {
                let sort = isTruth(node.operation) ? "Bool" : "Int"
                text += "(define-fun \(name(next)) () \(sort) \(expression(node)))\n"
            }
        }
    }

    func truth(_ term: TermID) -> String {
        if term == arena.truth { return "true" }
        if term == arena.falsity { return "false" }
        return name(term)
    }

    private func isTruth(_ operation: TermOperator) -> Bool {
        switch operation {
        case .lessOrEqual, .equal, .not, .and, .or: true
        case .constant, .symbol, .linear, .multiply, .divide, .modulo, .bitAnd, .choose: false
        }
    }

    private func name(_ term: TermID) -> String {
        let node = arena.terms[Int(term)]
        return switch node.operation {
        case .constant: number(node.payload)
        case .symbol: "s\(node.payload)"
        case .linear, .multiply, .divide, .modulo, .bitAnd, .choose, .lessOrEqual, .equal, .not, .and, .or:
            "t\(term)"
        }
    }

    private func expression(_ node: Term) -> String {
        func pair(_ symbol: String) -> String { "(\(symbol) \(name(node.first)) \(name(node.second)))" }
        func truths(_ symbol: String) -> String { "(\(symbol) \(truth(node.first)) \(truth(node.second)))" }
        return switch node.operation {
        case .constant, .symbol: ""
        case .linear: sum(arena.forms[Int(node.payload)])
        case .multiply: pair("*")
        case .divide: pair("div")
        case .modulo: pair("mod")
        case .bitAnd: bits(node)
        case .choose: "(ite \(truth(node.first)) \(name(node.second)) \(name(node.third)))"
        case .lessOrEqual: pair("<=")
        case .equal: pair("=")
        case .not: "(not \(truth(node.first)))"
        case .and: truths("and")
        case .or: truths("or")
        }
    }

    /// Two's complement there and back.
    private func bits(_ node: Term) -> String {
        let operands = [node.first, node.second].map { "((_ int2bv \(node.payload)) \(name($0)))" }
        let (half, whole) = (Int128(1) << (node.payload - 1), Int128(1) << node.payload)
        return
            "(let ((n (bv2nat (bvand \(operands.joined(separator: " ")))))) (ite (< n \(half)) n (- n \(whole))))"
    }

    private func sum(_ form: LinearForm) -> String {
        var parts = form.parts.map { part in
            part.factor == 1 ? name(part.atom) : "(* \(number(part.factor)) \(name(part.atom)))"
        }
        if form.constant != 0 { parts.append(number(form.constant)) }
        return parts.count == 1 ? parts[0] : "(+ \(parts.joined(separator: " ")))"
    }

    private func number(_ value: Int128) -> String {
        value < 0 ? "(- \(value.magnitude))" : "\(value)"
    }
}
