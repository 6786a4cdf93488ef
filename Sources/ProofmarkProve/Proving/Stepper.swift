import Foundation
import Proofmark
import ProofmarkEngine

/// Runs single steps of a specification on taken-apart states: the code that the explorer calls once for
/// each path.
final class Stepper<S: Specification> {
    let specification: S
    let actions: [Proofmark.Action<S.State>]
    let rules: [Proofmark.Rule<S.State>]
    private let monitors: [any Monitor<S.State>]
    private let choices: Choices
    let walker: Walker<S.State>
    /// Whether the specification was made with sets or dictionaries.
    private let hasTablesItself: Bool
    /// Whether states hold sets or dictionaries, or the specification does. Those that the code makes on the way are not
    /// seen.
    var usesTables: Bool { walker.hasTables || hasTablesItself }
    /// Positions of the rules whose monitors' memory is part of a snapshot.
    private let remembered: [Int]
    /// Positions of the rules that are asked.
    private(set) var watched: [Int]

    init(_ specification: S, choices: ChoicesFromExploration) throws(SpecificationError) {
        // The simulation is made for its checks alone.
        let simulation = try Simulation(specification, choices: Choices(provider: choices))
        self.specification = specification
        self.choices = simulation.choices
        actions = simulation.actions
        rules = simulation.rules
        let names = actions.map(\.name)
        var monitors: [any Monitor<S.State>] = []
        for rule in rules { monitors.append(try specification.watch(rule, names).monitor) }
        self.monitors = monitors
        walker = Walker(coding: StateCoding())
        let own = Walker<S>()
        _ = try? own.words(of: specification) { _ in 0 }
        hasTablesItself = own.hasTables
        remembered = Array(rules.indices)
        watched = remembered
    }

    /// A stepper for some of the rules, as if the others were not stated.
    init(_ whole: Stepper, rules: [Int]) {
        specification = whole.specification
        actions = whole.actions
        self.rules = whole.rules
        monitors = whole.monitors
        choices = whole.choices
        walker = whole.walker
        hasTablesItself = whole.hasTablesItself
        remembered = rules
        watched = rules
    }

    /// Sets what counts as the bound of a rule whose bound is sought.
    func limit(_ bound: Int, of rule: Int) {
        monitors[rule].limit(bound)
    }

    var onMisuse: ((String) -> Void)? {
        get { choices.onMisuse }
        set { choices.onMisuse = newValue }
    }

    /// Whether the rules, which are about single states, hold of the state.
    func holds(_ rules: [Int], in state: FlatValue) -> Bool {
        guard var state = try? rebuilt(state) else {
            // Taking the step will say why.
            return true
        }
        return rules.allSatisfy { (try? monitors[$0].begin(&state)) == .triggered }
    }

    /// The fields in which the state differs from the initial one; its numbers are constants.
    func text(of state: FlatValue) -> String {
        guard let state = try? rebuilt(state) else { return "?" }
        let initial = Set(FieldReader.fields(of: specification.initial).map { "\($0.path) = \($0.value)" })
        return FieldReader.fields(of: state).map { "\($0.path) = \($0.value)" }
            .filter { !initial.contains($0) }.joined(separator: ", ")
    }

    /// Where in the state each number is, as a path of fields; those of the monitors are counted.
    func names(ofNumbersIn snapshot: Snapshot) -> [String] {
        // Told apart by values that no program has.
        let marks = snapshot.state.numbers.enumerated().map { place, number in
            min(7_310_000_000_000, number.range.upper - 64) + Int128(place % 64)
        }
        var marked = snapshot.state
        marked.numbers = zip(marked.numbers, marks).map { FlatNumber(constant: $1, $0.range) }
        let state = try? rebuilt(marked)
        let fields = state.map { FieldReader.fields(of: $0) } ?? []
        let inState = marks.enumerated().map { place, mark in
            let text = "\(mark)"
            guard let field = fields.first(where: { $0.value.contains(text) }) else {
                return "number \(place)"
            }
            if field.value == text { return field.path.isEmpty ? "state" : field.path }
            let before = field.value.components(separatedBy: text)[0]
            return "\(field.path)[\(before.filter { $0 == "," }.count)]"
        }
        return inState + snapshot.memory.numbers.indices.map { "remembered[\($0)]" }
    }

    /// Asks the rule no more.
    func settle(rule: Int) { watched.removeAll { $0 == rule } }

    /// How a step's path ended.
    enum Ending<Value> {
        case value(Value)
        case disabled
        case failed(Failure)
        /// The state cannot be taken apart and put together again.
        case unusable(String)

        func isSame(as other: Ending) -> Bool where Value: Equatable {
            switch (self, other) {
            case (.value(let mine), .value(let theirs)): mine == theirs
            case (.disabled, .disabled): true
            case (.failed(let mine), .failed(let theirs)): mine == theirs
            case (.unusable, .unusable): true
            case (.value, _), (.disabled, _), (.failed, _), (.unusable, _): false
            }
        }
    }

    func initialState() -> Ending<FlatValue> {
        flatten { .value(specification.initial) }
    }

    /// The state after the action, if its guard holds.
    func take(_ action: Int, from state: FlatValue) -> Ending<FlatValue> {
        flatten { step(action, from: state) }
    }

    private func step(_ action: Int, from state: FlatValue) -> Ending<S.State> {
        var current: S.State
        do {
            current = try rebuilt(state)
        } catch {
            return .unusable(error.description)
        }
        do {
            if try !actions[action].isEnabled(in: current) { return .disabled }
        } catch {
            return .failed(.guardThrew(action: action, error: show(error)))
        }
        choices.clearMisuse()
        do {
            try actions[action].body(&current, choices)
        } catch {
            if let misuse = choices.misuse { return .failed(.misuse(action: action, misuse)) }
            if error is AssumptionFailure { return .disabled }
            return .failed(.actionThrew(action: action, error: show(error)))
        }
        if let misuse = choices.misuse { return .failed(.misuse(action: action, misuse)) }
        return .value(current)
    }

    /// Whether the system may end in the state.
    func isFinal(_ state: FlatValue) -> Ending<Bool> {
        do {
            return .value(specification.isFinal(try rebuilt(state)))
        } catch {
            return .unusable(error.description)
        }
    }

    struct Look: Equatable {
        var memory: FlatValue
        /// For each watched rule, what its monitor says.
        var observations: [Said]
        /// The rules that threw instead. The others are asked all the same.
        var failures: [Failure]

        /// In the order of the rules.
        var answers: [RuleAnswer] {
            let said = observations.map { RuleAnswer(rule: $0.rule, observation: $0.observation) }
            let thrown = failures.compactMap { failure -> RuleAnswer? in
                if case .ruleThrew(let rule, _) = failure { RuleAnswer(rule: rule) } else { nil }
            }
            return (said + thrown).sorted { $0.rule < $1.rule }
        }
    }

    struct Said: Equatable {
        var rule: Int
        var observation: Observation
    }

    /// What the monitors say of a state, and what they remember afterwards.
    ///
    /// - Parameter action: The action that led here; `nil` for the initial state.
    func look(at snapshot: Snapshot, after action: Int?) -> Ending<Look> {
        var observations: [Said] = []
        var failures: [Failure] = []
        do {
            var state = try rebuilt(snapshot.state)
            if action != nil { try restore(snapshot.memory) }
            for rule in watched {
                do {
                    let monitor = monitors[rule]
                    let said =
                        try action.map { try monitor.observe(&state, after: $0) } ?? monitor.begin(&state)
                    observations.append(Said(rule: rule, observation: said))
                } catch {
                    failures.append(.ruleThrew(rule: rule, error: show(error)))
                }
            }
            return .value(Look(memory: try memory(), observations: observations, failures: failures))
        } catch {
            return .unusable("\(error)")
        }
    }

    /// What the monitors remember: a list for each rule.
    private func memory() throws -> FlatValue {
        let coded = try FlatteningEncoder.flatten { container in
            for rule in remembered {
                var own: any UnkeyedEncodingContainer = container.nestedUnkeyedContainer()
                try monitors[rule].encodeMemory(to: &own)
            }
        }
        return FlatValue(words: coded.words, numbers: coded.numbers, template: Template(coded.shape))
    }

    private func restore(_ memory: FlatValue) throws {
        guard let template = memory.template as? Template<FlatNode> else { return }
        let coded = CodedValue(shape: template.value, numbers: memory.numbers)
        try RebuildingDecoder.rebuild(coded) { container in
            for rule in remembered {
                var own = try container.nestedUnkeyedContainer()
                try monitors[rule].decodeMemory(from: &own)
            }
        }
    }

    /// Takes apart what the code makes. Of the state itself nothing is left then: objects that are still alive are referred
    /// to from elsewhere.
    private func flatten(_ make: () -> Ending<S.State>) -> Ending<FlatValue> {
        var objects: [WeakObject] = []
        let flat = flatten(make(), &objects)
        if case .value = flat, let held = objects.lazy.compactMap(\.heldElsewhere).first {
            return .unusable(held.description)
        }
        return flat
    }

    @inline(never)
    private func flatten(_ ending: Ending<S.State>, _ objects: inout [WeakObject]) -> Ending<FlatValue> {
        let state: S.State
        switch ending {
        case .value(let value): state = value
        case .disabled: return .disabled
        case .failed(let failure): return .failed(failure)
        case .unusable(let why): return .unusable(why)
        }
        do {
            let walk = try walker.read(state)
            var flat = FlatValue(
                words: walk.words,
                numbers: walk.numbers.map(FlatNumber.init),
                template: Template(state),
                hasTables: walk.hasTables
            )
            let epoch = ExplorationContext.current?.epoch
            guard flat.numbers.allSatisfy({ $0.epoch == nil || $0.epoch == epoch }) else {
                return .unusable(
                    "a symbolic value of an earlier proof is part of the state; "
                        + "keep no state in global variables, statics or shared references"
                )
            }
            guard walker.isFragile else { return .value(flat) }
            if specification is any ProductSpecification, walker.hasObjects {
                return .unusable(
                    "`Isolated` compares two runs of values, and the state holds an object; use a structure"
                )
            }
            let copy = try walker.rebuilt(state, with: walk.numbers)
            guard try walker.read(copy) == walk else {
                return .unusable(
                    "a state of \(S.State.self) that is taken apart and put together again is not the same; "
                        + "two objects that become one, or one that becomes two, are among the reasons"
                )
            }
            flat.template = Template(copy)
            objects = try walker.objects(of: state)
            return .value(flat)
        } catch {
            return .unusable(error.description)
        }
    }

    /// A state whose numbers are constants, as words alone.
    func words(of state: FlatValue) -> [UInt64]? {
        guard let state = try? rebuilt(state) else { return nil }
        return try? walker.words(of: state) { number in
            if case .constant(let value) = number.value { value } else { 0 }
        }
    }

    /// For each rule, what its monitor remembers, as words.
    func memories(of memory: FlatValue, _ value: (FlatNumber) -> Int128) -> [Int: [UInt64]] {
        guard let template = memory.template as? Template<FlatNode>, case .list(let nodes) = template.value
        else {
            return [:]
        }
        var words: [Int: [UInt64]] = [:]
        for (rule, node) in zip(remembered, nodes) {
            words[rule] = CodedValue(shape: node, numbers: memory.numbers).words(value)
        }
        return words
    }

    /// All fields of a state whose numbers are constants.
    func fields(of state: FlatValue) -> String {
        guard let state = try? rebuilt(state) else { return "?" }
        return FieldReader.fields(of: state).map { "\($0.path) = \($0.value)" }.joined(separator: ", ")
    }

    private func rebuilt(_ state: FlatValue) throws(WalkRefusal) -> S.State {
        guard let template = state.template as? Template<S.State> else { return specification.initial }
        return try walker.rebuilt(template.value, with: state.numbers.map(\.walked))
    }

    private func show(_ error: any Error) -> ThrownError {
        let exploration = ExplorationContext.current
        exploration?.isShowing = true
        defer { exploration?.isShowing = false }
        return ThrownError(error)
    }
}

/// Answers the concrete choices of a step by forking.
final class ChoicesFromExploration: ChoiceProvider {
    private let exploration: Exploration

    init(_ exploration: Exploration) { self.exploration = exploration }

    func draw(
        _ name: StaticString,
        from lower: Int,
        through upper: Int,
        by distribution: Distribution
    ) -> Int {
        exploration.fork(name, from: lower, through: upper)
    }
}
