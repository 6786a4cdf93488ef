import Proofmark
import ProofmarkEngine

/// Runs the plain code, and says of each state what a proof says of it.
final class PlainRunner<Concrete: Specification> {
    /// What there is to compare after a step.
    struct State: Equatable {
        var words: [UInt64]
        /// For each rule that was asked, what its monitor says.
        var answers: [RuleAnswer]
        /// For each of them, what its monitor remembers.
        var memory: [Int: [UInt64]]
    }

    enum Ending: Equatable {
        case state(State)
        /// Why the run does not come so far.
        case ended(step: Int, String)
        /// A step does not make the choices of the run.
        case choseOtherwise(step: Int, String)
        case refused(String)
    }

    let specification: Concrete
    private let provider = ReplayingProvider(isStrict: true)
    private let choices: Choices
    private let actions: [Proofmark.Action<Concrete.State>]
    private let rules: [Proofmark.Rule<Concrete.State>]
    private let monitors: [any Monitor<Concrete.State>]
    let walker = Walker<Concrete.State>(coding: StateCoding())

    init(_ specification: Concrete) throws(SpecificationError) {
        self.specification = specification
        choices = Choices(provider: provider)
        actions = specification.actions
        rules = specification.singleRunRules
        let names = actions.map(\.name)
        var monitors: [any Monitor<Concrete.State>] = []
        for rule in rules { monitors.append(try specification.watch(rule, names).monitor) }
        self.monitors = monitors
    }

    /// The run's last state.
    ///
    /// - Parameters:
    ///   - rules: The rules that are asked in each state.
    ///   - bounds: What counts as the bound of rules whose bounds are sought.
    func end(of run: ChoiceSequence, asking rules: [Int], bounds: [Int: Int]) -> Ending {
        for (rule, bound) in bounds { monitors[rule].limit(bound) }
        var state = specification.initial
        var answers = observe(&state, after: nil, rules)
        for (number, step) in run.steps.enumerated() {
            let why = take(step, &state)
            if let difference = provider.difference {
                return .choseOtherwise(
                    step: number + 1,
                    "\"\(actions[step.action].name)\", \(difference)"
                )
            }
            if let why { return .ended(step: number + 1, why) }
            answers = observe(&state, after: step.action, rules)
        }
        do {
            let words = try walker.words(of: state) { Self.constant($0) }
            var memories: [Int: [UInt64]] = [:]
            for rule in rules { memories[rule] = try memory(monitors[rule]) }
            return .state(State(words: words, answers: answers, memory: memories))
        } catch {
            return .refused("\(error)")
        }
    }

    /// The first of the rules that the run breaks in its last state.
    func broken(by run: ChoiceSequence, of rules: [Int]) -> Int? {
        guard case .state(let state) = end(of: run, asking: rules, bounds: [:]) else { return nil }
        return state.answers.first { $0.observation == .violated }?.rule
    }

    /// The guard or the rule that changes a state of the run, in words: one that only looks changes none.
    func whatChangesStates(of run: ChoiceSequence) -> String? {
        var state = specification.initial
        func words() -> [UInt64]? { try? walker.words(of: state) { Self.constant($0) } }
        func changing(_ name: String, _ look: () -> Void) -> String? {
            let before = words()
            look()
            return words() == before ? nil : name
        }
        var action: Int?
        for step in run.steps.map(Optional.init) + [nil] {
            for (place, rule) in rules.enumerated() {
                let name = "rule \"\(rule.name)\""
                if let found = changing(name, { _ = observe(&state, after: action, [place]) }) {
                    return found
                }
            }
            for guarded in actions {
                let name = "the guard of \"\(guarded.name)\""
                if let found = changing(name, { _ = try? guarded.isEnabled(in: state) }) { return found }
            }
            guard let step, take(step, &state) == nil else { return nil }
            action = step.action
        }
        return nil
    }

    /// The fields of the run's last state, for people.
    func text(afterEndOf run: ChoiceSequence) -> String {
        var state = specification.initial
        for step in run.steps where take(step, &state) != nil { break }
        return FieldReader.fields(of: state).map { "\($0.path) = \($0.value)" }.joined(separator: ", ")
    }

    /// A random run, and its states.
    func random(seed: UInt64, steps: Int) -> (run: ChoiceSequence, words: [[UInt64]])? {
        let recorder = RecordingProvider(seed: seed)
        choices.provider = recorder
        defer { choices.provider = provider }
        var run = ChoiceSequence()
        var words: [[UInt64]] = []
        var state = specification.initial
        do {
            words.append(try walker.words(of: state) { Self.constant($0) })
            while run.steps.count < steps {
                let enabled = try actions.indices.filter { try actions[$0].isEnabled(in: state) }
                guard !enabled.isEmpty else { break }
                let action = enabled[recorder.generator.next(from: 0, through: enabled.count - 1)]
                recorder.beginStep()
                do {
                    try actions[action].body(&state, choices)
                } catch {
                    break
                }
                run.steps.append(.init(action: action, choices: recorder.recorded))
                words.append(try walker.words(of: state) { Self.constant($0) })
            }
            return (run, words)
        } catch {
            return nil
        }
    }

    private func take(_ step: ChoiceSequence.Step, _ state: inout Concrete.State) -> String? {
        guard actions.indices.contains(step.action) else { return "there is no such action" }
        let name = actions[step.action].name
        do {
            guard try actions[step.action].isEnabled(in: state) else {
                return "\"\(name)\" is not enabled"
            }
            provider.beginStep(step)
            choices.clearMisuse()
            try actions[step.action].body(&state, choices)
            provider.endStep()
        } catch is AssumptionFailure {
            return "what \"\(name)\" assumes does not hold"
        } catch {
            return "\"\(name)\" threw \(error)"
        }
        return choices.misuse
    }

    private func observe(_ state: inout Concrete.State, after action: Int?, _ rules: [Int]) -> [RuleAnswer] {
        rules.map { rule in
            let monitor = monitors[rule]
            do {
                let said = try action.map { try monitor.observe(&state, after: $0) } ?? monitor.begin(&state)
                return RuleAnswer(rule: rule, observation: said)
            } catch {
                return RuleAnswer(rule: rule)
            }
        }
    }

    private func memory(_ monitor: any Monitor<Concrete.State>) throws -> [UInt64] {
        try FlatteningEncoder.flatten { try monitor.encodeMemory(to: &$0) }.words { number in
            if case .constant(let value) = number.value { value } else { 0 }
        }
    }

    private static func constant(_ number: WalkedNumber) -> Int128 {
        if case .constant(let value) = number.value { value } else { 0 }
    }
}
