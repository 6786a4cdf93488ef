import Foundation
import Proofmark
import ProofmarkReport
import TestSupport
import Testing

/// The HTML report in a real browser.
@Suite(
    .serialized,
    .enabled(if: TestTools.hasBrowser, "no chromedriver here: Tests/Tools/install.sh .build/test-tools")
) struct PageTests {
    // As WebDriver codes them.
    private static let (left, right, home, end) = ("\u{E012}", "\u{E014}", "\u{E011}", "\u{E010}")

    /// A report of one rule that a run of so many steps breaks, beside one that holds.
    private func report(
        steps: Int = 3,
        rule: String = "the count stays below seven",
        message: String = "the condition is false"
    ) -> VerificationReport {
        let trace = Trace(
            lanes: ["tenant 0", "tenant 1"],
            steps: (0...steps).map { number in
                Trace.Step(
                    action: number == 0 ? "start" : "add",
                    arguments: number == 0 ? [] : ["amount: 3"],
                    fields: [.init(path: "count", value: "\(3 * number)"), .init(path: "limit", value: "7")],
                    cells: ["[\(3 * number)]", number.isMultiple(of: 2) ? "idle" : "▶ busy"]
                )
            }
        )
        let found = Counterexample(
            message: message,
            choices: ChoiceSequence(
                steps: Array(repeating: .init(action: 0, choices: [.init(3, in: 1...3)]), count: steps)
            ),
            trace: trace,
            token: "pm2-abc"
        )
        let findings: [EngineReport.Finding] = [
            .init(rule: rule, kind: .always, verdict: .violated(found)),
            .init(rule: "the count is never negative", kind: .always, verdict: .passed(cases: 200)),
        ]
        var property = PropertyReport(
            suite: "CounterProperties",
            property: "counter",
            engines: [
                EngineReport(
                    engine: .fuzz,
                    findings: findings,
                    statistics: [.init("cases", 200), .init("steps", 4_000)],
                    assumptions: ["runs of at most 40 steps"]
                )
            ]
        )
        property.locations = [rule: SourceLocation(file: "Properties/Counter.swift", line: 12)]
        return VerificationReport(package: "/work/counter", properties: [property], seconds: 1.2)
    }

    private func withPage(_ report: VerificationReport, _ body: (Browser) throws -> Void) throws {
        try TestTools.withFolder { folder in
            let page = folder.appendingPathComponent("report.html")
            try Data(try HTMLReport.text(report).utf8).write(to: page)
            let browser = try Browser()
            defer { browser.close() }
            try browser.open(page)
            try body(browser)
            #expect(try browser.errors() == [])
        }
    }

    /// For a person to look at, where one asks for it.
    private func keep(_ name: String, _ browser: Browser) throws {
        guard let folder = ProcessInfo.processInfo.environment["PROOFMARK_SCREENSHOTS"] else { return }
        try browser.screenshot(URL(fileURLWithPath: folder).appendingPathComponent("\(name).png"))
    }

    private func isTrue(_ script: String, _ browser: Browser) throws -> Bool {
        try browser.run("return \(script)") as? Bool == true
    }

    private static let fits = "document.documentElement.scrollWidth <= window.innerWidth"

    @Test func aRunIsWalkedThroughWithKeysAndMouse() throws {
        try withPage(report()) { browser in
            #expect(try browser.text(of: "h1").contains("1 of 2 rules hold, 1 violated"))
            #expect(try browser.text(of: ".run h2").contains("the count stays below seven"))
            #expect(try browser.text(of: ".run").contains("Properties/Counter.swift:12"))
            // It begins where the rule is broken.
            #expect(try browser.text(of: ".where") == "step 3 of 3")
            #expect(try browser.text(of: ".state").contains("the condition is false"))
            try browser.click(".run .previous")
            #expect(try browser.text(of: ".where") == "step 2 of 3")
            #expect(try browser.text(of: ".state").contains("2 add(amount: 3)"))
            #expect(try browser.text(of: ".state .was") == "3")
            // What did not change is not shown.
            #expect(try !browser.text(of: ".state").contains("limit"))
            _ = try browser.run("document.querySelector('.run').focus()")
            try browser.press(Self.home)
            #expect(try browser.text(of: ".where") == "step 0 of 3")
            #expect(try browser.text(of: ".state").contains("limit = 7"))
            try browser.press(Self.left)
            #expect(try browser.text(of: ".where") == "step 0 of 3")
            try browser.press(Self.right)
            #expect(try browser.text(of: ".where") == "step 1 of 3")
            try browser.press(Self.end)
            #expect(try browser.text(of: ".where") == "step 3 of 3")
            try browser.click(".timeline td[data-step='1']")
            #expect(try browser.text(of: ".where") == "step 1 of 3")
            // The head and a cell of each lane.
            #expect(try isTrue("document.querySelectorAll('.timeline .picked').length === 3", browser))
        }
    }

    @Test(arguments: [false, true]) func lightOrDarkNothingSticksOut(isDark: Bool) throws {
        try withPage(report()) { browser in
            try browser.prefers(dark: isDark)
            let background = try browser.run("return getComputedStyle(document.body).backgroundColor")
            #expect(background as? String == (isDark ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)"))
            for width in [1_280, 360] {
                try browser.resize(width, 800)
                #expect(try isTrue(Self.fits, browser), "the page is wider than \(width)")
                try keep("report-\(isDark ? "dark" : "light")-\(width)", browser)
            }
        }
    }

    @Test func aLongRunScrollsByItself() throws {
        try withPage(report(steps: 200)) { browser in
            try browser.resize(800, 600)
            #expect(try browser.text(of: ".where") == "step 200 of 200")
            #expect(try isTrue(Self.fits, browser))
            let isInView = """
                (() => { const box = document.querySelector('.run .scroll').getBoundingClientRect();
                const cell = document.querySelector('.timeline th.picked').getBoundingClientRect();
                return cell.left >= box.left && cell.right <= box.right + 1; })()
                """
            #expect(try isTrue(isInView, browser))
            try keep("report-long", browser)
            _ = try browser.run("document.querySelector('.run').focus()")
            try browser.press(Self.home)
            #expect(try isTrue(isInView, browser))
        }
    }

    /// Whatever is written in a specification, it is text.
    @Test func namesAreNeverMarkup() throws {
        let nasty =
            "</script><script>window.harmed = 1</script><img src=x onerror='window.harmed = 1'>\u{2028}"
        try withPage(report(rule: nasty, message: nasty)) { browser throws in
            #expect(try isTrue("window.harmed === undefined", browser))
            #expect(try browser.text(of: ".run h2").contains("<img src=x"))
            #expect(try browser.text(of: ".state").contains("<img src=x"))
            #expect(try browser.text(of: ".where") == "step 3 of 3")
        }
    }
}
