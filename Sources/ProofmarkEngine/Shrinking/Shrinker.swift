package import Proofmark

/// Makes a failing run as simple as it can.
///
/// The only thing it knows about the system is `attempt`: run this sequence, and if it fails in the same
/// way, give back the choices as that run used them. Everything else is editing of a list.
///
/// Invariant: `best` always fails, and every accepted edit makes it strictly simpler in shortlex order
/// (fewer steps, then fewer choices, then smaller values from the left). That order has no infinite
/// descent, so the passes reach a fixed point; the budget bounds how long that may take.
///
/// Passes, from coarse to fine, repeated until none helps:
/// 1. delete runs of steps, long ones first;
/// 2. sort: put steps with smaller actions and values earlier;
/// 3. merge duplicates: delete one of two equal steps and everything between them;
/// 4. lower many values to the simplest at once: all, halves, quarters and so on, because what may be anything would
///    otherwise be tried again by each finer pass; delete a few choices in a row, alone or while an earlier one, which may have counted them, is lowered;
/// 5. lower each value to the simplest of its range, else by halving the distance, else by small steps, because
///    not every value between two that fail need fail; put the simpler of two first;
/// 6. lower equal values together, and two by as much, which no single edit can;
/// 7. lower one value while a later one is raised as far as it goes; redistribute: lower one value and raise a
///    later one by as much, and delete a step while another value, or all that equal it, are raised as far as they
///    go; so that a sum is made of few, large parts;
/// 8. delete the first step and leave its first choices to the second: whatever step comes first may have
///    to choose what holds of the whole run;
/// 9. where steps are short: delete a value and add it to another, so that two lists become one; and move a value
///    behind another, its count with it, from one list into a later one.
///
/// Source of the approach: MacIver & Donaldson, "Test-Case Reduction via Test-Case Generation: Insights
/// from the Hypothesis Reducer", ECOOP 2020.
package struct Shrinker {
    package private(set) var best: ChoiceSequence
    package private(set) var runs = 0
    private let budget: Int
    private let deadline: Deadline
    private let onBest: ((ChoiceSequence) -> Void)?
    private let attempt: (ChoiceSequence) -> ChoiceSequence?
    private var tried: Set<ChoiceSequence> = []

    /// - Parameters:
    ///   - budget: The largest number of runs.
    ///   - seconds: After these no run is begun; `nil` for no limit.
    ///   - onBest: Told of every simpler run, so that it can be saved while shrinking goes on.
    ///   - attempt: The failing run's own choices, or `nil` if the run does not fail in the same way.
    package init(
        _ start: ChoiceSequence,
        budget: Int = 2_000,
        seconds: Double? = nil,
        onBest: ((ChoiceSequence) -> Void)? = nil,
        attempt: @escaping (ChoiceSequence) -> ChoiceSequence?
    ) {
        best = start
        self.budget = budget
        deadline = Deadline(seconds: seconds)
        self.onBest = onBest
        self.attempt = attempt
    }

    /// Whether another call may make the run simpler: it ran out of time or of runs.
    package var isUnfinished: Bool { runs >= budget || deadline.hasPassed }

    package mutating func shrink() {
        var changed = true
        while changed, !isUnfinished {
            let before = best
            deleteSteps()
            sortSteps()
            mergeDuplicates()
            lowerActions()
            lowerBlocks()
            deleteChoices()
            swapValues()
            lowerValues()
            lowerEqualValues()
            lowerPairs()
            lowerAndRaise()
            deleteAndRaise()
            redistribute()
            inheritChoices()
            absorbValues()
            moveValues()
            changed = best != before
        }
    }

    @discardableResult
    private mutating func accept(_ candidate: ChoiceSequence) -> Bool {
        guard !isUnfinished, candidate.isSimpler(than: best), tried.insert(candidate).inserted else {
            return false
        }
        runs += 1
        guard let used = attempt(candidate), used.isSimpler(than: best) else { return false }
        best = used
        onBest?(used)
        return true
    }

    private mutating func deleteSteps() {
        var length = best.steps.count
        while length >= 1 {
            var start = best.steps.count - length
            while start >= 0 {
                var candidate = best
                if start + length <= candidate.steps.count {
                    candidate.steps.removeSubrange(start..<start + length)
                    accept(candidate)
                }
                start -= 1
            }
            length /= 2
        }
    }

    private mutating func sortSteps() {
        var position = 1
        while position < best.steps.count {
            var place = position
            while place > 0 {
                var candidate = best
                guard place < candidate.steps.count else { break }
                candidate.steps.swapAt(place, place - 1)
                guard accept(candidate) else { break }
                place -= 1
            }
            position += 1
        }
    }

    private mutating func mergeDuplicates() {
        var first = 0
        while first < best.steps.count {
            var second = best.steps.count - 1
            while second > first {
                if second < best.steps.count, best.steps[first] == best.steps[second] {
                    var candidate = best
                    candidate.steps.removeSubrange(first + 1...second)
                    accept(candidate)
                }
                second -= 1
            }
            first += 1
        }
    }

    private mutating func lowerActions() {
        for position in best.steps.indices where position < best.steps.count {
            for action in 0..<best.steps[position].action {
                var candidate = best
                candidate.steps[position].action = action
                if accept(candidate) { break }
            }
        }
    }

    private mutating func lowerBlocks() {
        var size = positions().count
        while size >= 1 {
            let places = positions()
            for start in stride(from: 0, to: places.count, by: size) {
                var candidate = best
                for place in places[start..<min(start + size, places.count)] {
                    guard let choice = value(at: place) else { continue }
                    candidate.set(place, to: choice.simplest)
                }
                accept(candidate)
            }
            size /= 2
        }
    }

    /// The simpler of two values in a step first.
    private mutating func swapValues() {
        for (order, first) in positions().enumerated() {
            for second in positions().dropFirst(order + 1) where second.step == first.step {
                guard let one = value(at: first), let other = value(at: second), one.value != other.value,
                    (one.lower...one.upper).contains(other.value),
                    (other.lower...other.upper).contains(one.value)
                else { continue }
                var candidate = best
                candidate.set(first, to: other.value)
                candidate.set(second, to: one.value)
                accept(candidate)
            }
        }
    }

    private static let longestSpan = 8

    /// Elements of an array, which go with one of the count, and what lies around a value; the last ones first.
    private mutating func deleteChoices() {
        for length in (1...Self.longestSpan).reversed() {
            for place in positions().reversed() {
                let span = place.choice..<place.choice + length
                guard place.step < best.steps.count, span.upperBound <= best.steps[place.step].choices.count
                else { continue }
                var candidate = best
                candidate.steps[place.step].choices.removeSubrange(span)
                if accept(candidate) { continue }
                for earlier in stride(from: place.choice - 1, through: 0, by: -1) {
                    var counted = candidate
                    let choice = counted.steps[place.step].choices[earlier]
                    guard choice.value > choice.lower else { continue }
                    counted.steps[place.step].choices[earlier].value -= 1
                    if accept(counted) { break }
                }
            }
        }
    }

    private mutating func lowerValues() {
        for place in positions() {
            lower([place])
            lowerInSteps(place)
            mirror(place)
        }
    }

    /// A value on the other side of the simplest, as near or nearer.
    private mutating func mirror(_ place: (step: Int, choice: Int)) {
        guard let choice = value(at: place) else { return }
        for fall in 0..<min(Self.smallSteps, choice.distance) {
            let offset = Int(bitPattern: choice.distance - fall)
            let mirrored =
                choice.value < choice.simplest ? choice.simplest &+ offset : choice.simplest &- offset
            guard mirrored >= choice.lower, mirrored <= choice.upper else { continue }
            var candidate = best
            candidate.set(place, to: mirrored)
            if accept(candidate) { return }
        }
    }

    private static let smallSteps: UInt = 8

    /// By a small step, and as long as that goes by twice as much.
    private mutating func lowerInSteps(_ place: (step: Int, choice: Int)) {
        var size: UInt = 1
        while size <= Self.smallSteps {
            var step = size
            var hasHelped = false
            while let choice = value(at: place), choice.distance >= step {
                var candidate = best
                candidate.set(place, to: choice.at(distance: choice.distance - step))
                guard accept(candidate) else { break }
                hasHelped = true
                if step < UInt.max / 2 { step *= 2 }
            }
            if !hasHelped { size += 1 }
        }
    }

    private mutating func lowerEqualValues() {
        for places in groups(of: positions()) {
            lower(places)
        }
    }

    /// Two values by as much, such as those of which the difference matters.
    private mutating func lowerPairs() {
        let places = positions()
        for (order, first) in places.enumerated() {
            for second in places[(order + 1)...] {
                var amount = value(at: first)?.distance ?? 0
                while amount > 0 {
                    guard let one = value(at: first), let other = value(at: second) else { break }
                    guard one.distance >= amount else {
                        amount = one.distance
                        continue
                    }
                    let lowered = one.at(distance: one.distance - amount)
                    let moved = other.value.addingReportingOverflow(lowered &- one.value)
                    var candidate = best
                    candidate.set(first, to: lowered)
                    candidate.set(second, to: moved.partialValue)
                    let isInside = !moved.overflow && (other.lower...other.upper).contains(moved.partialValue)
                    if !isInside || !accept(candidate) { amount /= 2 }
                }
            }
        }
    }

    /// One value, as far as a later one makes up for it.
    private mutating func lowerAndRaise() {
        let places = positions()
        for (order, first) in places.enumerated() {
            for second in places[(order + 1)...] {
                guard let high = value(at: second), high.value < high.upper, value(at: first) != nil else {
                    continue
                }
                lower([first]) { $0.set(second, to: high.upper) }
            }
        }
    }

    /// The places of equal choices, two or more, in the order of their first.
    private func groups(of places: [(step: Int, choice: Int)]) -> [[(step: Int, choice: Int)]] {
        Dictionary(grouping: places) { value(at: $0) }.values.filter { $0.count > 1 }
            .sorted { ($0[0].step, $0[0].choice) < ($1[0].step, $1[0].choice) }
    }

    private mutating func deleteAndRaise() {
        var step = 0
        while step < best.steps.count {
            let others = positions().filter { $0.step != step }
            let isDeleted = (others.map { [$0] } + groups(of: others)).contains { places in
                var candidate = best
                for place in places {
                    guard let choice = value(at: place) else { return false }
                    candidate.steps[place.step].choices[place.choice].value = choice.upper
                }
                candidate.steps.remove(at: step)
                return accept(candidate)
            }
            if !isDeleted { step += 1 }
        }
    }

    private mutating func inheritChoices() {
        guard best.steps.count > 1 else { return }
        for count in 1...4 where count <= best.steps[0].choices.count {
            var candidate = best
            let inherited = candidate.steps.removeFirst().choices.prefix(count)
            candidate.steps[0].choices.insert(contentsOf: inherited, at: 0)
            if accept(candidate) { return }
        }
    }

    /// The most choices of a step of which all threes are tried.
    private static let fewChoices = 16

    /// Whether it may be the number of some of the other choices.
    private static func mayCount(_ choice: ChoiceSequence.Choice) -> Bool {
        choice.value > choice.lower && choice.value <= fewChoices
    }

    private var shortSteps: [Int] {
        best.steps.indices.filter { best.steps[$0].choices.count <= Self.fewChoices }
    }

    /// None if the run has become shorter than that.
    private func choices(of step: Int) -> [ChoiceSequence.Choice] {
        step < best.steps.count ? best.steps[step].choices : []
    }

    /// Deletes a value and adds it to another; what counted it falls by one, if anything did.
    private mutating func absorbValues() {
        for step in shortSteps {
            for place in choices(of: step).indices.reversed() { absorb(place, in: step) }
        }
    }

    private mutating func absorb(_ place: Int, in step: Int) {
        let choices = choices(of: step)
        guard place < choices.count, choices[place].value > 0 else { return }
        let gone = choices[place].value
        for other in choices.indices where other != place {
            let (room, overflow) = choices[other].upper.subtractingReportingOverflow(choices[other].value)
            guard overflow || room >= gone else { continue }
            var candidate = best
            candidate.steps[step].choices[other].value += gone
            candidate.steps[step].choices.remove(at: place)
            if accept(candidate) { return }
            for counter in 0..<place where counter != other && Self.mayCount(choices[counter]) {
                var counted = candidate
                counted.steps[step].choices[counter].value -= 1
                if accept(counted) { return }
            }
        }
    }

    /// Takes a value from where one thing counts it, and puts it behind another that does so from now on.
    private mutating func moveValues() {
        for step in shortSteps {
            for counter in choices(of: step).indices {
                while move(from: counter, in: step) {}
            }
        }
    }

    private mutating func move(from counter: Int, in step: Int) -> Bool {
        let choices = choices(of: step)
        guard counter < choices.count, Self.mayCount(choices[counter]) else { return false }
        for place in choices.indices.dropFirst(counter + 1) {
            for target in choices.indices.dropFirst(counter + 1)
            where target != place && choices[target].value < choices[target].upper {
                var moved = choices
                moved[counter].value -= 1
                moved[target].value += 1
                moved.insert(moved.remove(at: place), at: place < target ? target : target + 1)
                var candidate = best
                candidate.steps[step].choices = moved
                if accept(candidate) { return true }
            }
        }
        return false
    }

    private mutating func redistribute() {
        let places = positions()
        for (order, first) in places.enumerated() {
            for second in places[(order + 1)...] {
                guard let low = value(at: first), let high = value(at: second) else { return }
                let (room, overflow) = high.upper.subtractingReportingOverflow(high.value)
                let (fall, underflow) = low.value.subtractingReportingOverflow(low.lower)
                guard !overflow, !underflow, room > 0, fall > 0 else { continue }
                var amount = min(room, fall)
                while amount > 0 {
                    var candidate = best
                    candidate.steps[first.step].choices[first.choice].value -= amount
                    candidate.steps[second.step].choices[second.choice].value += amount
                    if accept(candidate) { break }
                    amount /= 2
                }
            }
        }
    }

    /// Lowers the values at these places, which are equal, as far as halving the distance goes.
    ///
    /// - Parameter edit: What else is changed with each attempt.
    private mutating func lower(
        _ places: [(step: Int, choice: Int)],
        with edit: (inout ChoiceSequence) -> Void = { _ in }
    ) {
        guard let place = places.first, var current = value(at: place)?.distance else { return }
        // No attempt below this distance has succeeded.
        var floor: UInt = 0
        while floor < current, runs < budget {
            let middle = floor == 0 ? 0 : floor + (current - floor) / 2
            var candidate = best
            for place in places {
                guard let choice = value(at: place) else { return }
                candidate.set(place, to: choice.at(distance: middle))
            }
            edit(&candidate)
            if accept(candidate) {
                guard let now = value(at: place)?.distance, now < current else { return }
                current = now
            } else {
                floor = middle + 1
            }
        }
    }

    private func positions() -> [(step: Int, choice: Int)] {
        best.steps.indices.flatMap { step in best.steps[step].choices.indices.map { (step, $0) } }
    }

    private func value(at place: (step: Int, choice: Int)) -> ChoiceSequence.Choice? {
        guard place.step < best.steps.count, place.choice < best.steps[place.step].choices.count else {
            return nil
        }
        return best.steps[place.step].choices[place.choice]
    }
}

extension ChoiceSequence {
    fileprivate mutating func set(_ place: (step: Int, choice: Int), to value: Int) {
        guard place.step < steps.count, place.choice < steps[place.step].choices.count else { return }
        steps[place.step].choices[place.choice].value = value
    }
}

extension ChoiceSequence.Choice {
    /// The value at this distance from the simplest, on the same side.
    fileprivate func at(distance: UInt) -> Int {
        let offset = Int(bitPattern: distance)
        return value < simplest ? simplest &- offset : simplest &+ offset
    }
}
