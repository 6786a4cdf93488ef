import Proofmark

/// Makes new runs of old ones. What the result has no choices for is drawn at random, so it may be cut and pieced
/// together as one likes.
struct Mutator {
    let actions: Int
    /// The largest number of steps.
    let longest: Int

    private enum Edit: CaseIterable {
        case value, value2, action, insert, delete, duplicate, swap, cut, splice
    }

    /// Half of the new runs are made of so many old ones, which reached what few have.
    private static let rarest = 4

    /// A few edits of one of the runs; a random run if there is none.
    ///
    /// - Parameter reached: For each region, how many runs reached it.
    func variant(of corpus: Corpus, reached: [Int], _ generator: inout SplitMix64) -> ChoiceSequence {
        guard !corpus.entries.isEmpty, generator.next(from: 0, through: 9) > 0 else {
            return extended(ChoiceSequence(), by: longest, &generator)
        }
        let entries = corpus.entries
        func rarity(_ entry: Corpus.Entry) -> Int {
            guard entry.targets.isEmpty, let region = entry.region, reached.indices.contains(region) else {
                return 0
            }
            return reached[region]
        }
        let rare = entries.sorted { rarity($0) < rarity($1) }.prefix(Self.rarest)
        func pick(_ generator: inout SplitMix64) -> ChoiceSequence {
            if generator.next(from: 0, through: 1) == 0 {
                return entries[generator.next(from: 0, through: entries.count - 1)].choices
            }
            return rare[generator.next(from: 0, through: rare.count - 1)].choices
        }
        var run = pick(&generator)
        for _ in 0..<generator.next(from: 1, through: 4) { edit(&run, with: pick(&generator), &generator) }
        if run.steps.count > longest { run.steps.removeLast(run.steps.count - longest) }
        return extended(run, by: generator.next(from: 0, through: 8), &generator)
    }

    private func extended(_ run: ChoiceSequence, by steps: Int, _ generator: inout SplitMix64)
        -> ChoiceSequence
    {
        var run = run
        for _ in 0..<max(0, min(steps, longest - run.steps.count)) {
            run.steps.append(.init(action: generator.next(from: 0, through: actions - 1)))
        }
        return run
    }

    private func edit(
        _ run: inout ChoiceSequence,
        with other: ChoiceSequence,
        _ generator: inout SplitMix64
    ) {
        guard !run.steps.isEmpty else { return }
        let last = run.steps.count - 1
        let place = generator.next(from: 0, through: last)
        switch Edit.allCases[generator.next(from: 0, through: Edit.allCases.count - 1)] {
        case .value, .value2: changeValue(&run, from: place, &generator)
        case .action: run.steps[place] = .init(action: generator.next(from: 0, through: actions - 1))
        case .insert:
            run.steps.insert(.init(action: generator.next(from: 0, through: actions - 1)), at: place)
        case .delete: run.steps.remove(at: place)
        case .duplicate:
            let end = min(last, place + generator.next(from: 0, through: 3))
            run.steps.insert(contentsOf: Array(run.steps[place...end]), at: place)
        case .swap: run.steps.swapAt(place, generator.next(from: 0, through: last))
        case .cut: run.steps.removeLast(last - place)
        case .splice:
            let rest = other.steps
            if !rest.isEmpty {
                run.steps.removeLast(last - place)
                run.steps += rest.suffix(generator.next(from: 1, through: rest.count))
            }
        }
    }

    /// A value of the first step from here on that has one: near what it is, an end of its range, or any.
    private func changeValue(_ run: inout ChoiceSequence, from start: Int, _ generator: inout SplitMix64) {
        guard let place = run.steps.indices.first(where: { $0 >= start && !run.steps[$0].choices.isEmpty })
        else { return }
        let position = generator.next(from: 0, through: run.steps[place].choices.count - 1)
        var choice = run.steps[place].choices[position]
        if generator.next(from: 0, through: 1) == 0 {
            let near = choice.value.addingReportingOverflow(generator.next(from: -2, through: 2))
            if !near.overflow { choice.value = min(max(near.partialValue, choice.lower), choice.upper) }
        } else {
            choice.value = generator.next(from: choice.lower, through: choice.upper)
        }
        run.steps[place].choices[position] = choice
    }
}
