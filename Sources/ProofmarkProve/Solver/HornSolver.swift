import CZ3

/// Solves Horn clauses with Z3's Spacer, and believes nothing: the invariant that Spacer gives is put into
/// every clause, and a plain solver is asked about each.
final class HornSolver {
    enum Answer {
        /// No clause without a head applies to any reachable state. For each predicate, what holds of it.
        case safe([HornFormula])
        /// Some reachable state breaks a clause without a head.
        case unsafe
        case unknown(String)
    }

    private let context: Z3_context
    private let arena: TermArena
    private let translator: TermTranslator
    private let integers: Z3_sort
    /// What this object holds on to, until its end.
    private var held: [Z3_ast] = []

    init?(arena: TermArena, resources: UInt32) {
        let configuration = Z3_mk_config()
        defer { Z3_del_config(configuration) }
        // For all that this context does: given as a parameter of the fixed point, it crashes Z3 4.8.12.
        Z3_set_param_value(configuration, "rlimit", "\(resources)")
        guard let context = Z3_mk_context_rc(configuration) else { return nil }
        Z3_set_error_handler(context) { _, _ in }
        self.context = context
        self.arena = arena
        translator = TermTranslator(context: context, arena: arena, encoding: .integers)
        integers = Z3_mk_int_sort(context)
        Z3_inc_ref(context, Z3_sort_to_ast(context, integers))
    }

    deinit {
        for ast in held { Z3_dec_ref(context, ast) }
        translator.release()
        Z3_del_context(context)
    }

    /// - Parameter milliseconds: Beside the limit on resources, for the machine that is slower than thought.
    func solve(_ system: HornSystem, milliseconds: Int?) -> Answer {
        guard let fixedpoint = Z3_mk_fixedpoint(context) else {
            return .unknown("Z3 gives no fixed point engine")
        }
        Z3_fixedpoint_inc_ref(context, fixedpoint)
        defer { Z3_fixedpoint_dec_ref(context, fixedpoint) }
        set(fixedpoint, milliseconds)
        let truths = Z3_mk_bool_sort(context)
        var predicates: [Z3_func_decl] = []
        for (number, arity) in (system.arities + [0]).enumerated() {
            let sorts = [Z3_sort?](repeating: integers, count: arity)
            let made = sorts.withUnsafeBufferPointer {
                Z3_mk_func_decl(
                    context,
                    Z3_mk_string_symbol(context, "P\(number)"),
                    UInt32(arity),
                    $0.baseAddress,
                    truths
                )
            }
            guard let made else { return .unknown("Z3 makes no predicate") }
            hold(Z3_func_decl_to_ast(context, made))
            Z3_fixedpoint_register_relation(context, fixedpoint, made)
            predicates.append(made)
        }
        guard let bad = predicates.popLast(), let goal = apply(bad, []) else { return .unknown("no goal") }
        for clause in system.clauses {
            guard let rule = rule(clause, predicates, goal) else {
                return .unknown("a clause cannot be said")
            }
            Z3_fixedpoint_add_rule(context, fixedpoint, rule, nil)
        }
        switch Z3_fixedpoint_query(context, fixedpoint, goal) {
        case Z3_L_TRUE: return .unsafe
        case Z3_L_FALSE: break
        default:
            let reason = Z3_fixedpoint_get_reason_unknown(context, fixedpoint).map { String(cString: $0) }
            // "ok" is what it says when its resources are spent.
            return .unknown(reason.flatMap { $0 == "ok" ? nil : $0 } ?? "its resources were spent")
        }
        var invariants: [Z3_ast] = []
        for predicate in predicates {
            guard let cover = hold(Z3_fixedpoint_get_cover_delta(context, fixedpoint, -1, predicate)) else {
                return .unknown("Spacer gives no invariant")
            }
            invariants.append(cover)
        }
        for clause in system.clauses where !holds(clause, invariants) {
            return .unknown("Spacer's invariant could not be confirmed")
        }
        return .safe(invariants.map(formula))
    }

    private func set(_ fixedpoint: Z3_fixedpoint, _ milliseconds: Int?) {
        guard let parameters = Z3_mk_params(context) else { return }
        Z3_params_inc_ref(context, parameters)
        defer { Z3_params_dec_ref(context, parameters) }
        func symbol(_ name: String) -> Z3_symbol? { Z3_mk_string_symbol(context, name) }
        Z3_params_set_symbol(context, parameters, symbol("engine"), symbol("spacer"))
        // The predicates that are asked about must be those that were stated.
        for name in ["xform.slice", "xform.inline_linear", "xform.inline_eager", "ctrl_c"] {
            Z3_params_set_bool(context, parameters, symbol(name), false)
        }
        if let milliseconds {
            Z3_params_set_uint(context, parameters, symbol("timeout"), UInt32(clamping: milliseconds))
        }
        Z3_fixedpoint_set_params(context, fixedpoint, parameters)
    }

    // MARK: Clauses

    private func rule(_ clause: HornSystem.Clause, _ predicates: [Z3_func_decl], _ goal: Z3_ast) -> Z3_ast? {
        var premises = clause.guards.map { translator.truth($0) }
        if let body = clause.body { premises.append(apply(predicates[body.predicate], body.arguments)) }
        let head = clause.head.map { apply(predicates[$0.predicate], $0.arguments) } ?? goal
        guard let whole = hold(Z3_mk_implies(context, all(premises), head)) else { return nil }
        let symbols = symbols(of: clause)
        if symbols.isEmpty { return whole }
        return symbols.map { Optional($0) }.withUnsafeBufferPointer { bound in
            hold(
                Z3_mk_forall_const(context, 0, UInt32(bound.count), bound.baseAddress, 0, nil, whole)
            )
        }
    }

    /// Whether the clause holds with the invariants in the place of the predicates.
    private func holds(_ clause: HornSystem.Clause, _ invariants: [Z3_ast]) -> Bool {
        guard let solver = Z3_mk_simple_solver(context) else { return false }
        Z3_solver_inc_ref(context, solver)
        defer { Z3_solver_dec_ref(context, solver) }
        for condition in clause.guards { Z3_solver_assert(context, solver, translator.truth(condition)) }
        if let body = clause.body {
            Z3_solver_assert(context, solver, instance(invariants[body.predicate], body.arguments))
        }
        if let head = clause.head {
            let claim = instance(invariants[head.predicate], head.arguments)
            Z3_solver_assert(context, solver, hold(Z3_mk_not(context, claim)))
        }
        return Z3_solver_check(context, solver) == Z3_L_FALSE
    }

    private func instance(_ invariant: Z3_ast, _ arguments: [TermID]) -> Z3_ast? {
        let values = arguments.map { hold(translator.translate($0)) }
        return values.withUnsafeBufferPointer {
            hold(Z3_substitute_vars(context, invariant, UInt32($0.count), $0.baseAddress))
        }
    }

    private func apply(_ predicate: Z3_func_decl, _ arguments: [TermID]) -> Z3_ast? {
        let values = arguments.map { hold(translator.translate($0)) }
        return values.withUnsafeBufferPointer {
            hold(Z3_mk_app(context, predicate, UInt32($0.count), $0.baseAddress))
        }
    }

    private func all(_ truths: [Z3_ast?]) -> Z3_ast? {
        if truths.isEmpty { return hold(Z3_mk_true(context)) }
        let held = truths.map { hold($0) }
        return held.withUnsafeBufferPointer {
            hold(Z3_mk_and(context, UInt32($0.count), $0.baseAddress))
        }
    }

    private func symbols(of clause: HornSystem.Clause) -> [Z3_app] {
        var seen: Set<TermID> = []
        var found: [Z3_app] = []
        var stack = clause.guards + (clause.body?.arguments ?? []) + (clause.head?.arguments ?? [])
        while let term = stack.popLast() {
            guard seen.insert(term).inserted else { continue }
            let node = arena.terms[Int(term)]
            if node.operation == .symbol {
                if let ast = translator.translate(term) { found.append(Z3_to_app(context, ast)) }
            } else {
                stack += arena.operands(of: node)
            }
        }
        return found
    }

    @discardableResult
    private func hold(_ ast: Z3_ast?) -> Z3_ast? {
        guard let ast else { return nil }
        Z3_inc_ref(context, ast)
        held.append(ast)
        return ast
    }

    // MARK: Reading

    /// The invariant as a formula of our own, for a person to read.
    private func formula(_ ast: Z3_ast) -> HornFormula {
        switch Z3_get_ast_kind(context, ast) {
        case Z3_NUMERAL_AST:
            return .number(Z3_get_numeral_string(context, ast).map { String(cString: $0) } ?? "?")
        case Z3_VAR_AST:
            return .argument(Int(Z3_get_index_value(context, ast)))
        case Z3_APP_AST:
            let app = Z3_to_app(context, ast)
            let operands = (0..<Z3_get_app_num_args(context, app)).compactMap {
                Z3_get_app_arg(context, app, $0).map(formula)
            }
            let declaration = Z3_get_app_decl(context, app)
            return HornFormula(Z3_get_decl_kind(context, declaration), operands)
                ?? .other(Z3_ast_to_string(context, ast).map { String(cString: $0) } ?? "?")
        default:
            return .other(Z3_ast_to_string(context, ast).map { String(cString: $0) } ?? "?")
        }
    }
}

extension HornFormula {
    fileprivate init?(_ kind: Z3_decl_kind, _ operands: [HornFormula]) {
        switch kind {
        case Z3_OP_TRUE: self = .truth(true)
        case Z3_OP_FALSE: self = .truth(false)
        case Z3_OP_AND: self = .every(operands)
        case Z3_OP_OR: self = .some(operands)
        case Z3_OP_NOT where operands.count == 1: self = .not(operands[0])
        case Z3_OP_LE where operands.count == 2: self = .compare(operands[0], "<=", operands[1])
        case Z3_OP_GE where operands.count == 2: self = .compare(operands[0], ">=", operands[1])
        case Z3_OP_LT where operands.count == 2: self = .compare(operands[0], "<", operands[1])
        case Z3_OP_GT where operands.count == 2: self = .compare(operands[0], ">", operands[1])
        case Z3_OP_EQ where operands.count == 2: self = .compare(operands[0], "==", operands[1])
        case Z3_OP_ADD: self = .sum(operands)
        case Z3_OP_MUL: self = .product(operands)
        case Z3_OP_UMINUS where operands.count == 1: self = .product([.number("-1")] + operands)
        case Z3_OP_SUB where operands.count == 2:
            self = .sum([operands[0], .product([.number("-1"), operands[1]])])
        default: return nil
        }
    }
}
