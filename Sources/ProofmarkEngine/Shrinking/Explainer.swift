package import Proofmark

/// Finds out what of a failing run matters, by running variants of it.
///
/// A choice may be anything if the run fails with every other value that is tried: all of a small range, else its
/// ends, its middle and random ones. The step that makes the difference is the one after which random
/// continuations fail far more often than before it.
///
/// Source of the first idea: the `explain` phase of Hypothesis (MacIver & Hatfield-Dodds).
package struct Explainer {
    /// Runs a sequence; what it has no choices for is drawn at random from the seed. Whether it fails in the same
    /// way.
    private let fails: (ChoiceSequence, _ seed: UInt64?) -> Bool
    private let continuations: Int
    private let deadline: Deadline
    private var generator = SplitMix64(seed: 1)

    /// A range of so few values is tried in full; of a larger one, as many values.
    private let values: Int
    /// Random steps beyond twice the length of the run: what is bound to happen gets the time to.
    private static let moreSteps = 4
    /// Before the step that makes the difference, at most this part of the runs fails that fails after it.
    private static let mostBefore = 0.25
    /// Of the runs after it, at least this part fails.
    private static let leastAfter = 0.3

    /// - Parameters:
    ///   - values: A range of so few is tried in full; of a larger one, as many.
    ///   - continuations: How many random runs are tried from each step.
    ///   - seconds: After which what is known is all there will be.
    package init(
        values: Int = 128,
        continuations: Int = 20,
        seconds: Double = 2,
        fails: @escaping (ChoiceSequence, _ seed: UInt64?) -> Bool
    ) {
        self.fails = fails
        self.values = values
        self.continuations = continuations
        deadline = Deadline(seconds: seconds)
    }

    /// - Parameter actions: How many the specification has.
    /// - Returns: `nil` if there is nothing to say.
    package mutating func explain(_ run: ChoiceSequence, actions: Int) -> Explanation? {
        let free = freeChoices(run)
        let turn = turn(run, actions)
        if deadline.hasPassed || (free.isEmpty && turn == nil) { return nil }
        return Explanation(free: free, turn: turn)
    }

    private mutating func freeChoices(_ run: ChoiceSequence) -> [Explanation.Place] {
        var free: [Explanation.Place] = []
        for (step, taken) in run.steps.enumerated() {
            for (place, choice) in taken.choices.enumerated() {
                let others = others(than: choice)
                let isFree =
                    !others.isEmpty
                    && others.allSatisfy { value in
                        var variant = run
                        variant.steps[step].choices[place].value = value
                        return !deadline.hasPassed && fails(variant, nil)
                    }
                if isFree { free.append(.init(step: step + 1, choice: place)) }
            }
        }
        return free
    }

    private mutating func others(than choice: ChoiceSequence.Choice) -> [Int] {
        let (lower, upper) = (choice.lower, choice.upper)
        let last = UInt(bitPattern: upper) &- UInt(bitPattern: lower)
        var values: Set<Int> = [lower, upper]
        if choice.value > lower { values.insert(choice.value - 1) }
        if choice.value < upper { values.insert(choice.value + 1) }
        if last < UInt(self.values) {
            values = Set(lower...upper)
        } else {
            values.insert(Int(bitPattern: UInt(bitPattern: lower) &+ last / 2))
            while values.count < self.values { values.insert(generator.next(from: lower, through: upper)) }
        }
        return values.subtracting([choice.value]).sorted()
    }

    private mutating func turn(_ run: ChoiceSequence, _ actions: Int) -> Explanation.Turn? {
        guard run.steps.count > 1 else { return nil }
        var failing: [Int] = []
        for kept in 0..<run.steps.count {
            var count = 0
            for _ in 0..<continuations where !deadline.hasPassed {
                var variant = ChoiceSequence(steps: Array(run.steps[..<kept]))
                for _ in 0..<2 * run.steps.count - kept + Self.moreSteps {
                    variant.steps.append(.init(action: generator.next(from: 0, through: actions - 1)))
                }
                if fails(variant, generator.next()) { count += 1 }
            }
            failing.append(count)
        }
        failing.append(continuations)
        let turns = failing.indices.dropFirst().map { step in
            Explanation.Turn(
                step: step,
                before: failing[step - 1],
                after: failing[step],
                of: continuations
            )
        }
        // Of equal ones, the first.
        let best = turns.max { ($0.after - $0.before, $1.step) < ($1.after - $1.before, $0.step) }
        return best.flatMap { turn in
            let (before, after) = (Double(turn.before), Double(turn.after))
            let says = after >= Self.leastAfter * Double(continuations) && before <= Self.mostBefore * after
            return says ? turn : nil
        }
    }
}
