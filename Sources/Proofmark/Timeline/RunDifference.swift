/// Where two runs of the same choices under different hash seeds part, and both runs as one: what differs in rows
/// of its own.
package struct RunDifference {
    /// A run, as a replay reported it.
    package struct Record {
        package var choices: ChoiceSequence
        package var trace: Trace
        /// For each state, the actions that could happen next, as far as that was told.
        package var enabled: [[String]]
        /// How it ended, if not in order.
        package var ending: String?

        package init(choices: ChoiceSequence, trace: Trace, enabled: [[String]], ending: String?) {
            self.choices = choices
            self.trace = trace
            self.enabled = enabled
            self.ending = ending
        }
    }

    /// What runs are compared by, one after the other: by actions and states, where no rule cuts a run short, and by each
    /// rule.
    package static func watched(_ rules: [String]) -> [String] { [ImplicitRule.ignoresHashOrder] + rules }

    /// Where to look.
    package static let hint = ": what takes the elements of a Set or a Dictionary as they come?"

    private static let names = ("one seed", "other seed")

    package let message: String
    package let trace: Trace

    /// - Returns: `nil` if the runs are the same.
    package init?(_ first: Record, _ second: Record) {
        guard let message = Self.message(first, second) else { return nil }
        self.message = message
        trace = Trace(steps: Self.steps(first.trace.steps, second.trace.steps))
    }

    private static func message(_ first: Record, _ second: Record) -> String? {
        for (place, (one, other)) in zip(first.trace.steps, second.trace.steps).enumerated() {
            let at = place == 0 ? "in the initial state" : "in step \(place) (\(one.action))"
            if one.action != other.action || one.arguments != other.arguments {
                return "\(at), the other run takes another step: \(other.headline)"
            }
            if let difference = one.difference(from: other, words: ("is", " under one seed, under the other"))
            {
                return "\(at), \(difference)"
            }
            guard place < first.enabled.count, place < second.enabled.count else { continue }
            let (mine, theirs) = (Set(first.enabled[place]), Set(second.enabled[place]))
            if let action = mine.symmetricDifference(theirs).min() {
                let seeds =
                    mine.contains(action)
                    ? "one seed, not under the other" : "the other seed, not under the one"
                return
                    "after \(place == 0 ? "the start" : "step \(place)"), \"\(action)\" is enabled under \(seeds)"
            }
        }
        if first.ending != second.ending {
            return
                "one run \(first.ending ?? "comes to its end"), the other \(second.ending ?? "comes to its end")"
        }
        let (mine, theirs) = (first.trace.steps.count, second.trace.steps.count)
        if mine != theirs { return "one run has \(mine - 1) steps, the other \(theirs - 1)" }
        return first.choices == second.choices ? nil : "the runs have other choices to make"
    }

    private static func steps(
        _ first: [Trace.Step],
        _ second: [Trace.Step]
    ) -> [Trace.Step] {
        func values(_ step: Trace.Step?) -> [String: String] {
            Dictionary((step?.fields ?? []).map { ($0.path, $0.value) }, uniquingKeysWith: { one, _ in one })
        }
        let length = max(first.count, second.count)
        func at(_ place: Int, _ steps: [Trace.Step]) -> Trace.Step? {
            place < steps.count ? steps[place] : nil
        }
        var differing = Set<String>()
        for place in 0..<length {
            let (mine, theirs) = (values(at(place, first)), values(at(place, second)))
            differing.formUnion(Set(mine.keys).union(theirs.keys).filter { mine[$0] != theirs[$0] })
        }
        return (0..<length).compactMap { place in
            guard let shown = at(place, first) ?? at(place, second) else { return nil }
            let theirs = values(at(place, second))
            var seen = Set<String>()
            let both = (at(place, first)?.fields ?? []) + (at(place, second)?.fields ?? [])
            let mine = values(at(place, first))
            let fields = both.filter { seen.insert($0.path).inserted }.flatMap { field -> [Trace.Field] in
                guard differing.contains(field.path) else { return [field] }
                return [
                    .init(path: "\(field.path), \(names.0)", value: mine[field.path] ?? "–"),
                    .init(path: "\(field.path), \(names.1)", value: theirs[field.path] ?? "–"),
                ]
            }
            return Trace.Step(
                action: shown.action,
                arguments: shown.arguments,
                fields: fields,
                cells: []
            )
        }
    }
}

extension Trace.Step {
    /// The action with its arguments.
    package var headline: String {
        values.isEmpty ? action : "\(action)(\(values.joined(separator: ", ")))"
    }

    /// In which field the states after two steps differ, and how.
    ///
    /// - Parameter words: What comes before the first value, and before the second.
    package func difference(from other: Trace.Step, words: (String, String) = ("was", ", then")) -> String? {
        let (mine, theirs) = (fields ?? [], other.fields ?? [])
        for (field, rival) in zip(mine, theirs) where field != rival {
            let name = field.path.isEmpty ? "the state" : field.path
            return field.path == rival.path
                ? "\(name) \(words.0) \(field.value)\(words.1) \(rival.value)"
                : "the states have different shapes"
        }
        return mine.count == theirs.count ? nil : "the states have different shapes"
    }
}
