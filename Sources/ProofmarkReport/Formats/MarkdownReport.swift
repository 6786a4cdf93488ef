public import Proofmark

/// The report as Markdown, for a job's summary: a table for each property, and the runs that break rules, folded.
public enum MarkdownReport {
    public static func text(_ report: VerificationReport) -> String {
        let sign = report.exitCode == .holds ? "✅" : "❌"
        var lines = ["## \(sign) Proofmark: \(escaped(TextReport(report, style: .plain).sum))", ""]
        if !report.isComplete { lines += ["**Incomplete**: the verification was interrupted.", ""] }
        for property in report.properties {
            let engines = property.engines.map(\.engine.rawValue)
            lines += ["### \(escaped(property.property))", ""]
            lines.append("| | rule | " + engines.joined(separator: " | ") + " |")
            lines.append("|---|---|" + engines.map { _ in "---|" }.joined())
            for rule in property.rules {
                let outcome = RuleOutcome(property: property, rule: rule)
                let cells = engines.map { engine in
                    outcome.evidence.first { $0.engine == engine }.map { escaped($0.verdict) } ?? ""
                }
                lines.append(
                    "| \(outcome.holds ? "✅" : "❌") | \(escaped(rule)) | \(cells.joined(separator: " | ")) |"
                )
            }
            lines.append("")
            for outcome in property.rules.map({ RuleOutcome(property: property, rule: $0) })
            where !outcome.holds {
                let place = outcome.location.map { " (`\($0)`)" } ?? ""
                lines += ["**\(escaped(outcome.rule))**\(place): \(escaped(outcome.reason))", ""]
                guard let run = outcome.run else { continue }
                // Longer than any in the text.
                let fence = String(repeating: "`", count: 3 + longestRun(of: "`", in: run))
                lines += [
                    "<details><summary>the run</summary>", "", fence + "text", run, fence, "", "</details>",
                    "",
                ]
            }
        }
        if !report.troubles.isEmpty {
            lines +=
                ["### Also", ""] + report.troubles.map { "- \(escaped($0.title)): \(escaped($0.reason))" } + [
                    ""
                ]
        }
        return lines.joined(separator: "\n")
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var (longest, length) = (0, 0)
        for next in text {
            length = next == character ? length + 1 : 0
            longest = max(longest, length)
        }
        return longest
    }

    /// As plain text in a table's cell.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "|", "*", "_", "`", "[", "]", "#", "\\": result += "\\\(character)"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\n": result += " "
            default: result.append(character)
            }
        }
        return result
    }
}
