public import Proofmark

/// The report as JUnit XML: a suite for each property, a case for each rule.
///
/// A rule that is violated is a failure; one that is vacuous, unknown or misused is an error, for nothing is known of
/// it: so no reader takes it for a pass. Source: the schema of Jenkins' xUnit plug-in, `junit-10.xsd`.
public enum JUnitReport {
    public static func text(_ report: VerificationReport) -> String {
        var suites = report.properties.map { property in
            suite(
                property.property,
                property.rules.map { rule in
                    testCase(RuleOutcome(property: property, rule: rule))
                },
                seconds: property.engines.reduce(0) { $0 + $1.seconds }
            )
        }
        let troubles = report.troubles.map { title, reason in
            Case(
                xml: "    <testcase name=\"\(escaped(title))\" classname=\"proofmark\">\n"
                    + "      <failure message=\"\(escaped(reason))\"/>\n    </testcase>\n",
                isFailure: true,
                isError: false
            )
        }
        if !troubles.isEmpty { suites.append(suite("proofmark", troubles, seconds: 0)) }
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n\(suites.joined())</testsuites>\n"
    }

    private struct Case {
        var xml: String
        var isFailure: Bool
        var isError: Bool
    }

    private static func suite(_ name: String, _ cases: [Case], seconds: Double) -> String {
        "  <testsuite name=\"\(escaped(name))\" tests=\"\(cases.count)\" "
            + "failures=\"\(cases.filter(\.isFailure).count)\" errors=\"\(cases.filter(\.isError).count)\" "
            + "time=\"\((seconds * 1_000).rounded() / 1_000)\">\n\(cases.map(\.xml).joined())  </testsuite>\n"
    }

    private static func testCase(_ outcome: RuleOutcome) -> Case {
        var lines = "    <testcase name=\"\(escaped(outcome.rule))\" "
        lines += "classname=\"\(escaped("\(outcome.property.suite).\(outcome.property.property)"))\">\n"
        let isFailure = outcome.code == .violated
        if !outcome.holds {
            let element = isFailure ? "failure" : "error"
            lines +=
                "      <\(element) message=\"\(escaped(outcome.reason))\">\(escaped(outcome.run ?? ""))</\(element)>\n"
        }
        let evidence = outcome.evidence.map { "\($0.engine) \($0.verdict)" }.joined(separator: "\n")
        lines += "      <system-out>\(escaped(evidence))</system-out>\n    </testcase>\n"
        return Case(xml: lines, isFailure: isFailure, isError: !outcome.holds && !isFailure)
    }

    /// For text and attributes alike; what XML cannot say at all becomes a question mark.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): result += "?"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
