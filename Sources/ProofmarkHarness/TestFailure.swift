import Foundation
package import Proofmark
import ProofmarkReport

/// A rule that does not hold, as a test framework is told of it.
package struct TestFailure: Sendable {
    /// A file that shows more.
    package struct File: Sendable {
        package var name: String
        package var text: String
    }

    package var property: String
    package var rule: String
    package var message: String
    /// The run as text, as a picture, as JSON, and its token; empty where no run breaks the rule.
    package var files: [File] = []

    /// All that is wrong, rule by rule.
    package static func all(in reports: [PropertyReport]) -> [TestFailure] {
        var report = VerificationReport(package: "")
        report.properties = reports
        let rules = report.outcomes.filter { !$0.holds }.map(failure)
        // What stands with no rule: contradictions, internal errors.
        let rest = report.troubles.map { title, reason in
            TestFailure(property: title, rule: "", message: "\(title): \(reason)")
        }
        let isEmpty = reports.allSatisfy { $0.rules.isEmpty }
        return rules + rest + (isEmpty ? [nothing] : [])
    }

    private static let nothing = TestFailure(
        property: "",
        rule: "",
        message: "nothing was verified: the property has no rules"
    )

    private static func failure(_ outcome: RuleOutcome) -> TestFailure {
        let place = outcome.location.map { "\n  stated at \($0)" } ?? ""
        var failure = TestFailure(
            property: outcome.property.property,
            rule: outcome.rule,
            message:
                "\(outcome.property.property): \"\(outcome.rule)\" does not hold: \(outcome.reason)\(place)"
        )
        guard let found = outcome.counterexample?.counterexample else { return failure }
        let name = plain("\(outcome.property.property) - \(outcome.rule)")
        // No suite need have the property, so the command may not be able to replay it.
        if let run = outcome.run?.replacing("replay: proofmark replay ", with: "token: ") {
            failure.message += "\n\n\(run)"
            failure.files.append(.init(name: "\(name).txt", text: run + "\n"))
        }
        let picture = TimelinePicture(found.trace, title: "\(outcome.rule): \(found.message)")
        failure.files.append(.init(name: "\(name).svg", text: picture.svg))
        if let json = try? JSONReport.text(found) {
            failure.files.append(.init(name: "\(name).json", text: json))
        }
        failure.files.append(.init(name: "\(name).token", text: found.token + "\n"))
        return failure
    }

    /// As a file may be called.
    private static func plain(_ text: String) -> String {
        let kept = text.map { $0.isLetter || $0.isNumber || " -_,".contains($0) ? $0 : "_" }
        return String(kept.prefix(100))
    }
}
