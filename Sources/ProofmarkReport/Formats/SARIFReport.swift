public import Proofmark

/// The report as SARIF 2.1.0: a result for each rule that does not hold, at the line where the rule is stated, with the
/// run that breaks it as a code flow.
///
/// Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", 2020.
public enum SARIFReport {
    public static func text(_ report: VerificationReport, version: String) throws -> String {
        let broken = report.outcomes.filter { !$0.holds }
        var rules = report.outcomes.map { outcome in
            Rule(
                id: identifier(outcome),
                shortDescription: Message(outcome.rule),
                fullDescription: Message("\(outcome.rule), of \(outcome.property.property)")
            )
        }
        var results = broken.map(result)
        if !report.troubles.isEmpty {
            let about = "what stands with no rule: evidence that is missing, regressions, an interruption"
            rules.append(
                Rule(
                    id: whole,
                    shortDescription: Message("the verification"),
                    fullDescription: Message(about)
                )
            )
        }
        results += report.troubles.map { title, reason in
            // Readers of SARIF want a place for everything: the package's.
            var result = Result(ruleId: whole, level: "error", message: Message("\(title): \(reason)"))
            result.locations = [Location(SourceLocation(file: "Package.swift", line: 1))]
            return result
        }
        let run = Run(
            tool: Tool(driver: .init(name: "Proofmark", version: version, rules: rules)),
            invocations: [.init(executionSuccessful: report.isComplete, exitCode: report.exitCode.rawValue)],
            results: results
        )
        return try JSONReport.text(Log(runs: [run]))
    }

    /// The rule of what stands with no rule.
    private static let whole = "proofmark"

    private static func identifier(_ outcome: RuleOutcome) -> String {
        "\(outcome.property.suite)/\(outcome.property.property)/\(outcome.rule)"
    }

    private static func result(_ outcome: RuleOutcome) -> Result {
        var result = Result(
            ruleId: identifier(outcome),
            // Where nothing is known of a rule, the gate fails as well.
            level: outcome.code == .violated ? "error" : "warning",
            message: Message("\(outcome.property.property): \(outcome.rule). \(outcome.reason)")
        )
        let place = outcome.location.map(Location.init)
        result.locations = place.map { [$0] } ?? []
        if let found = outcome.counterexample?.counterexample {
            let steps = found.trace.steps.enumerated().map { number, step in
                var text = number == 0 ? step.action : "\(number) \(step.headline)"
                let fields = step.fields?.map { "\($0.path) = \($0.value)" }.joined(separator: ", ") ?? ""
                if !fields.isEmpty { text += ": \(fields)" }
                return ThreadFlow.Step(location: .init(place, text))
            }
            result.codeFlows = [CodeFlow(threadFlows: [ThreadFlow(locations: steps)])]
            result.fingerprints = ["proofmark/replay": found.token]
        }
        return result
    }

    // MARK: The format

    private struct Log: Encodable {
        var schema = "https://json.schemastore.org/sarif-2.1.0.json"
        var version = "2.1.0"
        var runs: [Run]

        enum CodingKeys: String, CodingKey {
            case schema = "$schema"
            case version
            case runs
        }
    }

    private struct Run: Encodable {
        var tool: Tool
        var invocations: [Invocation]
        var results: [Result]
        var columnKind = "unicodeCodePoints"
    }

    private struct Tool: Encodable {
        struct Driver: Encodable {
            var name: String
            var version: String
            var rules: [Rule]
        }

        var driver: Driver
    }

    private struct Invocation: Encodable {
        var executionSuccessful: Bool
        var exitCode: Int32
    }

    private struct Rule: Encodable {
        var id: String
        var shortDescription: Message
        var fullDescription: Message
    }

    private struct Message: Encodable {
        var text: String
        init(_ text: String) { self.text = text }
    }

    private struct Result: Encodable {
        var ruleId: String
        var level: String
        var message: Message
        var locations: [Location] = []
        var codeFlows: [CodeFlow]?
        var fingerprints: [String: String]?
    }

    private struct Location: Encodable {
        struct Physical: Encodable {
            struct Artifact: Encodable {
                var uri: String
                var uriBaseId: String?
            }

            struct Region: Encodable { var startLine: Int }

            var artifactLocation: Artifact
            var region: Region
        }

        var physicalLocation: Physical?
        var message: Message?

        init(_ location: SourceLocation) {
            let isInPackage = !location.file.hasPrefix("/")
            physicalLocation = Physical(
                artifactLocation: .init(
                    uri: SARIFReport.uri(location.file),
                    uriBaseId: isInPackage ? "%SRCROOT%" : nil
                ),
                region: .init(startLine: max(1, location.line))
            )
        }

        init(_ location: Location?, _ text: String) {
            physicalLocation = location?.physicalLocation
            message = Message(text)
        }
    }

    private struct CodeFlow: Encodable { var threadFlows: [ThreadFlow] }

    private struct ThreadFlow: Encodable {
        struct Step: Encodable { var location: Location }

        var locations: [Step]
    }

    private static func uri(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        var text = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            if plain.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                text += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
