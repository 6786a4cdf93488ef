import Foundation
import Proofmark
import ProofmarkReport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Reports for machines: of one report with every verdict there is, in words that no format likes.
@Suite struct FormatTests {
    private static let nasty = "a < b && \"c\" | *d* `e`\n]]> ünï \u{1} %0A,:"

    private static func counterexample() -> Counterexample {
        Counterexample(
            message: nasty,
            choices: ChoiceSequence(steps: [.init(action: 0, choices: [.init(3, in: 1...3)])]),
            trace: Trace(
                lanes: [],
                steps: [
                    .init(action: "start", arguments: [], fields: [.init(path: "n", value: "0")], cells: []),
                    .init(
                        action: nasty,
                        arguments: ["n: 3"],
                        fields: [.init(path: "n", value: "3")],
                        cells: []
                    ),
                ]
            ),
            token: "pm2-abc"
        )
    }

    private static func report(isComplete: Bool = true) -> VerificationReport {
        let verdicts: [(String, Verdict)] = [
            ("passes", .passed(cases: 10)), ("is proved", .proved(.every)),
            (nasty, .violated(counterexample())), ("is vacuous", .vacuous(nasty)),
            ("is unknown", .unknown("budget")), ("is misused", .misuse("no")),
        ]
        var property = PropertyReport(
            suite: "Suite",
            property: nasty,
            engines: [
                EngineReport(
                    engine: .fuzz,
                    findings: verdicts.map { .init(rule: $0, kind: .always, verdict: $1) },
                    seconds: 1.5
                )
            ]
        )
        property.locations = [
            nasty: SourceLocation(file: "Properties/a b.swift", line: 7),
            "is vacuous": SourceLocation(file: "/elsewhere/c.swift", line: 9),
        ]
        return VerificationReport(package: "/p", properties: [property], isComplete: isComplete)
    }

    private static let healthy = VerificationReport(
        package: "/p",
        properties: [
            PropertyReport(
                suite: "S",
                property: "p",
                engines: [
                    EngineReport(
                        engine: .fuzz,
                        findings: [.init(rule: "r", kind: .always, verdict: .passed(cases: 1))]
                    )
                ]
            )
        ]
    )

    /// Counts elements, and fails where the text is not well-formed.
    private final class Counter: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var attributes: [String: [String]] = [:]

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes made: [String: String]
        ) {
            elements[name, default: 0] += 1
            for (key, value) in made { attributes["\(name).\(key)", default: []].append(value) }
        }
    }

    @Test func junitIsWellFormedAndNothingPassesThatDoesNotHold() throws {
        let counter = Counter()
        let parser = XMLParser(data: Data(JUnitReport.text(Self.report()).utf8))
        parser.delegate = counter
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(counter.elements["testcase"] == 6)
        #expect(counter.elements["failure"] == 1 && counter.elements["error"] == 3)
        #expect(counter.attributes["testsuite.failures"] == ["1"])
        #expect(counter.attributes["testsuite.errors"] == ["3"])
        let incomplete = Counter()
        let other = XMLParser(data: Data(JUnitReport.text(Self.report(isComplete: false)).utf8))
        other.delegate = incomplete
        #expect(other.parse() && incomplete.elements["failure"] == 2)
        #expect(!JUnitReport.text(Self.healthy).contains("<failure"))
    }

    @Test func sarifHasTheRunsAsCodeFlows() throws {
        let text = try SARIFReport.text(Self.report(), version: "1.2.3")
        let log = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        let run = try #require((log["runs"] as? [[String: Any]])?.first)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.map { $0["level"] as? String } == ["error", "warning", "warning", "warning"])
        let broken = results[0]
        let flows = try #require(broken["codeFlows"] as? [[String: Any]])
        let threads = try #require(flows.first?["threadFlows"] as? [[String: Any]])
        #expect((threads.first?["locations"] as? [Any])?.count == 2)
        #expect(text.contains("\"uri\" : \"Properties/a%20b.swift\""), "\(text)")
        #expect(text.contains("\"uri\" : \"file:///elsewhere/c.swift\""))
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let identifiers = Set(
            ((driver["rules"] as? [[String: Any]]) ?? []).compactMap { $0["id"] as? String }
        )
        #expect(results.allSatisfy { identifiers.contains($0["ruleId"] as? String ?? "") })
        let none = try SARIFReport.text(Self.healthy, version: "1.2.3")
        #expect(none.contains("\"results\" : [\n\n      ]"), "\(none)")
    }

    @Test func markdownKeepsItsTables() {
        let text = MarkdownReport.text(Self.report())
        let sum = "2 of 6 rules hold, 1 violated, 1 vacuous, 1 unknown, 1 misuse (0.0 s)"
        #expect(text.hasPrefix("## ❌ Proofmark: \(sum)\n"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
        #expect(rows.count == 7)
        for row in rows {
            let bars = row.replacing("\\|", with: "").filter { $0 == "|" }.count
            #expect(bars == 4, "\(row)")
        }
        #expect(text.contains("`Properties/a b.swift:7`"))
        // The run contains a fence's character.
        #expect(text.contains("````text"))
        #expect(MarkdownReport.text(Self.healthy).hasPrefix("## ✅ Proofmark: 1 of 1 rules hold (0.0 s)\n"))
    }

    @Test func annotationsAreOneLineEach() {
        let lines = GitHubAnnotations.text(Self.report()).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.allSatisfy { $0.hasPrefix("::error ") })
        #expect(lines[0].hasPrefix("::error file=Properties/a b.swift,line=7,title="))
        #expect(lines[0].contains("%250A%2C%3A::"), "\(lines[0])")
        #expect(GitHubAnnotations.text(Self.healthy).isEmpty)
    }

    @Test func aReportIsReadAsItWasWritten() throws {
        for report in [Self.report(), Self.report(isComplete: false), Self.healthy] {
            let text = try JSONReport.text(report)
            #expect(try JSONReport.read(Data(text.utf8)) == report)
            // Cut off anywhere, it is an error.
            for length in stride(from: 0, to: text.utf8.count - 2, by: 97) {
                #expect(throws: JSONReport.Failure.self) {
                    try JSONReport.read(Data(text.utf8.prefix(length)))
                }
            }
        }
        let text = try JSONReport.text(Self.report()).replacing("violated", with: "passed")
        #expect(throws: JSONReport.Failure.self) { try JSONReport.read(Data(text.utf8)) }
        // What follows from the verdicts is held to them as well.
        for (old, new) in [
            ("\"holds\" : false", "\"holds\" : true"), ("\"shortfalls\" : [", "\"shortfalls\" : [\"x\""),
        ] {
            let changed = try JSONReport.text(Self.report()).replacing(old, with: new)
            #expect(throws: JSONReport.Failure.self) { try JSONReport.read(Data(changed.utf8)) }
        }
        let later = try JSONReport.text(Self.healthy).replacing("\"format\" : 2", with: "\"format\" : 9")
        #expect {
            try JSONReport.read(Data(later.utf8))
        } throws: {
            "\($0)".contains("it has format 9")
        }
    }
}
