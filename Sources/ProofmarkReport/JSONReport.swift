import Foundation
public import Proofmark

/// The report as JSON, for machines.
public enum JSONReport {
    public static func text<Value: Encodable>(_ value: Value) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// A report with what follows from it: the exit code, and the outcome of each rule.
    public static func text(_ report: VerificationReport) throws -> String {
        try text(Document(report))
    }

    private struct Document: Encodable {
        struct Outcome: Encodable {
            var property: String
            var rule: String
            var holds: Bool
            var exitCode: Int32
        }

        var exitCode: Int32
        var outcomes: [Outcome]
        var report: VerificationReport

        init(_ report: VerificationReport) {
            self.report = report
            exitCode = report.exitCode.rawValue
            outcomes = report.properties.flatMap { property in
                property.rules.map { rule in
                    let code = property.exitCode(for: rule)
                    return Outcome(
                        property: property.property,
                        rule: rule,
                        holds: code == .holds,
                        exitCode: code.rawValue
                    )
                }
            }
        }
    }
}
