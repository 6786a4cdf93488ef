import Proofmark
import ProofmarkEngine
import ProofmarkFuzz

/// The fuzzer's journal, kept in the worker's file.
struct WorkerJournal: CaseJournal {
    let context: WorkContext

    func begin(case number: Int) { context.journal?.caseNumber = number }

    func begin(run: ChoiceSequence) { context.journal?.run = run }

    func misused(_ message: String) { context.send(.misused(message)) }
}

/// Notes a replay step by step, so that its parent knows how far it came.
final class ReplayProgress {
    private let context: WorkContext
    private let isTraced: Bool
    private var used = ChoiceSequence()

    /// - Parameter isTraced: Whether anybody wants to know what the choices are called.
    init(context: WorkContext, isTraced: Bool) {
        self.context = context
        self.isTraced = isTraced
    }

    var observer: ReplayObserver {
        ReplayObserver(
            began: { [self] action, position in
                if let position { used.steps.append(.init(action: position)) }
                context.journal?.run = used
                context.send(.began(action: action))
            },
            chose: { [self] name, choice in
                guard !used.steps.isEmpty else { return }
                used.steps[used.steps.count - 1].choices.append(choice)
                context.journal?.run = used
                if isTraced {
                    context.send(.chose(argument: Trace.Step.argument(name, "\(choice.value)")))
                }
            },
            made: { [self] argument, choices in
                context.send(.made(argument: argument, choices: choices))
            },
            ended: { [self] step in context.send(.step(step)) },
            misused: { [self] message in context.send(.misused(message)) }
        )
    }
}
