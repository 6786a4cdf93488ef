public import Proofmark

/// The report as a person reads it in a terminal: a table for each property, then each counterexample as a
/// timeline, then the sum.
public struct TextReport {
    private let report: VerificationReport
    private let style: Style

    private let isVerbose: Bool
    private let isQuiet: Bool
    private let showsUncovered: Bool

    /// - Parameters:
    ///   - isVerbose: Whether to say of each verdict what it rests on, or why it is no more.
    ///   - isQuiet: Whether to leave out what holds.
    ///   - showsUncovered: Whether to name the lines that no run went through.
    public init(
        _ report: VerificationReport,
        style: Style,
        isVerbose: Bool = false,
        isQuiet: Bool = false,
        showsUncovered: Bool = false
    ) {
        self.report = report
        self.style = style
        self.isVerbose = isVerbose
        self.isQuiet = isQuiet
        self.showsUncovered = showsUncovered
    }

    public var text: String {
        var blocks: [String] = []
        if let change = report.scope.since { blocks.append(Self.text(change)) }
        for property in report.properties
        where !isQuiet || (property.exitCode != .holds && report.exitCode != .holds) {
            blocks.append(table(property))
        }
        for property in report.properties { blocks += problems(property) }
        for property in report.properties where !isQuiet { blocks += foundBounds(property) }
        for property in report.properties { blocks += counterexamples(property) }
        blocks += regressions
        blocks += report.coverage.map(coverage)
        if !report.problems.isEmpty {
            blocks.append(report.problems.map { style.yellow("! ") + $0 }.joined(separator: "\n"))
        }
        blocks += report.shortfalls.map { style.red("✗ too little evidence: ") + $0.message }
        blocks.append(summary)
        return blocks.joined(separator: "\n\n") + "\n"
    }

    /// Which suites a branch affects, and why.
    package static func text(_ change: ReportScope.Change) -> String {
        var lines = ["since \(change.revision):"]
        for suite in change.affected {
            let shown = suite.because.prefix(mostFiles).joined(separator: ", ")
            let rest = suite.because.count - mostFiles
            lines.append("  \(suite.suite), because of \(shown)\(rest > 0 ? " and \(rest) more" : "")")
        }
        if !change.unaffected.isEmpty {
            lines.append("  not affected: \(change.unaffected.joined(separator: ", "))")
        }
        return lines.joined(separator: "\n")
    }

    /// Files that are named for each suite.
    private static let mostFiles = 5

    // MARK: Table

    private func table(_ property: PropertyReport) -> String {
        let engines = property.engines.map(\.engine)
        let columns = engines.map { engine in
            max(
                engine.rawValue.count,
                property.rules.map { cell(property, $0, engine).count }.max() ?? 0
            )
        }
        let names = max(12, style.width - 2 - columns.reduce(0) { $0 + $1 + 2 })
        var lines = [style.bold(property.property) + style.dim("  \(property.suite)")]
        lines.append(
            style.dim(
                "  " + "rule".padded(to: names)
                    + zip(engines, columns).map { "  " + $0.rawValue.padded(to: $1) }.joined()
            ).trimmedRight
        )
        for rule in property.rules where !isQuiet || property.exitCode(for: rule) != .holds {
            let name = rule.wrapped(to: names)
            lines += name.dropLast().map { "  " + $0 }
            var line = "  " + (name.last ?? "").padded(to: names)
            for (engine, width) in zip(engines, columns) {
                line += "  " + paint(cell(property, rule, engine).padded(to: width))
            }
            lines.append(line.trimmedRight)
        }
        for engine in property.engines where !isQuiet {
            lines += footnote(engine).wrapped(to: style.width - 6).enumerated().map { place, line in
                style.dim((place == 0 ? "  " : "    ") + line)
            }
            if let cached = engine.cached {
                lines += indented("cached: earned \(cached.earned) on \(cached.host)")
            }
            // What every proof assumes is said once, in the README; what this one assumes, here.
            let assumptions =
                isVerbose ? engine.scope + engine.assumptions : Array(engine.assumptions.dropFirst())
            lines += assumptions.flatMap(indented)
            for (name, said) in [
                ("cases of earlier verifications", "of the cases were run by earlier verifications"),
                ("steered cases", "steered runs beside them"),
            ] {
                let count = engine.statistics.first { $0.name == name }?.value ?? 0
                if count > 0 { lines += indented("\(Self.grouped(count)) \(said)") }
            }
            lines += engine.labels.flatMap(label)
            lines += engine.statistics.filter { $0.name.hasPrefix("target ") }.flatMap {
                indented("\($0.name): \(Self.grouped($0.value)) was the most")
            }
            if isVerbose { lines += engine.findings.flatMap(notes) }
        }
        return lines.joined(separator: "\n")
    }

    /// What a label counted, in lines.
    private func label(_ label: LabelCounts) -> [String] {
        let text: String
        switch label.unit {
        case .cases:
            text = "\(label.name): \(LabelCounts.percent(label.share(of: LabelCounts.yes))) of the cases"
        case .states:
            let values = label.sorted.prefix(Self.mostValues).map {
                "\($0.value): \(LabelCounts.percent(label.share(of: $0.value)))"
            }
            let rest = label.counts.count - values.count
            text =
                "\(label.name), of the states: \(values.joined(separator: ", "))"
                + (rest > 0 ? ", and \(rest) more" : "")
        }
        return indented(text)
    }

    /// Values of a label that are shown.
    private static let mostValues = 8

    private func indented(_ text: String) -> [String] {
        text.wrapped(to: style.width - 6).enumerated().map { place, line in
            style.dim((place == 0 ? "    " : "      ") + line)
        }
    }

    /// What is to be said of a verdict, in lines.
    private func notes(_ finding: EngineReport.Finding) -> [String] {
        guard let note = finding.note else { return [] }
        return indented("\(finding.rule): \(note)")
    }

    private func cell(_ property: PropertyReport, _ rule: String, _ engine: Engine) -> String {
        guard let finding = property.findings(for: rule).first(where: { $0.engine == engine })?.finding else {
            return ""
        }
        let isSettled = [.holds, .violated].contains(property.exitCode(for: rule))
        return Self.brief(finding, seenElsewhere: isSettled)
    }

    /// A verdict in a few characters.
    static func brief(_ finding: EngineReport.Finding, seenElsewhere: Bool) -> String {
        let bound = finding.bound.map { "≤ \(grouped($0.value)), " } ?? ""
        return switch finding.verdict {
        case .proved(.every): "✓ \(bound)every depth"
        case .proved(.steps(let depth)):
            finding.kind.isWitnessed ? "✓ in \(steps(depth))" : "✓ \(bound)depth \(depth)"
        case .exhausted(let states): "✓ \(grouped(states)) states"
        case .passed(let cases): "✓ \(grouped(cases)) case\(cases == 1 ? "" : "s")"
        case .violated(let found), .crashed(let found): "✗ in \(steps(found.choices.steps.count))"
        case .vacuous where seenElsewhere:
            finding.bound.map { "– saw \(grouped($0.value))" } ?? "– not reached"
        case .vacuous: "✗ vacuous"
        case .unknown: "? unknown"
        case .misuse: "✗ misuse"
        }
    }

    private func paint(_ text: String) -> String {
        switch text.first {
        case "✓": style.green(text)
        case "✗": style.red(text)
        case "?": style.yellow(text)
        default: style.dim(text)
        }
    }

    private func footnote(_ engine: EngineReport) -> String {
        func count(_ name: String) -> Int { engine.statistics.first { $0.name == name }?.value ?? 0 }
        let time = "\(Self.seconds(engine.seconds)) s"
        return switch engine.engine {
        case .fuzz:
            engine.statistics.isEmpty
                ? "fuzz: nothing was counted"
                : "fuzz: \(Self.counted(count("cases") + count("crashed"), "case")), "
                    + "\(Self.counted(count("steps"), "step")), "
                    + "seed \(UInt64(bitPattern: Int64(count("seed")))), \(time)"
                    + (count("crashed") > 0
                        ? "; \(Self.grouped(count("crashed"))) of them died" : "")
                    + (count("ended by an assumption") > 0
                        ? "; \(Self.grouped(count("ended by an assumption"))) cases ended early by an assumption"
                        : "")
        case .explore:
            "explore: \(Self.grouped(count("states"))) states, \(time)"
        case .prove:
            "prove: depth \(count("depth")), \(Self.grouped(count("states"))) states, \(Self.grouped(count("paths"))) paths, "
                + "\(Self.grouped(count("solver checks"))) checks, \(time)"
        }
    }

    // MARK: What is wrong

    private func problems(_ property: PropertyReport) -> [String] {
        var said = Set<String>()
        var blocks: [String] = []
        for rule in property.rules where property.exitCode(for: rule) != .holds {
            for (engine, finding) in property.findings(for: rule) {
                let message: String
                switch finding.verdict {
                case .vacuous(let what):
                    // What another engine saw broken need not be reached again.
                    if property.exitCode(for: rule) == .violated { continue }
                    message = what
                case .unknown(let reason): message = reason
                case .misuse(let what): message = what
                case .proved, .exhausted, .passed, .violated, .crashed: continue
                }
                // What is wrong with a whole specification is said once.
                if case .misuse = finding.verdict {
                    if said.insert(message).inserted {
                        blocks.append("\(style.yellow("misuse")) \(property.property)\n  \(message)")
                    }
                    continue
                }
                guard said.insert("\(engine) \(message)").inserted else { continue }
                blocks.append(
                    "\(style.yellow(word(finding.verdict))) \(property.property): \(rule)\n  \(engine.rawValue): \(message)"
                )
            }
        }
        let errors =
            property.engines.flatMap { engine in
                engine.internalErrors.map { "in \(engine.engine.rawValue) of \(property.property): \($0)" }
            } + property.contradictions.map { "in \(property.property): \($0)" }
        blocks += errors.map {
            style.red("internal error") + " \($0)\n"
                + "  This is a fault of Proofmark, not of your code. Please report it with this output."
        }
        return blocks
    }

    private func word(_ verdict: Verdict) -> String {
        switch verdict {
        case .vacuous: "vacuous"
        case .unknown: "unknown"
        case .misuse: "misuse"
        case .proved, .exhausted, .passed, .violated, .crashed: ""
        }
    }

    /// The runs that attain the bounds that were left to be found.
    private func foundBounds(_ property: PropertyReport) -> [String] {
        property.engines.flatMap(\.findings).compactMap { finding in
            guard let bound = finding.bound, let attained = bound.attained, finding.verdict.holds else {
                return nil
            }
            let seen = property.findings(for: finding.rule).compactMap(\.finding.bound?.value).max() ?? 0
            let lines =
                [
                    style.green("≤ \(Self.grouped(bound.value)) ") + style.bold(finding.rule)
                        + style.dim("  (\(property.property))"),
                    "  \(attained.message)"
                        + (seen > bound.value ? "; but a longer run reached \(seen)" : ""), "",
                ] + Timeline(attained.trace, style: style).lines.map { "  " + $0 }
                + ["", "  replay: proofmark replay \(attained.token)"]
            return lines.map(\.trimmedRight).joined(separator: "\n")
        }
    }

    /// The simplest counterexample for each rule; what other engines found beside it is in the table.
    private func counterexamples(_ property: PropertyReport) -> [String] {
        property.rules.compactMap { rule in
            property.counterexample(for: rule).map { engine, counterexample in
                CounterexampleText(
                    counterexample,
                    property: property.property,
                    rule: rule,
                    engine: engine,
                    location: property.locations[rule],
                    style: style
                ).text
            }
        }
    }

    // MARK: Regressions

    private var regressions: [String] {
        let shown = report.regressions.filter { !isQuiet || $0.verdict != .fixed }
        if shown.isEmpty { return [] }
        var lines = [style.bold("regressions") + style.dim("  what was found before, run again")]
        var blocks: [String] = []
        for regression in shown {
            let (said, why): (String, String?) =
                switch regression.verdict {
                case .stillFails: (style.red("✗ still fails"), nil)
                case .fixed: (style.green("✓ fixed"), nil)
                case .noLongerApplies(let why): (style.dim("– no longer applies"), why)
                case .damaged(let why): (style.yellow("? damaged"), why)
                case .unknown(let why): (style.yellow("? unknown"), why)
                }
            lines.append("  \(said)  \(regression.file)")
            if let cached = regression.cached {
                lines += indented("cached: earned \(cached.earned) on \(cached.host)")
            }
            if let why { lines += why.wrapped(to: style.width - 6).map { "      " + $0 } }
            // What the engines found themselves is drawn above.
            let property = report.properties.first { $0.property == regression.property }
            if case .stillFails(let counterexample) = regression.verdict,
                property?.counterexample(for: regression.rule) == nil
            {
                blocks.append(
                    CounterexampleText(
                        counterexample,
                        property: regression.property,
                        rule: regression.rule,
                        engine: nil,
                        location: property?.locations[regression.rule],
                        style: style
                    ).text
                )
            }
        }
        return [lines.joined(separator: "\n")] + blocks
    }

    // MARK: Coverage

    private func coverage(_ coverage: CoverageReport) -> String {
        func share(_ reached: Int, _ regions: Int) -> String {
            "\(reached) of \(regions) regions (\(LabelCounts.percent(Double(reached) / Double(max(1, regions)))))"
        }
        if coverage.regions == 0 {
            return style.bold("coverage") + style.dim("  \(coverage.suite)")
                + "\n  no code of this package is under test"
        }
        var lines = [
            style.bold("coverage") + style.dim("  \(coverage.suite)")
                + "  fuzz: \(share(coverage.reached, coverage.regions))"
        ]
        for file in coverage.files {
            lines.append("  \(file.path)  \(share(file.reached, file.regions))")
            guard showsUncovered else { continue }
            let ranges = file.uncovered.map {
                $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
            }
            let pieces = file.pieces.map { "\($0.line):\($0.column)" }
            for (what, places) in [("not reached", ranges), ("not reached, within a line, from", pieces)]
            where !places.isEmpty {
                lines += "\(what): \(places.joined(separator: ", "))".wrapped(to: style.width - 6).map {
                    style.yellow("    " + $0)
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Sum

    /// The last line, without a sign.
    var sum: String { String(summary.split(separator: "\n")[0].dropFirst(2)) }

    private var summary: String {
        if report.hasNothingToDo, report.exitCode == .holds {
            let why =
                report.scope.shard.map { "shard \($0.number) of \($0.count) has no work" }
                ?? "no property depends on what changed"
            return style.green("✓ \(why)")
        }
        let codes = report.properties.flatMap { property in property.rules.map { property.exitCode(for: $0) }
        }
        let holding = codes.filter { $0 == .holds }.count
        var parts = ["\(holding) of \(codes.count) rules hold"]
        for (code, name) in [
            (ExitCode.violated, "violated"), (.vacuous, "vacuous"), (.inconclusive, "unknown"),
            (.usage, "misuse"),
        ] {
            let count = codes.filter { $0 == code }.count
            if count > 0 { parts.append("\(count) \(name)") }
        }
        let short = report.shortfalls.count
        if short > 0 { parts.append("\(short) with too little evidence") }
        let failing = report.regressions.filter { $0.exitCode == .violated }.count
        if failing > 0 {
            parts.append(
                "\(failing) regression\(failing == 1 ? "" : "s") still fail\(failing == 1 ? "s" : "")"
            )
        }
        let open = report.regressions.filter { $0.exitCode == .inconclusive }.count
        if open > 0 { parts.append("\(Self.counted(open, "saved violation")) not run again") }
        if let shard = report.scope.shard {
            parts[0] = "shard \(shard.number) of \(shard.count): " + parts[0]
        }
        let text =
            parts.joined(separator: ", ") + (report.isComplete ? "" : " — incomplete")
            + " (\(Self.seconds(report.seconds)) s\(cachedShare))"
        let sum = report.exitCode == .holds ? style.green("✓ " + text) : style.red("✗ " + text)
        return report.scope.shard == nil
            ? sum : sum + "\n" + style.dim("  a shard is no verdict: proofmark merge gives it")
    }

    private var cachedShare: String {
        let reports = report.properties.flatMap(\.engines)
        let cached = reports.filter { $0.cached != nil }.count
        if cached == 0 { return "" }
        return cached == reports.count ? ", all cached" : ", \(cached) of \(reports.count) reports cached"
    }

    static func grouped(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    static func seconds(_ seconds: Double) -> String { "\((seconds * 10).rounded() / 10)" }

    static func counted(_ count: Int, _ noun: String) -> String {
        "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    static func steps(_ count: Int) -> String { count == 1 ? "1 step" : "\(count) steps" }
}
