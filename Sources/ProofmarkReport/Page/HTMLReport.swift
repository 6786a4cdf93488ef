import Foundation
public import Proofmark

/// The report as one HTML page that needs no network: the rules with their evidence, and each run that breaks one as a
/// timeline to walk through, with keyboard or mouse. Without scripts it is a page of tables.
public enum HTMLReport {
    public static func text(_ report: VerificationReport) throws -> String {
        let broken = report.outcomes.filter { $0.counterexample != nil }
        var runs: [Run] = []
        for outcome in broken {
            if let run = Run(outcome, number: runs.count) { runs.append(run) }
        }
        for outcome in report.regressions {
            if case .stillFails(let found) = outcome.verdict {
                let isShown = runs.contains { $0.property == outcome.property && $0.rule == outcome.rule }
                if !isShown { runs.append(Run(found, outcome.property, outcome.rule, number: runs.count)) }
            }
        }
        let title = "Proofmark: \(TextReport(report, style: .plain).sum)"
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>\(escaped(title))</title>
            <style>\(style)</style>
            </head>
            <body>
            \(try body(report, runs))
            <script>\(script)</script>
            </body>
            </html>

            """
    }

    private static func body(_ report: VerificationReport, _ runs: [Run]) throws -> String {
        let holds = report.exitCode == .holds
        var parts = [
            "<header><h1><span class=\"\(holds ? "good" : "bad")\">\(escaped(TextReport(report, style: .plain).sum))</span></h1>",
            "<p class=\"dim\">\(escaped(report.package))</p></header>", "<main>",
        ]
        let troubles = report.troubles.map { "\($0.title): \($0.reason)" } + report.problems
        if !troubles.isEmpty {
            parts.append("<section class=\"troubles\"><h2>Also</h2><ul>")
            parts += troubles.map { "<li>\(escaped($0))</li>" }
            parts.append("</ul></section>")
        }
        for run in runs { parts.append(try section(run)) }
        for property in report.properties { parts.append(section(property, runs)) }
        parts.append("</main>")
        return parts.joined(separator: "\n")
    }

    // MARK: Rules

    private static func section(_ property: PropertyReport, _ runs: [Run]) -> String {
        let engines = property.engines.map(\.engine.rawValue)
        var lines = [
            "<section class=\"property\"><h2>\(escaped(property.property)) <small>\(escaped(property.suite))</small></h2>",
            "<div class=\"scroll\"><table class=\"rules\"><thead><tr><th scope=\"col\">rule</th>"
                + engines.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined() + "</tr></thead><tbody>",
        ]
        for rule in property.rules {
            let outcome = RuleOutcome(property: property, rule: rule)
            let cells = property.engines.map { engine in
                let verdict = outcome.evidence.first { $0.engine == engine.engine.rawValue }?.verdict ?? ""
                return "<td class=\"\(kind(verdict))\">\(escaped(verdict))</td>"
            }
            let run = runs.first { $0.property == property.property && $0.rule == rule }
            let name = run.map { "<a href=\"#\($0.identifier)\">\(escaped(rule))</a>" } ?? escaped(rule)
            let place = outcome.location.map { " <small>\(escaped($0.description))</small>" } ?? ""
            let reason =
                outcome.holds || run != nil ? "" : "<div class=\"reason\">\(escaped(outcome.reason))</div>"
            lines.append("<tr><th scope=\"row\">\(name)\(place)\(reason)</th>\(cells.joined())</tr>")
        }
        lines.append("</tbody></table></div>")
        for engine in property.engines {
            let cached = engine.cached.map { ", earned \($0.earned) on \($0.host)" } ?? ""
            let counts = engine.statistics.filter { !$0.name.hasPrefix("action ") }
                .map(Self.shown).joined(separator: ", ")
            lines.append(
                "<p class=\"dim\">\(escaped("\(engine.engine.rawValue): \(counts), \(TextReport.seconds(engine.seconds)) s\(cached)"))</p>"
            )
            let known = engine.scope + engine.assumptions
            if !known.isEmpty {
                lines.append(
                    "<details><summary>what \(escaped(engine.engine.rawValue)) takes for granted</summary><ul>"
                        + known.map { "<li>\(escaped($0))</li>" }.joined() + "</ul></details>"
                )
            }
        }
        return (lines + ["</section>"]).joined(separator: "\n")
    }

    private static func kind(_ verdict: String) -> String {
        switch verdict.first {
        case "✓": "good"
        case "✗": "bad"
        case "?": "unsure"
        default: "dim"
        }
    }

    // MARK: Runs

    private static func section(_ run: Run) throws -> String {
        var lines = [
            "<section class=\"run\" id=\"\(run.identifier)\" tabindex=\"0\" aria-label=\"run that breaks \(escaped(run.rule))\">",
            "<h2><span class=\"bad\">✗</span> \(escaped(run.rule)) <small>\(escaped(run.property))</small></h2>",
            "<p class=\"message\">\(escaped(run.found.message))</p>",
        ]
        if let place = run.location { lines.append("<p class=\"dim\">stated at \(escaped(place))</p>") }
        lines.append(
            "<div class=\"controls\" hidden><button type=\"button\" class=\"previous\">◀ back</button>"
                + "<input type=\"range\" class=\"slider\" min=\"0\" max=\"\(max(0, run.found.trace.steps.count - 1))\" aria-label=\"step\">"
                + "<button type=\"button\" class=\"next\">on ▶</button><span class=\"where\" aria-live=\"polite\"></span>"
                + "<span class=\"dim keys\">keys: ← → Home End</span></div>"
        )
        lines.append(grid(run))
        lines.append("<div class=\"state\" aria-live=\"polite\"></div>")
        lines.append("<details><summary>every step</summary><pre>\(escaped(run.text))</pre></details>")
        lines.append(
            "<p class=\"token\"><code>proofmark replay \(escaped(run.found.token))</code> <button type=\"button\" class=\"copy\" hidden>copy</button></p>"
        )
        lines.append("<script type=\"application/json\">\(try data(run))</script></section>")
        return lines.joined(separator: "\n")
    }

    private static func grid(_ run: Run) -> String {
        let timeline = Timeline(run.found.trace, style: .plain)
        let heads = timeline.heads.enumerated().map { step, words in
            "<th scope=\"col\" data-step=\"\(step)\">\(words.map(escaped).joined(separator: "<br>"))</th>"
        }
        var lines = [
            "<div class=\"scroll\"><table class=\"timeline\"><thead><tr><th></th>\(heads.joined())</tr></thead><tbody>"
        ]
        for row in timeline.rows {
            let cells = row.cells.enumerated().map { step, cell in
                let isNew = step > 0 && row.cells[step - 1] != cell
                return "<td data-step=\"\(step)\"\(isNew ? " class=\"new\"" : "")>\(escaped(cell))</td>"
            }
            lines.append("<tr><th scope=\"row\">\(escaped(row.name))</th>\(cells.joined())</tr>")
        }
        lines.append("</tbody></table></div>")
        return lines.joined(separator: "\n")
    }

    /// As JSON that no element ends.
    private static func data(_ run: Run) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(Walk(run.found)), as: UTF8.self)
        return text.replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
            .replacing("\u{2029}", with: "\\u2029")
    }

    /// What the script walks through.
    private struct Walk: Encodable {
        struct Turn: Encodable {
            var step: Int
            var text: String
        }

        var steps: [Trace.Step]
        /// By step: the names of choices that may be anything.
        var free: [Int: [String]]
        var turn: Turn?

        init(_ found: Counterexample) {
            let all = found.trace.steps
            steps = all.map { step in
                var step = step
                step.arguments = step.values
                return step
            }
            let places = Dictionary(grouping: found.explanation?.free ?? [], by: \.step)
            free = places.filter { all.indices.contains($0.key) }.reduce(into: [:]) { free, places in
                free[places.key] = all[places.key].names(of: places.value.map(\.choice))
            }
            turn = found.explanation?.turn.map { turn in
                Turn(
                    step: turn.step,
                    text:
                        "makes the difference: of random runs that go on after it, \(turn.after) of \(turn.of) fail "
                        + "in the same way; of those that part before it, \(turn.before) of \(turn.of)"
                )
            }
        }
    }

    private static func shown(_ statistic: EngineReport.Statistic) -> String {
        let unit = " microseconds"
        return statistic.name.hasSuffix(unit)
            ? "\(statistic.name.dropLast(unit.count)) \(TextReport.seconds(Double(statistic.value) / 1e6)) s"
            : "\(statistic.name) \(TextReport.grouped(statistic.value))"
    }

    private struct Run {
        var found: Counterexample
        var property: String
        var rule: String
        var location: String?
        var text: String
        var identifier: String

        init(_ found: Counterexample, _ property: String, _ rule: String, number: Int) {
            (self.found, self.property, self.rule) = (found, property, rule)
            identifier = "run-\(number + 1)"
            text =
                CounterexampleText(found, property: property, rule: rule, engine: nil, style: .plain).text
        }

        init?(_ outcome: RuleOutcome, number: Int) {
            guard let found = outcome.counterexample?.counterexample else { return nil }
            self.init(found, outcome.property.property, outcome.rule, number: number)
            location = outcome.location?.description
        }
    }

    /// For text and attributes alike.
    static func escaped(_ text: String) -> String {
        JUnitReport.escaped(text).replacing("'", with: "&#39;")
    }
}
