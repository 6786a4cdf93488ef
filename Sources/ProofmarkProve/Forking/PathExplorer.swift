import Proofmark
import ProofmarkEngine

/// A choice of a step as a path made it.
struct PathChoice {
    var name: StaticString
    var term: TermID
    var lower: TermID
    var upper: TermID
}

/// Runs a piece of code once for each path through it.
struct PathExplorer {
    let exploration: Exploration

    init(_ exploration: Exploration) { self.exploration = exploration }

    struct Path {
        /// What distinguishes the path from the others, given the assumption.
        var condition: TermID
        var choices: [PathChoice]
        /// A run that takes the path.
        var model: Model
        /// What is known on it.
        var bounds: Bounds
    }

    /// - Parameters:
    ///   - assumption: What holds of all runs that reach the code.
    ///   - model: A run for which it holds.
    ///   - bounds: What is known of all runs that reach the code.
    ///   - code: Run once for each path, on a thread of its own.
    ///   - isSame: Compares what the first path gave with what it gives when it is run again.
    ///   - visit: Told of each path that came to its end.
    /// - Returns: Whether every path was followed.
    func explore<Result>(
        assuming assumption: TermID,
        model: Model,
        bounds: Bounds,
        _ code: @escaping () -> Result,
        isSame: (Result, Result) -> Bool,
        visit: (Path, Result) -> Void
    ) -> Bool {
        let solver = exploration.solver
        let base = solver.depth
        defer { solver.pop(to: base) }
        if assumption != exploration.arena.truth {
            solver.push()
            solver.assert(assumption)
        }
        exploration.evaluator.use(model)
        exploration.trail.removeAll()
        exploration.trapFree.removeAll()
        var certificate = exploration.log.map { _ in PathCertificate(exploration.arena) }
        var isFirst = true
        while true {
            rewind(bounds)
            exploration.onRunChange?()
            exploration.notePath()
            if let result = exploration.threads.run(exploration, code) {
                let path = path()
                if isFirst { recheck(bounds, code, result, isSame) }
                visit(path, result)
            }
            certificate?.add(exploration.trail)
            isFirst = false
            if exploration.difference != nil { return false }
            guard backtrack() else {
                certificate?.write(to: exploration, assuming: assumption, bounds)
                return true
            }
            if exploration.isSpent { return false }
        }
    }

    /// Makes ready to run the path from its start.
    private func rewind(_ bounds: Bounds) {
        exploration.bounds = bounds
        exploration.trail.rewind()
        exploration.choices.removeAll(keepingCapacity: true)
        exploration.known.removeAll(keepingCapacity: true)
    }

    /// Runs the finished path again. It costs no solver check, and finds code that remembers earlier runs.
    private func recheck<Result>(
        _ bounds: Bounds,
        _ code: @escaping () -> Result,
        _ first: Result,
        _ isSame: (Result, Result) -> Bool
    ) {
        rewind(bounds)
        exploration.isRechecking = true
        defer { exploration.isRechecking = false }
        guard let second = exploration.threads.run(exploration, code) else { return }
        if exploration.trail.isReplaying || !isSame(first, second) {
            exploration.noteDifference(
                "the same step with the same choices gave two different states; "
                    + "the code must depend on nothing but its state and its choices"
            )
        }
    }

    private func path() -> Path {
        return Path(
            condition: exploration.trail.condition(in: exploration.arena),
            choices: exploration.choices,
            model: exploration.evaluator.model,
            bounds: exploration.bounds
        )
    }

    /// Goes back to the last decision with a side still to be taken, and takes it.
    private func backtrack() -> Bool {
        while let event = exploration.trail.events.last {
            exploration.solver.pop(to: event.solverDepth)
            exploration.trail.removeLast()
            switch event.kind {
            case .fact:
                continue
            case .fork(let symbol, let lower, let upper):
                let isRising = exploration.settings.order == .modelFirst
                guard event.taken != (isRising ? upper : lower) else { continue }
                let next = event.taken + (isRising ? 1 : -1)
                exploration.takeFork(symbol: symbol, lower: lower, upper: upper, value: next)
                return true
            case .branch(let term):
                guard let model = event.alternative else { continue }
                takeOther(event, on: term, model: model)
                return true
            case .value(let term, let value):
                guard let model = event.alternative else { continue }
                let arena = exploration.arena
                takeOther(event, on: arena.equal(term, arena.constant(value)), model: model)
                return true
            }
        }
        return false
    }

    private func takeOther(_ event: Trail.Event, on term: TermID, model: Model) {
        let arena = exploration.arena
        let condition = event.taken != 0 ? arena.not(term) : term
        exploration.solver.push()
        exploration.solver.assert(condition)
        exploration.evaluator.use(model)
        exploration.trail.append(
            .init(
                kind: event.kind,
                taken: 1 - event.taken,
                alternative: nil,
                solverDepth: event.solverDepth,
                condition: condition
            )
        )
    }
}
