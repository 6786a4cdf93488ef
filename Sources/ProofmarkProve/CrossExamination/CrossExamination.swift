import Proofmark
import ProofmarkEngine

/// Compares what a proof says of its merged states with what the plain code does.
///
/// Of each merged state some models are taken. The run that each stands for is executed on the plain code: its state,
/// what the monitors remember, and what every rule says must be what the merged state says under the model. The other
/// way round, random runs of the plain code must be runs of the proof. How many are tried is a number and never a time.
///
/// A difference is a fault of the prover's, unless the plain code differs from itself, or from the code that is proved.
final class CrossExamination<S: Specification, Concrete: Specification> {
    /// What a difference means.
    enum Finding {
        case misuse(String)
        case internalError(String)
    }

    /// Of each layer, the first `mostStates` states are examined, as many that hold tables, and of the rest one in `sparse`.
    static var mostStates: Int { 64 }
    static var sparse: Int { 16 }
    static var modelsPerState: Int { 3 }
    static var randomRuns: Int { 100 }

    private let exploration: Exploration
    private let stepper: Stepper<S>
    private let plain: PlainRunner<Concrete>
    private var evaluator: TermEvaluator
    /// Told of each run before it happens: it may take the process down.
    private let note: ((ChoiceSequence) -> Void)?

    private(set) var states = 0
    private(set) var examined = 0
    private(set) var models = 0
    private(set) var runs = 0
    /// Runs that end in states with tables.
    private var withTables = SpreadSample<ChoiceSequence>(most: 64)
    /// A run for each path of the proof: what a path alone does may depend on the order of a table that is in no state.
    private var ofPaths = SpreadSample<ChoiceSequence>(most: 448)

    /// Notes the run that a path stands for.
    func note(path make: () -> ChoiceSequence) { ofPaths.add(make) }

    /// The runs that are to be tried in other orders of hash tables.
    var sample: [ChoiceSequence] { withTables.elements + ofPaths.elements }
    private(set) var nanoseconds: UInt64 = 0

    init(
        _ exploration: Exploration,
        _ stepper: Stepper<S>,
        _ plain: PlainRunner<Concrete>,
        note: ((ChoiceSequence) -> Void)?
    ) {
        self.exploration = exploration
        self.stepper = stepper
        self.plain = plain
        self.note = note
        evaluator = TermEvaluator(arena: exploration.arena)
    }

    /// Examines the states of a layer, after the rules have looked at them.
    func examine(_ layer: [Group], bounds: [Int: Int]) -> Finding? {
        measured {
            var tables = 0
            for (number, group) in layer.enumerated() {
                states += 1
                let hasTables = group.snapshot.state.hasTables && tables < Self.mostStates
                guard number < Self.mostStates || number % Self.sparse == 0 || hasTables else { continue }
                if hasTables { tables += 1 }
                examined += 1
                for model in models(of: group) {
                    models += 1
                    if let finding = examine(group, model, bounds) { return finding }
                }
            }
            return nil
        }
    }

    /// The first of the rules that the plain code breaks at the end of the run.
    func rule(brokenBy run: ChoiceSequence, of rules: [Int]) -> Int? {
        note?(run)
        return plain.broken(by: run, of: rules)
    }

    private func measured<Value>(_ body: () -> Value) -> Value {
        let start = ContinuousClock.now
        defer {
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            nanoseconds += UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
        }
        return body()
    }

    /// Models that differ from each other: of the first and the last way into the group, and one of the solver's in
    /// which some number is another.
    private func models(of group: Group) -> [Model] {
        var found = [group.model]
        if let last = group.lastModel { found.append(last) }
        evaluator.use(group.model)
        let arena = exploration.arena
        let terms = group.snapshot.numbers.map { $0.term(in: arena) }
        guard found.count < Self.modelsPerState,
            let term = terms.last(where: {
                arena.constantValue($0) == nil && group.bounds.interval(of: $0).constant == nil
            })
        else { return found }
        let solver = exploration.solver
        let depth = solver.depth
        defer { solver.pop(to: depth) }
        solver.push()
        solver.assert(group.guardTerm)
        let other = arena.not(arena.equal(term, arena.constant(evaluator.value(of: term))))
        if case .satisfiable(let model) = solver.check(with: other) { found.append(model) }
        return found
    }

    private func examine(_ group: Group, _ model: Model, _ bounds: [Int: Int]) -> Finding? {
        evaluator.use(model)
        guard evaluator.isTrue(group.guardTerm) else {
            return .internalError("a model of a merged state does not satisfy the state's own condition")
        }
        let run = group.run(under: &evaluator)
        guard let edge = group.edge(under: &evaluator) else {
            return .internalError("no way leads to a merged state under one of its models, by the run \(run)")
        }
        note?(run)
        let rules = edge.answers.map(\.rule)
        func end() -> PlainRunner<Concrete>.Ending { plain.end(of: run, asking: rules, bounds: bounds) }
        let ending = end()
        if group.snapshot.state.hasTables { withTables.add { run } }
        guard let difference = difference(group, edge, ending) else { return nil }
        return judge(difference, run, first: ending, again: end)
    }

    /// What the plain code does otherwise.
    private func difference(_ group: Group, _ edge: Group.Edge, _ ending: PlainRunner<Concrete>.Ending)
        -> String?
    {
        switch ending {
        case .ended(let step, let why), .choseOtherwise(let step, let why):
            return "step \(step) is not possible: \(why)"
        case .refused(let why): return why
        case .state(let state):
            let arena = exploration.arena
            let merged = merged(group)
            guard let words = stepper.words(of: merged) else {
                return "the merged state cannot be put together"
            }
            if words != state.words { return "the state is another: \(stepper.fields(of: merged))" }
            for (answer, said) in zip(edge.answers, state.answers) where answer != said {
                return "rule \"\(stepper.rules[answer.rule].name)\" says \(said.text) and not \(answer.text)"
            }
            let memories = stepper.memories(of: group.snapshot.memory) {
                evaluator.value(of: $0.term(in: arena))
            }
            for answer in edge.answers where memories[answer.rule] != state.memory[answer.rule] {
                return "the monitor of \"\(stepper.rules[answer.rule].name)\" remembers something else"
            }
            return nil
        }
    }

    /// Whose fault a difference is.
    private func judge(
        _ difference: String,
        _ run: ChoiceSequence,
        first: PlainRunner<Concrete>.Ending,
        again: () -> PlainRunner<Concrete>.Ending
    ) -> Finding {
        for _ in 0..<2 where again() != first {
            return .misuse(
                "the specification behaves differently when the same run is repeated; "
                    + "it must depend on nothing but its state and its choices"
            )
        }
        if case .choseOtherwise(let step, let why) = first {
            return .misuse(
                "the specification that is proved chooses otherwise than the one that is fuzzed: in step \(step), \(why); "
                    + "give Verify the same specification twice"
            )
        }
        if let misuse = misuseByLooking(run) { return .misuse(misuse) }
        if plain.walker.hasSharedObjects {
            return .misuse(
                "a state reaches one object in two ways, and the proof and the plain code then differ (\(difference)) after "
                    + "the run \(run); let the state hold the object once, or a value in its place"
            )
        }
        return .internalError(
            "the proof and the plain code differ (\(difference)) after the run \(run); the plain state is: "
                + plain.text(afterEndOf: run)
                + "; or the code looks at how a number is stored, by `as? Int`, `MemoryLayout` or its bytes"
        )
    }

    /// What to say if a guard or a rule changes a state of the run.
    func misuseByLooking(_ run: ChoiceSequence) -> String? {
        plain.whatChangesStates(of: run).map {
            "\($0) changes an object of the state; guards and rules must only look"
        }
    }

    // MARK: The other direction

    /// Whether random runs of the plain code are runs of the proof.
    ///
    /// - Parameter layers: The groups of every complete layer, after the rules have looked.
    func followRandomRuns(through layers: [[Group]], seed: UInt64) -> Finding? {
        measured {
            let ways = Ways(layers)
            for number in 0..<Self.randomRuns {
                guard
                    let (run, words) = plain.random(
                        seed: SplitMix64.stream(UInt64(number), of: seed),
                        steps: layers.count - 1
                    )
                else { continue }
                runs += 1
                if let difference = follow(run, words, layers[0], ways) {
                    func end() -> PlainRunner<Concrete>.Ending { plain.end(of: run, asking: [], bounds: [:]) }
                    return judge(difference, run, first: end(), again: end)
                }
            }
            return nil
        }
    }

    /// From each group to those that it leads to.
    private struct Ways {
        private var next: [ObjectIdentifier: [(target: Group, edge: Group.Edge)]] = [:]

        init(_ layers: [[Group]]) {
            var seen: Set<ObjectIdentifier> = []
            for observed in layers.joined() {
                for edge in observed.edges {
                    next[ObjectIdentifier(edge.source), default: []].append((observed, edge))
                    guard seen.insert(ObjectIdentifier(edge.source)).inserted else { continue }
                    for before in edge.source.edges {
                        next[ObjectIdentifier(before.source), default: []].append((edge.source, before))
                    }
                }
            }
        }

        func out(of group: Group) -> [(target: Group, edge: Group.Edge)] {
            next[ObjectIdentifier(group)] ?? []
        }
    }

    private func follow(_ run: ChoiceSequence, _ words: [[UInt64]], _ initial: [Group], _ ways: Ways)
        -> String?
    {
        var model = Model()
        evaluator.use(model)
        guard var group = initial.first(where: { evaluator.isTrue($0.guardTerm) }) else {
            return "the proof has no initial state for it"
        }
        if let difference = compare(group, words[0], step: 0) { return difference }
        for (number, step) in run.steps.enumerated() {
            var taken: Group?
            for (target, edge) in ways.out(of: group) where edge.step?.action == step.action {
                guard let candidate = assign(step, edge, number + 1, model) else { continue }
                evaluator.use(candidate)
                if evaluator.isTrue(edge.condition) {
                    (taken, model) = (target, candidate)
                    break
                }
            }
            guard let taken else { return "the proof has no such step \(number + 1)" }
            guard
                let looked = ways.out(of: taken).first(where: { evaluator.isTrue($0.edge.condition) })?.target
            else {
                return "the proof has no state after step \(number + 1)"
            }
            group = looked
            if let difference = compare(group, words[number + 1], step: number + 1) { return difference }
        }
        return nil
    }

    /// The model with the step's choices; `nil` if the way makes others.
    private func assign(_ step: ChoiceSequence.Step, _ edge: Group.Edge, _ depth: Int, _ model: Model)
        -> Model?
    {
        guard let choices = edge.step?.choices, choices.count == step.choices.count else { return nil }
        let arena = exploration.arena
        var model = model
        _ = exploration.selection(of: step.action, among: stepper.actions.count, at: depth, in: &model)
        for (ordinal, (choice, made)) in zip(choices, step.choices).enumerated() {
            if let constant = arena.constantValue(choice.term), constant != Int128(made.value) { return nil }
            let key = Exploration.SymbolKey(
                depth: depth,
                ordinal: ordinal,
                lower: arena.interval(choice.lower).lower,
                upper: arena.interval(choice.upper).upper
            )
            model[exploration.symbol(key)] = Int128(made.value)
        }
        return model
    }

    private func compare(_ group: Group, _ words: [UInt64], step: Int) -> String? {
        stepper.words(of: merged(group)) == words ? nil : "the state after step \(step) is another"
    }

    /// The state of the group under the present model.
    private func merged(_ group: Group) -> FlatValue {
        let arena = exploration.arena
        var state = group.snapshot.state
        state.numbers = state.numbers.map {
            FlatNumber(constant: evaluator.value(of: $0.term(in: arena)), $0.range)
        }
        return state
    }
}
