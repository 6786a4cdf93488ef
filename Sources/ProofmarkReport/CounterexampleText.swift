public import Proofmark

/// A counterexample in a terminal: what broke, a timeline with a row for each tenant or target and a
/// column for each step, what each step changed, and how to run it again.
public struct CounterexampleText {
    private let counterexample: Counterexample
    private let property: String
    private let rule: String
    private let engine: Engine?
    private let location: SourceLocation?
    private let style: Style

    /// - Parameter location: Where the rule is stated.
    public init(
        _ counterexample: Counterexample,
        property: String,
        rule: String,
        engine: Engine?,
        location: SourceLocation? = nil,
        style: Style
    ) {
        self.counterexample = counterexample
        self.property = property
        self.rule = rule
        self.engine = engine
        self.location = location
        self.style = style
    }

    public var text: String {
        var lines = [
            style.red("✗ ") + style.bold(rule) + style.dim("  (\(property))"), "  \(counterexample.message)",
        ]
        if let location { lines.append(style.dim("  stated at \(location)")) }
        lines.append(style.dim("  " + origin))
        lines.append("")
        lines += Timeline(counterexample.trace, style: style).lines.map { "  " + $0 }
        lines.append("")
        lines += steps
        lines.append("")
        lines += turn
        lines.append("  replay: proofmark replay \(counterexample.token)")
        return lines.map(\.trimmedRight).joined(separator: "\n")
    }

    private var origin: String {
        var parts: [String] = []
        switch engine {
        case .fuzz: parts.append("found by fuzz")
        case .prove: parts.append("found by prove")
        case .explore: parts.append("found by explore")
        case nil: break
        }
        if let seed = counterexample.seed, let number = counterexample.foundInCase {
            parts.append("in case \(number) of seed \(seed)")
        } else if engine == .fuzz, let seed = counterexample.seed {
            parts.append("in a steered run of seed \(seed)")
        }
        if let depth = counterexample.foundAtDepth { parts.append("at depth \(depth)") }
        if !parts.isEmpty { parts[parts.count - 1] += "," }
        parts.append("shrunk to \(TextReport.steps(counterexample.choices.steps.count))")
        if counterexample.shrinkRuns > 0 { parts.append("in \(counterexample.shrinkRuns) runs") }
        if counterexample.isUnfinished == true { parts[parts.count - 1] += "; the next verification goes on" }
        return parts.joined(separator: " ")
    }

    /// Each step with the fields of the state that it changed.
    private var steps: [String] {
        var lines: [String] = []
        var before: [String: String] = [:]
        for (number, step) in counterexample.trace.steps.enumerated() {
            let arguments = step.values.isEmpty ? "" : "(\(step.values.joined(separator: ", ")))"
            lines.append(
                "  \(number == 0 ? "  " : "\(number)".padded(to: number < 10 ? 2 : 3))"
                    + style.bold(step.action) + arguments
            )
            let free = counterexample.explanation?.free.filter { $0.step == number }.map(\.choice) ?? []
            if !free.isEmpty {
                let names = step.names(of: free)
                let each = names.count > 1 ? ", each by itself" : ""
                lines.append(
                    style.dim("       \(names.joined(separator: ", ")) may be anything\(each)")
                )
            }
            guard let fields = step.fields else {
                lines.append(style.red("       it never came to the end of this step"))
                continue
            }
            for field in fields where before[field.path] != field.value {
                let name = field.path.isEmpty ? "state" : field.path
                lines.append("       " + "\(name) = \(field.value)".cut(to: max(20, style.width - 7)))
            }
            before = Dictionary(fields.map { ($0.path, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
        return lines
    }

    /// Which step makes the difference.
    private var turn: [String] {
        guard let turn = counterexample.explanation?.turn,
            counterexample.trace.steps.indices.contains(turn.step)
        else { return [] }
        let step = counterexample.trace.steps[turn.step]
        let text =
            "step \(turn.step) (\(step.action)) makes the difference: of random runs that go on after it, "
            + "\(turn.after) of \(turn.of) fail in the same way; of those that part before it, \(turn.before) of \(turn.of)"
        return text.wrapped(to: style.width - 4).map { "  " + $0 } + [""]
    }
}

extension Trace.Step {
    /// What the choices at these positions are called.
    func names(of choices: [Int]) -> [String] {
        var names: [String] = []
        for place in choices {
            // Where the value begins that the choice is a part of.
            let first = arguments.prefix(place + 1).lastIndex { !$0.isEmpty } ?? place
            let end =
                arguments.indices.dropFirst(first + 1).first { !arguments[$0].isEmpty } ?? arguments.count
            let pieces = (arguments.indices.contains(first) ? arguments[first] : "").split(separator: ":")
            let name = pieces.count > 1 ? String(pieces[0]) : "choice \(first + 1)"
            let parts = first..<max(end, first + 1)
            // Several at once were not tried.
            let shown =
                switch (parts.count, Set(parts).isSubset(of: choices)) {
                case (1, _): name
                case (_, true): "each part of \(name)"
                case (_, false): "a part of \(name)"
                }
            if names.last != shown { names.append(shown) }
        }
        return names
    }
}
