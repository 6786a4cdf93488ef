import CZ3

/// Arithmetic on bit-vectors that are wide enough for every number: what wraps on the way does not matter.
extension TermTranslator {
    static var width: UInt32 { 128 }

    func total(_ operands: [Z3_ast?]) -> Z3_ast? {
        operands.dropFirst().reduce(operands.first ?? nil) { Z3_mk_bvadd(context, $0, $1) }
    }

    /// Divided by a power of two, downwards.
    func shifted(_ dividend: Z3_ast?, by places: Z3_ast?) -> Z3_ast? {
        Z3_mk_bvashr(context, dividend, places)
    }

    func masked(_ dividend: Z3_ast?, by mask: Z3_ast?) -> Z3_ast? {
        Z3_mk_bvand(context, dividend, mask)
    }

    /// The remainder that is never negative; `Z3_mk_bvsmod` takes the sign of the divisor.
    func remainder(of dividend: Z3_ast?, by divisor: Z3_ast?) -> Z3_ast? {
        held { hold in
            let rest = hold(Z3_mk_bvsrem(context, dividend, divisor))
            let zero = hold(Z3_mk_bvsub(context, divisor, divisor))
            let negated = hold(Z3_mk_bvneg(context, divisor))
            let isNegative = hold(Z3_mk_bvslt(context, divisor, zero))
            let size = hold(Z3_mk_ite(context, isNegative, negated, divisor))
            let isBelow = hold(Z3_mk_bvslt(context, rest, zero))
            return Z3_mk_ite(context, isBelow, hold(Z3_mk_bvadd(context, rest, size)), rest)
        }
    }

    func quotient(of dividend: Z3_ast?, by divisor: Z3_ast?) -> Z3_ast? {
        held { hold in
            let rest = hold(remainder(of: dividend, by: divisor))
            return Z3_mk_bvsdiv(context, hold(Z3_mk_bvsub(context, dividend, rest)), divisor)
        }
    }

    /// Z3 frees what is not retained at its next call: what is held is so until the whole is made.
    private func held(_ make: (_ hold: (Z3_ast?) -> Z3_ast?) -> Z3_ast?) -> Z3_ast? {
        var parts: [Z3_ast] = []
        let whole = make { part in
            if let part {
                Z3_inc_ref(context, part)
                parts.append(part)
            }
            return part
        }
        if let whole { Z3_inc_ref(context, whole) }
        for part in parts { Z3_dec_ref(context, part) }
        // Still alive: only the next call of Z3 frees it, and the caller retains it before.
        if let whole { Z3_dec_ref(context, whole) }
        return whole
    }
}
