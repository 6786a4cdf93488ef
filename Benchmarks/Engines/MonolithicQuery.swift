import BenchmarkSupport
import CZ3
import Foundation

/// The same problem as one formula, as a person who knows SMT would write it: a state for each step, the
/// dispatch as a relation between states, and the negated bound for all pairs and intervals at the end.
///
/// With a quantum of at least the largest cost, a dispatch rotates at most once: if the tenant whose turn
/// it is cannot pay, the next one receives its quantum and can.
struct MonolithicQuery {
    private static let tenants = 3
    var dispatches: Int
    /// Intervals that begin at the start, or all.
    var isFromTheStart: Bool
    var patience: Double

    /// - Returns: Whether the bound holds, `nil` if Z3 was stopped, and the seconds from formula to answer.
    func run(bound: Int) -> (holds: Bool?, seconds: Double) {
        var holds: Bool?
        let spent = seconds { holds = solve(bound) }
        return (holds, spent)
    }

    private func solve(_ bound: Int) -> Bool? {
        let configuration = Z3_mk_config()
        defer { Z3_del_config(configuration) }
        // Without reference counts: everything lives until the context goes.
        guard let context = Z3_mk_context(configuration) else { return nil }
        defer { Z3_del_context(context) }
        let solver = Z3_mk_solver(context)
        Z3_solver_inc_ref(context, solver)
        defer { Z3_solver_dec_ref(context, solver) }
        let parameters = Z3_mk_params(context)
        Z3_params_inc_ref(context, parameters)
        Z3_params_set_uint(
            context,
            parameters,
            Z3_mk_string_symbol(context, "timeout"),
            UInt32(patience * 1_000)
        )
        Z3_solver_set_params(context, solver, parameters)
        Z3_params_dec_ref(context, parameters)

        let formula = Formula(context: context)
        var heads = (0..<Self.tenants).map { _ in formula.cost(solver) }
        var deficits = [10, 0, 0].map(formula.number)
        var turns = [true, false, false].map { $0 ? Z3_mk_true(context) : Z3_mk_false(context) }
        var served = (0..<Self.tenants).map { _ in formula.number(0) }
        var history = [served]
        for _ in 0..<dispatches {
            let indices = 0..<Self.tenants
            let pays = indices.map { formula.all([turns[$0], Z3_mk_le(context, heads[$0], deficits[$0])]) }
            // The tenant served: the one whose turn it is, or the next one if that cannot pay.
            let serves = indices.map { tenant in
                let previous = (tenant + Self.tenants - 1) % Self.tenants
                return formula.any([
                    pays[tenant], formula.all([turns[previous], Z3_mk_not(context, pays[previous])]),
                ])
            }
            let replacement = formula.cost(solver)
            deficits = indices.map { tenant in
                let credited = formula.choose(
                    turns[tenant],
                    deficits[tenant],
                    formula.add(deficits[tenant], formula.number(10))
                )
                return formula.choose(
                    serves[tenant],
                    formula.subtract(credited, heads[tenant]),
                    deficits[tenant]
                )
            }
            served = indices.map {
                formula.choose(serves[$0], formula.add(served[$0], heads[$0]), served[$0])
            }
            heads = indices.map { formula.choose(serves[$0], replacement, heads[$0]) }
            turns = serves
            history.append(served)
        }
        var violations: [Z3_ast?] = []
        for start in isFromTheStart ? 0..<1 : history.indices {
            for end in start + 1..<max(history.count, start + 1) {
                for first in 0..<Self.tenants {
                    for second in 0..<Self.tenants where first != second {
                        let gains = [first, second].map {
                            formula.subtract(history[end][$0], history[start][$0])
                        }
                        let lead = formula.subtract(gains[0], gains[1])
                        violations.append(Z3_mk_gt(context, lead, formula.number(bound)))
                    }
                }
            }
        }
        Z3_solver_assert(context, solver, formula.any(violations))
        switch Z3_solver_check(context, solver) {
        case Z3_L_FALSE: return true
        case Z3_L_TRUE: return false
        default: return nil
        }
    }
}

/// Short names for what the encoding needs of Z3.
private struct Formula {
    let context: Z3_context
    private var integers: Z3_sort? { Z3_mk_int_sort(context) }

    init(context: Z3_context) { self.context = context }

    func number(_ value: Int) -> Z3_ast? { Z3_mk_int64(context, Int64(value), integers) }

    /// A fresh cost in 1...10.
    func cost(_ solver: Z3_solver?) -> Z3_ast? {
        let cost = Z3_mk_fresh_const(context, "cost", integers)
        Z3_solver_assert(context, solver, Z3_mk_ge(context, cost, number(1)))
        Z3_solver_assert(context, solver, Z3_mk_le(context, cost, number(10)))
        return cost
    }

    func choose(_ condition: Z3_ast?, _ first: Z3_ast?, _ second: Z3_ast?) -> Z3_ast? {
        Z3_mk_ite(context, condition, first, second)
    }

    func add(_ first: Z3_ast?, _ second: Z3_ast?) -> Z3_ast? { Z3_mk_add(context, 2, [first, second]) }

    func subtract(_ first: Z3_ast?, _ second: Z3_ast?) -> Z3_ast? { Z3_mk_sub(context, 2, [first, second]) }

    func all(_ terms: [Z3_ast?]) -> Z3_ast? { Z3_mk_and(context, UInt32(terms.count), terms) }

    func any(_ terms: [Z3_ast?]) -> Z3_ast? { Z3_mk_or(context, UInt32(terms.count), terms) }
}
