import Foundation
import Proofmark
import ProofmarkReport
import Testing

@Suite struct TextReportTests {
    private static let counterexample = Counterexample(
        message: "the condition is false",
        choices: ChoiceSequence(steps: [
            .init(action: 0, choices: [.init(0, in: 0...1)]), .init(action: 1), .init(action: 1),
        ]),
        trace: Trace(
            lanes: ["tenant 0", "tenant 1"],
            steps: [
                .init(
                    action: "start",
                    arguments: [],
                    fields: [.init(path: "served", value: "0")],
                    cells: ["[]", "[]"]
                ),
                .init(
                    action: "submit",
                    arguments: ["tenant: 0"],
                    fields: [.init(path: "served", value: "0")],
                    cells: ["[10]", "[]"]
                ),
                .init(
                    action: "dispatch",
                    arguments: [],
                    fields: [.init(path: "served", value: "10")],
                    cells: ["▶ []", "[]"]
                ),
                .init(action: "dispatch", arguments: [], fields: nil, cells: []),
            ]
        ),
        token: "pm2-abc",
        seed: 7,
        foundInCase: 12
    )

    private func report(_ verdict: Verdict) -> VerificationReport {
        let findings = [
            EngineReport.Finding(
                rule:
                    "a rule with a name that is much too long for one line of the table, and then some more words",
                kind: .always,
                verdict: verdict
            ),
            .init(rule: "short", kind: .always, verdict: .passed(cases: 1)),
        ]
        return VerificationReport(
            package: "/p",
            properties: [
                PropertyReport(
                    suite: "S",
                    property: "p",
                    engines: [EngineReport(engine: .fuzz, findings: findings)]
                )
            ]
        )
    }

    @Test func theTimelineHasARowForEachLaneAndAColumnForEachStep() {
        let text = CounterexampleText(
            Self.counterexample,
            property: "p",
            rule: "r",
            engine: .fuzz,
            style: .plain
        ).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0] == "✗ r  (p)")
        #expect(lines.contains("           │ start  1 submit   2 dispatch  3 dispatch"))
        #expect(lines.contains("           │        tenant: 0"))
        #expect(lines.contains { $0.contains("it never came to the end of this step") })
        #expect(lines.last == "  replay: proofmark replay pm2-abc")
        #expect(text.contains("in case 12 of seed 7"))
    }

    @Test(arguments: [40, 60, 80]) func noLineIsWiderThanTheTerminal(width: Int) {
        let verdicts: [Verdict] = [
            .violated(Self.counterexample), .proved(.steps(12)), .unknown("x"), .vacuous("never"),
            .passed(cases: 1_000_000),
        ]
        for verdict in verdicts {
            let text = TextReport(report(verdict), style: Style(usesColour: false, width: width)).text
            let table = text.components(separatedBy: "\n\n")[0]
            for line in table.split(separator: "\n") where !line.contains("fuzz:") {
                #expect(line.count <= width, "\(line)")
            }
        }
    }

    @Test func coloursOnlyWhereTheyAreWanted() {
        #expect(!TextReport(report(.passed(cases: 1)), style: .plain).text.contains("\u{1B}"))
        #expect(TextReport(report(.passed(cases: 1)), style: Style(usesColour: true)).text.contains("\u{1B}"))
    }

    @Test func theSumSaysWhatIsWrong() {
        #expect(TextReport(report(.passed(cases: 9)), style: .plain).text.contains("✓ 2 of 2 rules hold"))
        #expect(
            TextReport(report(.vacuous("v")), style: .plain).text.contains("✗ 1 of 2 rules hold, 1 vacuous")
        )
        #expect(TextReport(report(.violated(Self.counterexample)), style: .plain).text.contains("1 violated"))
    }

    @Test func jsonHoldsTheReport() throws {
        let text = try JSONReport.text(report(.violated(Self.counterexample)))
        struct Document: Decodable {
            var exitCode: Int
            var report: VerificationReport
        }
        let read = try JSONDecoder().decode(Document.self, from: Data(text.utf8))
        #expect(read.exitCode == 1)
        #expect(read.report == report(.violated(Self.counterexample)))
    }

    /// Of the values in a step, which may be anything: wholly, in part, and without a name.
    @Test func freeChoicesAreNamedByTheirValues() {
        var found = Self.counterexample
        found.trace.steps[1].arguments = ["tenant: 0", "job: [1, 2]", "", "", "7", "name: \"\"", ""]
        func shown(_ choices: [Int]) -> String? {
            found.explanation = Explanation(free: choices.map { .init(step: 1, choice: $0) }, turn: nil)
            let text = CounterexampleText(
                found,
                property: "p",
                rule: "r",
                engine: nil,
                location: nil,
                style: Style(usesColour: false)
            ).text
            return text.split(separator: "\n").map(String.init).first { $0.contains("may be anything") }?
                .trimmingCharacters(in: .whitespaces)
        }
        #expect(shown([0, 4]) == "tenant, choice 5 may be anything, each by itself")
        #expect(
            shown([1, 2, 3, 5, 6]) == "each part of job, each part of name may be anything, each by itself"
        )
        #expect(shown([2, 3]) == "a part of job may be anything")
        #expect(shown([]) == nil)
    }
}
