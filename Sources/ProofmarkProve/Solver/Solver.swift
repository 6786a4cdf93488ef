import CZ3

/// One Z3 context and solver, with a stack of assertions. Only the files beside
/// this one speak Z3's language.
final class Solver {
    enum Answer {
        case satisfiable(Model)
        case unsatisfiable
        /// Z3's own reason.
        case unknown(String)
    }

    private let context: Z3_context
    private let solver: Z3_solver
    private let parameters: Z3_params
    private let translator: TermTranslator
    private let arena: TermArena
    private(set) var checks = 0
    /// Nanoseconds spent inside `check`.
    private(set) var nanoseconds: UInt64 = 0
    private(set) var depth = 0

    /// `nil` if Z3 gives no context, which only a broken installation does.
    /// - Parameter resources: How much work one check may be, in Z3's `rlimit`.
    init?(arena: TermArena, seed: UInt32, resources: UInt32, encoding: IntegerEncoding) {
        let configuration = Z3_mk_config()
        defer { Z3_del_config(configuration) }
        guard let context = Z3_mk_context_rc(configuration) else { return nil }
        // Z3's own handler would end the process; `check` asks for the error code instead.
        Z3_set_error_handler(context) { _, _ in }
        // Each object is retained at once: Z3 frees what is not at its next call.
        guard let solver = Z3_mk_simple_solver(context) else {
            Z3_del_context(context)
            return nil
        }
        Z3_solver_inc_ref(context, solver)
        guard let parameters = Z3_mk_params(context) else {
            Z3_solver_dec_ref(context, solver)
            Z3_del_context(context)
            return nil
        }
        Z3_params_inc_ref(context, parameters)
        self.context = context
        self.solver = solver
        self.parameters = parameters
        self.arena = arena
        translator = TermTranslator(context: context, arena: arena, encoding: encoding)
        Z3_params_set_bool(context, parameters, Z3_mk_string_symbol(context, "ctrl_c"), false)
        Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "random_seed"), seed)
        Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "rlimit"), resources)
        // The older simplex core: 1.5 times as fast on the many small questions of a bounded proof.
        Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "arith.solver"), 2)
        Z3_solver_set_params(context, solver, parameters)
    }

    deinit { dispose() }

    private var isDisposed = false

    /// Gives back what Z3 holds; the solver is of no use afterwards. A path that was abandoned keeps its
    /// exploration, and the solver with it, for ever.
    func dispose() {
        guard !isDisposed else { return }
        isDisposed = true
        translator.release()
        Z3_params_dec_ref(context, parameters)
        Z3_solver_dec_ref(context, solver)
        Z3_del_context(context)
    }

    /// Name and version, such as "Z3 4.8.12".
    static var version: String {
        var (major, minor, build, revision): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
        Z3_get_version(&major, &minor, &build, &revision)
        return "Z3 \(major).\(minor).\(build)"
    }

    func push() {
        Z3_solver_push(context, solver)
        depth += 1
    }

    func pop(to depth: Int) {
        guard depth < self.depth else { return }
        Z3_solver_pop(context, solver, UInt32(self.depth - depth))
        self.depth = depth
    }

    func assert(_ term: TermID) {
        Z3_solver_assert(context, solver, translator.truth(term))
    }

    /// Makes the next checks give up after this time.
    func limit(milliseconds: Int?) {
        let limit = UInt32(clamping: milliseconds ?? Int(UInt32.max))
        Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "timeout"), limit)
        Z3_solver_set_params(context, solver, parameters)
    }

    func check() -> Answer {
        checks += 1
        let start = ContinuousClock.now
        defer {
            let spent = (ContinuousClock.now - start).components
            nanoseconds += UInt64(spent.seconds) * 1_000_000_000 + UInt64(spent.attoseconds / 1_000_000_000)
        }
        switch Z3_solver_check(context, solver) {
        case Z3_L_TRUE:
            guard let model = Z3_solver_get_model(context, solver) else {
                return .unknown("no model was given")
            }
            Z3_model_inc_ref(context, model)
            defer { Z3_model_dec_ref(context, model) }
            if translator.isInexact { return .unknown("a number without a range, in bit-vectors") }
            return .satisfiable(read(model))
        case Z3_L_FALSE:
            return .unsatisfiable
        default:
            return .unknown(
                Z3_solver_get_reason_unknown(context, solver).map { String(cString: $0) } ?? "unknown"
            )
        }
    }

    /// Whether the assertions can hold together with one more.
    func check(with term: TermID) -> Answer {
        push()
        defer { pop(to: depth - 1) }
        assert(term)
        return check()
    }

    private func read(_ model: Z3_model) -> Model {
        var values = Model()
        for symbol in arena.symbols.indices {
            guard let declaration = translator.declaration(ofSymbol: symbol),
                let value = Z3_model_get_const_interp(context, model, declaration)
            else { continue }
            values[symbol] = translator.number(value)
        }
        return values
    }
}
