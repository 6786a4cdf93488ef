import Proofmark

/// A state and the monitors' memory of how it was reached, taken apart.
struct Snapshot: Equatable {
    var state: FlatValue
    var memory: FlatValue

    /// Of the state, then of the memory.
    var numbers: [FlatNumber] { state.numbers + memory.numbers }

    func with(_ numbers: [FlatNumber]) -> Snapshot {
        var copy = self
        copy.state.numbers = Array(numbers.prefix(state.numbers.count))
        copy.memory.numbers = Array(numbers.dropFirst(state.numbers.count))
        return copy
    }
}

/// All runs of one length that end in one shape: one state whose numbers are terms over the choices.
final class Group {
    /// How some of the runs got here.
    struct Edge {
        var source: Group
        /// What distinguishes these runs from the others out of `source`.
        var condition: TermID
        /// The step taken, or `nil` where only the monitors looked.
        var step: (action: Int, choices: [PathChoice])?
        /// What the rules say of these runs, where the monitors looked.
        var answers: [RuleAnswer] = []
    }

    let snapshot: Snapshot
    /// The action that led here; -1 for the initial state.
    let action: Int
    /// Holds of exactly the runs that end here.
    let guardTerm: TermID
    /// One of them.
    let model: Model
    /// Another, that got here by the last of several ways.
    let lastModel: Model?
    /// What is known of the numbers of all of them.
    let bounds: Bounds
    /// See `Join.Result`.
    let templates: [Int: LinearForm]
    let edges: [Edge]

    init(
        snapshot: Snapshot,
        action: Int,
        guardTerm: TermID,
        model: Model,
        lastModel: Model? = nil,
        bounds: Bounds,
        templates: [Int: LinearForm] = [:],
        edges: [Edge]
    ) {
        self.snapshot = snapshot
        self.action = action
        self.guardTerm = guardTerm
        self.model = model
        self.lastModel = lastModel
        self.bounds = bounds
        self.templates = templates
        self.edges = edges
    }

    /// The choices of the run that the model describes, which ends in this group.
    func run(under evaluator: inout TermEvaluator) -> ChoiceSequence {
        var steps: [ChoiceSequence.Step] = []
        var group = self
        while let edge = group.edge(under: &evaluator) {
            if let step = edge.step {
                steps.append(.init(action: step.action, choices: step.choices.map { $0.choice(&evaluator) }))
            }
            group = edge.source
        }
        return ChoiceSequence(steps: steps.reversed())
    }

    /// How the run that the model describes got here.
    func edge(under evaluator: inout TermEvaluator) -> Edge? {
        edges.first { evaluator.isTrue($0.source.guardTerm) && evaluator.isTrue($0.condition) }
    }
}

/// What a rule says of a state; `nil` if it threw.
struct RuleAnswer: Equatable {
    var rule: Int
    var observation: Observation?

    var text: String { observation.map { "\($0)" } ?? "an error" }
}

extension PathChoice {
    func choice(_ evaluator: inout TermEvaluator) -> ChoiceSequence.Choice {
        let lower = Int(clamping: evaluator.value(of: lower))
        let upper = max(lower, Int(clamping: evaluator.value(of: upper)))
        let value = min(max(Int(clamping: evaluator.value(of: term)), lower), upper)
        return .init(value, in: lower...upper)
    }
}
