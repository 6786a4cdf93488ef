import CZ3

/// Turns terms into Z3's, each once.
final class TermTranslator {
    let context: Z3_context
    private let arena: TermArena
    private let encoding: IntegerEncoding
    private let numbers: Z3_sort
    /// Whether some term stands for more numbers than it can have: then a model says nothing.
    private(set) var isInexact = false
    private var translated: [Z3_ast?] = []
    private var declarations: [Z3_func_decl?] = []

    init(context: Z3_context, arena: TermArena, encoding: IntegerEncoding) {
        self.context = context
        self.arena = arena
        self.encoding = encoding
        numbers =
            switch encoding {
            case .integers: Z3_mk_int_sort(context)
            case .bitVectors: Z3_mk_bv_sort(context, Self.width)
            }
        Z3_inc_ref(context, Z3_sort_to_ast(context, numbers))
    }

    /// The symbol's declaration, if it was ever translated.
    func declaration(ofSymbol symbol: Int) -> Z3_func_decl? {
        symbol < declarations.count ? declarations[symbol] : nil
    }

    func release() {
        for case let ast? in translated { Z3_dec_ref(context, ast) }
        translated.removeAll()
    }

    /// The number that a model gives a symbol.
    func number(_ value: Z3_ast) -> Int128? {
        switch encoding {
        case .integers:
            var small: Int64 = 0
            if Z3_get_numeral_int64(context, value, &small) { return Int128(small) }
            return Z3_get_numeral_string(context, value).flatMap { Int128(String(cString: $0)) }
        case .bitVectors:
            return Z3_get_numeral_string(context, value)
                .flatMap { UInt128(String(cString: $0)) }
                .map { Int128(truncatingIfNeeded: $0) }
        }
    }

    func translate(_ term: TermID) -> Z3_ast? {
        let position = Int(term)
        while translated.count < arena.count { translated.append(nil) }
        if let known = translated[position] { return known }
        let made =
            switch encoding {
            case .integers: integer(arena.terms[position])
            case .bitVectors: bitVector(arena.terms[position], arena.interval(term))
            }
        if let made { Z3_inc_ref(context, made) }
        translated[position] = made
        return made
    }

    private func integer(_ term: Term) -> Z3_ast? {
        switch term.operation {
        case .multiply:
            return pair(translate(term.first), translate(term.second)) { Z3_mk_mul(context, 2, $0) }
        case .divide: return Z3_mk_div(context, translate(term.first), translate(term.second))
        case .modulo: return Z3_mk_mod(context, translate(term.first), translate(term.second))
        case .bitAnd: return bits(term)
        case .lessOrEqual: return Z3_mk_le(context, translate(term.first), translate(term.second))
        case .constant, .symbol, .linear, .choose, .equal, .not, .and, .or: return common(term)
        }
    }

    private func bitVector(_ term: Term, _ interval: Interval) -> Z3_ast? {
        let (first, second) = (term.first, term.second)
        switch term.operation {
        case .linear, .multiply, .divide, .modulo, .bitAnd, .choose, .symbol:
            guard interval.isBounded else { return anything() }
        case .constant, .lessOrEqual, .equal, .not, .and, .or: break
        }
        // Bits, where they will do: the circuit of a division is large.
        if let divisor = arena.constantValue(second), divisor > 0, divisor & (divisor - 1) == 0 {
            switch term.operation {
            case .divide: return shifted(translate(first), by: constant(Int128(divisor.trailingZeroBitCount)))
            case .modulo: return masked(translate(first), by: constant(divisor - 1))
            case .multiply, .bitAnd, .lessOrEqual, .constant, .symbol, .linear, .choose, .equal, .not, .and,
                .or:
                break
            }
        }
        switch term.operation {
        case .multiply: return Z3_mk_bvmul(context, translate(first), translate(second))
        case .divide: return quotient(of: translate(first), by: translate(second))
        case .modulo: return remainder(of: translate(first), by: translate(second))
        case .bitAnd: return Z3_mk_bvand(context, translate(first), translate(second))
        case .lessOrEqual: return Z3_mk_bvsle(context, translate(first), translate(second))
        case .constant, .symbol, .linear, .choose, .equal, .not, .and, .or: return common(term)
        }
    }

    /// What both encodings say in the same words.
    private func common(_ term: Term) -> Z3_ast? {
        switch term.operation {
        case .constant: return constant(term.payload)
        case .symbol: return symbol(Int(term.payload))
        case .linear: return sum(arena.forms[Int(term.payload)])
        case .choose:
            return Z3_mk_ite(context, truth(term.first), translate(term.second), translate(term.third))
        case .equal: return Z3_mk_eq(context, translate(term.first), translate(term.second))
        case .not: return Z3_mk_not(context, truth(term.first))
        case .and: return pair(truth(term.first), truth(term.second)) { Z3_mk_and(context, 2, $0) }
        case .or: return pair(truth(term.first), truth(term.second)) { Z3_mk_or(context, 2, $0) }
        case .multiply, .divide, .modulo, .bitAnd, .lessOrEqual: return nil
        }
    }

    private func anything() -> Z3_ast? {
        isInexact = true
        return Z3_mk_fresh_const(context, "any", numbers)
    }

    private func bits(_ term: Term) -> Z3_ast? {
        let operands = [term.first, term.second].map { operand in
            let made = Z3_mk_int2bv(context, UInt32(term.payload), translate(operand))
            if let made { Z3_inc_ref(context, made) }
            return made
        }
        let common = Z3_mk_bvand(context, operands[0], operands[1])
        if let common { Z3_inc_ref(context, common) }
        defer { for case let ast? in operands + [common] { Z3_dec_ref(context, ast) } }
        return Z3_mk_bv2int(context, common, true)
    }

    /// A truth value; the constants 0 and 1 double as false and true in the arena.
    func truth(_ term: TermID) -> Z3_ast? {
        if term == arena.truth { return Z3_mk_true(context) }
        if term == arena.falsity { return Z3_mk_false(context) }
        return translate(term)
    }

    private func sum(_ form: LinearForm) -> Z3_ast? {
        // Each operand is retained until the sum is made: Z3 frees what is not at its next call.
        var operands: [Z3_ast?] = []
        func append(_ operand: Z3_ast?) {
            if let operand { Z3_inc_ref(context, operand) }
            operands.append(operand)
        }
        for part in form.parts {
            let atom = translate(part.atom)
            append(part.factor == 1 ? atom : scaled(atom, by: part.factor))
        }
        if form.constant != 0 { append(constant(form.constant)) }
        defer { for case let operand? in operands { Z3_dec_ref(context, operand) } }
        if case .bitVectors = encoding { return total(operands) }
        return operands.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { Z3_mk_add(context, UInt32(buffer.count), $0) }
        }
    }

    private func scaled(_ operand: Z3_ast?, by factor: Int128) -> Z3_ast? {
        let factor = constant(factor)
        if let factor { Z3_inc_ref(context, factor) }
        defer { if let factor { Z3_dec_ref(context, factor) } }
        if case .bitVectors = encoding { return Z3_mk_bvmul(context, factor, operand) }
        return pair(factor, operand) { Z3_mk_mul(context, 2, $0) }
    }

    private func pair(
        _ first: Z3_ast?,
        _ second: Z3_ast?,
        _ make: (UnsafePointer<Z3_ast?>) -> Z3_ast?
    ) -> Z3_ast? {
        let operands = [first, second]
        return operands.withUnsafeBufferPointer { buffer in buffer.baseAddress.flatMap(make) }
    }

    private func constant(_ value: Int128) -> Z3_ast? {
        if let small = Int64(exactly: value) { return Z3_mk_int64(context, small, numbers) }
        return Z3_mk_numeral(context, String(value), numbers)
    }

    private func symbol(_ index: Int) -> Z3_ast? {
        while declarations.count <= index { declarations.append(nil) }
        let name = Z3_mk_int_symbol(context, Int32(index))
        let declaration = Z3_mk_func_decl(context, name, 0, nil, numbers)
        declarations[index] = declaration
        if let declaration { Z3_inc_ref(context, Z3_func_decl_to_ast(context, declaration)) }
        return Z3_mk_app(context, declaration, 0, nil)
    }
}
