import Proofmark
import ProofmarkEngine

/// Proves rules at every depth, by induction over the graph of shapes.
///
/// The bounded proof has met some shapes, and of the numbers in each it knows intervals: of themselves, and
/// of the sums in which steps cancel (see `Join`). Here every shape gets fresh numbers of which nothing is
/// known but that, and one step of every action is run from it. Where a step leads out of an interval, the
/// interval is widened; where it leads to a new shape, that one is followed too. When nothing changes any
/// more, the intervals hold of every state that any run can reach: they hold at its beginning, and each step
/// keeps them. A rule that no step from such a state breaks then holds at every depth.
///
/// The `Always` rules are themselves part of what is supposed of a state (the induction hypothesis), as long
/// as they turn out to be kept.
final class Induction<S: Specification> {
    let exploration: Exploration
    let stepper: Stepper<S>
    private let explorer: PathExplorer
    private var arena: TermArena { exploration.arena }

    private(set) var nodes: [Shape: Node] = [:]
    private(set) var work: [Shape] = []
    private let coordinates: Coordinates
    let initial: [Group]
    let completeDepth: Int
    /// Positions of the `Always` rules that are supposed of every state.
    private(set) var hypotheses: [Int]

    struct Node {
        var snapshot: Snapshot
        var invariant: Invariant
        /// The rules that a step from here can break, each with such a step, as of the last exploration.
        var broken: [Int: String] = [:]
        var isWaiting = true
    }

    /// Why the induction did not come to its end.
    struct Abandoned: Error {
        var reason: String
    }

    /// Explorations of single shapes, and questions to the solver, after which the induction gives up:
    /// counts and not times, so that the verdict is the same on every machine.
    private static var mostExplorations: Int { 800 }
    private static var mostChecks: Int { 15_000 }

    /// The work that Spacer may do for one rule, in Z3's `rlimit`.
    static var mostResources: UInt32 { 10_000_000 }

    private var mayTrap = false
    /// For the rules that Spacer's invariants prove, what shows it.
    var written: [Int: [[TermID]]] = [:]
    /// The clauses that the present walk of the graph collects, if any.
    var collected: ShapeClauses?

    /// - Parameters:
    ///   - initial: The initial states.
    ///   - sample: What the bounded proof has reached.
    ///   - completeDepth: All runs of so many steps were looked at.
    init(
        exploration: Exploration,
        stepper: Stepper<S>,
        initial: [Group],
        sample: [Group],
        completeDepth: Int
    ) {
        self.completeDepth = completeDepth
        self.exploration = exploration
        self.stepper = stepper
        explorer = PathExplorer(exploration)
        hypotheses = stepper.watched.filter { stepper.rules[$0].isInvariant }
        coordinates = Coordinates(sample, arena: exploration.arena)
        self.initial = initial
        exploration.withoutLog { for group in initial { arrive(at: group) } }
    }

    /// - Parameter goal: The positions of the rules that are to be proved; the others are to help.
    func run(for goal: [Int]) -> InductionOutcome {
        var outcome = InductionOutcome()
        let before = exploration.suspendFindings()
        defer { exploration.resumeFindings(before) }
        do {
            while true {
                try exploration.withoutLog { () throws(Abandoned) in try settle() }
                let broken = Set(nodes.values.flatMap(\.broken.keys))
                if !hypotheses.contains(where: broken.contains) {
                    outcome.proved = Set(stepper.watched).subtracting(broken)
                    break
                }
                // What was supposed does not hold: again, without it.
                hypotheses.removeAll(where: broken.contains)
                for shape in shapes { enqueue(shape) }
            }
            let open = goal.filter { !outcome.proved.contains($0) }
            for rule in open where exploration.gaps.isEmpty {
                do {
                    try exploration.withoutLog { () throws(Abandoned) in try strengthen(rule, &outcome) }
                } catch {
                    outcome.searches[rule] = error.reason
                }
            }
            try exploration.withoutLog { () throws(Abandoned) in try expectSteps(&outcome) }
            if let log = exploration.log {
                let names = goal.map { stepper.rules[$0].name }.joined(separator: ", ")
                try write(to: log, names, outcome.proved.subtracting(open), outcome.steps)
            }
            outcome.neverTraps = !mayTrap && !before.assumesNoTrap
        } catch {
            outcome.proved = []
            outcome.reason = error.reason
        }
        for node in nodes.values {
            for (rule, text) in node.broken where outcome.counterexamples[rule] == nil {
                outcome.counterexamples[rule] = text
            }
        }
        outcome.shapes = nodes.count
        return outcome
    }

    /// Tries what proves more than one step from the facts.
    private func strengthen(_ rule: Int, _ outcome: inout InductionOutcome) throws(Abandoned) {
        if let steps = try stepsThatKeep(rule) {
            outcome.proved.insert(rule)
            outcome.steps[rule] = steps
            return
        }
        switch try search(for: rule) {
        case .found(let invariants):
            outcome.proved.insert(rule)
            outcome.invariants[rule] = invariants
        case .broken: outcome.broken.insert(rule)
        case .failed(let why): outcome.searches[rule] = why
        }
    }

    // MARK: The graph

    /// Of the nodes, in an order that is the same in every process.
    var shapes: [Shape] { nodes.keys.sorted() }

    private func enqueue(_ shape: Shape) {
        guard nodes[shape]?.isWaiting == false else { return }
        nodes[shape]?.isWaiting = true
        work.append(shape)
    }

    /// Goes through the graph once more, now that nothing changes, and writes down what it rests on.
    private func write(
        to log: ObligationLog,
        _ goal: String,
        _ proved: Set<Int>,
        _ steps: [Int: Int]
    ) throws(Abandoned) {
        log.begin("every-depth-\(exploration.depth)", about: "every run, by induction: \(goal)")
        log.place = "the beginning"
        for group in initial { arrive(at: group) }
        for (number, shape) in shapes.enumerated() {
            guard let node = nodes[shape], let group = try representative(of: node) else { continue }
            log.place = "a step from shape \(number)"
            try explore(group, shape)
        }
        for (rule, obligations) in written.sorted(by: { $0.key < $1.key }) {
            log.place = "the invariant that Spacer found for \"\(stepper.rules[rule].name)\""
            for obligation in obligations { log.add("every clause keeps it", obligation) }
        }
        for (rule, steps) in steps.sorted(by: { $0.key < $1.key }) {
            guard try isKept(rule, after: steps) else {
                throw Abandoned(reason: "what \(steps) steps in a row kept was not kept when checked again")
            }
        }
        guard work.isEmpty, proved.isDisjoint(with: nodes.values.flatMap(\.broken.keys)) else {
            throw Abandoned(reason: "the facts found were not kept when checked again")
        }
    }

    private func write(_ invariant: Invariant, of group: Group, to log: ObligationLog) {
        let facts = invariant.facts.compactMap { fact in
            Invariant.form(of: fact.template, in: group, arena).map {
                arena.isWithinUnfolded(arena.sum($0), fact.interval)
            }
        }
        let whole = facts.reduce(arena.truth) { arena.and($0, $1) }
        if whole == arena.truth { return }
        log.add(
            "the facts hold where it leads",
            [group.guardTerm] + group.bounds.formulas + [arena.not(whole)]
        )
    }

    private func arrive(at group: Group) {
        let shape = Shape(group.snapshot)
        let isNew = nodes[shape] == nil
        var node =
            nodes[shape]
            ?? Node(
                snapshot: group.snapshot,
                invariant: Invariant(
                    group,
                    coordinates: coordinates.of(group.snapshot),
                    arena: arena
                )
            )
        let solver = exploration.solver
        let base = solver.depth
        defer { solver.pop(to: base) }
        let hasChanged = node.invariant.weaken(toHoldOf: group, arena: arena) { form, limit in
            let isWithin = arena.lessOrEqual(arena.sum(form), arena.constant(limit))
            if group.bounds.decide(isWithin) == true { return nil }
            if solver.depth == base {
                solver.push()
                solver.assert(group.guardTerm)
            }
            switch solver.check(with: arena.not(isWithin)) {
            case .unsatisfiable: return nil
            case .unknown: return Interval.infinity
            case .satisfiable(let model):
                var evaluator = TermEvaluator(arena: arena)
                evaluator.use(model)
                return evaluator.value(of: form)
            }
        }
        if let log = exploration.log { write(node.invariant, of: group, to: log) }
        nodes[shape] = node
        if isNew { work.append(shape) } else if hasChanged { enqueue(shape) }
    }

    /// Runs steps from shapes until every invariant is kept.
    private func settle() throws(Abandoned) {
        var explorations = 0
        let checksBefore = exploration.solver.checks
        while let shape = work.first {
            work.removeFirst()
            explorations += 1
            guard nodes.count <= InductionOutcome.mostShapes else {
                throw Abandoned(reason: InductionOutcome.tooManyShapes)
            }
            let checks = exploration.solver.checks - checksBefore
            guard explorations <= Self.mostExplorations, checks <= Self.mostChecks else {
                throw Abandoned(reason: "no facts were found that every step keeps")
            }
            guard !exploration.deadline.hasPassed else {
                throw Abandoned(reason: Exploration.timeIsSpent)
            }
            nodes[shape]?.isWaiting = false
            nodes[shape]?.broken = [:]
            guard let node = nodes[shape], let group = try representative(of: node) else { continue }
            try explore(group, shape)
        }
    }

    /// A group of all states of the shape that satisfy the invariant; `nil` if there are none.
    func representative(of node: Node) throws(Abandoned) -> Group? {
        // The choices of each exploration have symbols of their own.
        exploration.depth += 1
        var known: [LinearForm: Interval] = [:]
        for fact in node.invariant.facts { known[fact.template] = fact.interval }
        var guardTerm = arena.truth
        var bounds = Bounds(arena)
        var forms = node.snapshot.numbers.map { _ in LinearForm(0) }
        /// A fresh number in the interval.
        func fresh(_ interval: Interval) -> LinearForm {
            if let constant = interval.constant { return LinearForm(constant) }
            let symbol = arena.makeSymbol(interval)
            let term = arena.symbols[symbol].term
            let form = LinearForm(of: term)
            confine(form, to: interval)
            return form
        }
        func confine(_ form: LinearForm, to interval: Interval) {
            bounds.note(form, interval)
            guardTerm = arena.and(guardTerm, arena.isWithinUnfolded(arena.sum(form), interval))
        }
        for coordinate in coordinates.of(node.snapshot) {
            let place = coordinate.place
            let own = Coordinates.own(place)
            let range = node.snapshot.numbers[place].range.narrowed(to: known[own] ?? .everything)
            func sum(_ template: LinearForm) -> LinearForm? {
                template.replacing { forms[Int($0)] }
            }
            // Between two limits the sum is what is unknown, and the number follows from it.
            if let template = coordinate.sum?.template, let interval = known[template], interval.isBounded,
                let others = template.adding(own, times: -1).flatMap(sum),
                let form = fresh(interval).adding(others, times: -1)
            {
                forms[place] = form
                confine(form, to: range)
                continue
            }
            forms[place] = fresh(range)
            if let template = coordinate.sum?.template, let interval = known[template],
                let form = sum(template)
            {
                confine(form, to: interval)
            }
        }
        let snapshot = node.snapshot.with(
            zip(node.snapshot.numbers, forms).map { number, form in
                FlatNumber(arena.sum(form), number.range, in: exploration)
            }
        )
        let solver = exploration.solver
        switch solver.check(with: guardTerm) {
        case .unsatisfiable: return nil
        case .unknown(let reason): throw Abandoned(reason: "the solver gave up (\(reason))")
        case .satisfiable(let model):
            return Group(
                snapshot: snapshot,
                action: 0,
                guardTerm: guardTerm,
                model: model,
                bounds: bounds,
                edges: []
            )
        }
    }

    // MARK: One step

    func explore(_ group: Group, _ shape: Shape) throws(Abandoned) {
        var seen = Merger(exploration)
        try step(from: group, supposing: hypotheses) { reached, path, look in
            for said in look.observations where said.observation == .violated {
                if said.rule == collected?.rule {
                    let condition = arena.and(reached.guardTerm, path.condition)
                    collected?.addBroken(from: group, if: condition, arena)
                }
                if nodes[shape]?.broken[said.rule] == nil {
                    nodes[shape]?.broken[said.rule] = describe(group, reached.action, path.model)
                }
            }
            seen.add(memory: look.memory, of: reached, path)
        }
        for reached in seen.groups() {
            arrive(at: reached)
            collected?.add(from: group, to: reached, arena)
        }
    }

    /// Takes every action from the group, and looks at what comes of it.
    func step(
        from group: Group,
        supposing rules: [Int],
        visit: (_ reached: Group, _ path: PathExplorer.Path, _ look: Stepper<S>.Look) -> Void
    ) throws(Abandoned) {
        var taken = Merger(exploration)
        for action in stepper.actions.indices {
            try follow(group, action) { [stepper] in
                guard stepper.holds(rules, in: group.snapshot.state) else { return .disabled }
                return stepper.take(action, from: group.snapshot.state)
            } arrived: { path, state in
                taken.add(state, from: group, after: action, path)
            }
        }
        var hasThrown = false
        for reached in taken.groups() {
            try follow(reached, nil) { [stepper] in
                stepper.look(at: reached.snapshot, after: reached.action)
            } arrived: { path, look in
                if !look.failures.isEmpty { hasThrown = true }
                visit(reached, path, look)
            }
        }
        if hasThrown { throw Abandoned(reason: "a rule throws in a state that need not be reachable") }
    }

    func follow<Value: Equatable>(
        _ group: Group,
        _ action: Int?,
        _ code: @escaping () -> Stepper<S>.Ending<Value>,
        stopped: (PathExplorer.Path, _ hasFailed: Bool) -> Void = { _, _ in },
        arrived: (PathExplorer.Path, Value) -> Void
    ) throws(Abandoned) {
        exploration.onTrap = { [unowned self] _, _ in
            mayTrap = true
            exploration.assumeNoTrap()
        }
        exploration.onRunChange = nil
        var problem: String?
        let isComplete = explorer.explore(
            from: group,
            taking: action,
            of: stepper.actions.count,
            code,
            isSame: { $0.isSame(as: $1) }
        ) { path, ending in
            switch ending {
            case .value(let value): arrived(path, value)
            case .disabled: stopped(path, false)
            case .failed(let failure):
                stopped(path, true)
                switch failure {
                case .actionThrew, .died: mayTrap = true
                case .violated, .ruleThrew, .guardThrew, .misuse, .excluded:
                    problem = "a rule or a guard fails in a state that need not be reachable"
                }
            case .unusable(let why): problem = why
            }
        }
        if let reason = problem ?? exploration.gaps.first ?? exploration.difference {
            throw Abandoned(reason: reason)
        }
        guard isComplete else { throw Abandoned(reason: "a step could not be followed") }
    }

    /// A state of the group and the step from it.
    private func describe(_ group: Group, _ action: Int, _ model: Model) -> String {
        "\"\(stepper.actions[action].name)\" in a state with \(text(of: group, model))"
    }

    /// A state of the group: what differs from the initial one.
    func text(of group: Group, _ model: Model) -> String {
        var evaluator = TermEvaluator(arena: arena)
        evaluator.use(model)
        let numbers = group.snapshot.numbers.map { number in
            FlatNumber(
                arena.constant(evaluator.value(of: number.term(in: arena))),
                number.range,
                in: exploration
            )
        }
        return stepper.text(of: group.snapshot.with(numbers).state)
    }
}
