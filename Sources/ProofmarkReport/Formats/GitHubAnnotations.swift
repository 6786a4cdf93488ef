public import Proofmark

/// The report as workflow commands of GitHub Actions: each rule that does not hold, at the line where it is stated.
///
/// Source: GitHub Docs, "Workflow commands for GitHub Actions".
public enum GitHubAnnotations {
    public static func text(_ report: VerificationReport) -> String {
        var lines = report.outcomes.filter { !$0.holds }.map { outcome in
            var properties = ["title=\(property("\(outcome.property.property): \(outcome.rule)"))"]
            if let location = outcome.location {
                properties = ["file=\(property(location.file))", "line=\(location.line)"] + properties
            }
            let message = [outcome.reason, outcome.run ?? ""].filter { !$0.isEmpty }.joined(separator: "\n")
            return "::error \(properties.joined(separator: ","))::\(data(message))"
        }
        lines += report.troubles.map { "::error title=\(property($0.title))::\(data($0.reason))" }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
