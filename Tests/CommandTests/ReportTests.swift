import Foundation
import Testing

/// Reports in files.
@Suite struct ReportTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("proofmark-reports-\(UUID().uuidString)")

    private func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    @Test func oneVerificationIsWrittenInEveryForm() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let forms = [
            "json": "a.json", "junit": "a.xml", "sarif": "a.sarif", "markdown": "a.md", "github": "a.txt",
            "html": "a.html",
        ]
        let words = forms.sorted { $0.key < $1.key }.flatMap { form, name in
            ["--report", "\(form)=\(folder.appendingPathComponent("new/\(name)").path)"]
        }
        let run = try CommandRun(
            ["verify", "--cases", "300", "--depth", "3", "--filter", "wrong counter"] + words,
            fixture: "Troubles"
        )
        #expect(run.status == 1, "\(run)")
        // The line of the rule.
        let place = "Properties/TroubleProperties/Troubles.swift"
        #expect(try text("new/a.txt").contains("::error file=\(place),line="))
        #expect(try text("new/a.sarif").contains("\"uri\" : \"\(place)\""))
        #expect(try text("new/a.md").contains("`\(place):"))
        #expect(try text("new/a.xml").contains("failures=\"1\""))
        #expect(
            try text("new/a.html").contains("<h2><span class=\"bad\">✗</span> the count stays below seven")
        )

        // And once more, from the file.
        let file = folder.appendingPathComponent("new/a.json").path
        let shown = try CommandRun([
            "report", file, "--report", "junit=\(folder.appendingPathComponent("b.xml").path)",
        ])
        #expect(shown.status == 1 && shown.output == run.output, "\(shown)")
        #expect(try text("b.xml") == text("new/a.xml"))
    }

    /// `make samples` makes them; all follow from the report.
    @Test func theSamplesAreCurrent() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let samples = CommandRun.root.appendingPathComponent("Documentation/Samples")
        let forms = [
            "sarif": "report.sarif", "junit": "report.xml", "markdown": "report.md", "html": "report.html",
            "github": "annotations.txt",
        ]
        let words = forms.flatMap { ["--report", "\($0)=\(folder.appendingPathComponent($1).path)"] }
        let run = try CommandRun(["report", samples.appendingPathComponent("report.json").path] + words)
        #expect(run.status == 1, "\(run)")
        for name in forms.values.sorted() {
            let kept = try String(contentsOf: samples.appendingPathComponent(name), encoding: .utf8)
            #expect(try text(name) == kept, "\(name) is not current: make samples")
        }
        let shown = try String(contentsOf: samples.appendingPathComponent("report.txt"), encoding: .utf8)
        #expect(run.output == shown, "report.txt is not current: make samples")
    }

    @Test func whatIsNoReportIsNamed() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = try CommandRun(["report", "/nowhere.json"])
        #expect(
            missing.status == 2 && missing.errors.contains("there is no report /nowhere.json"),
            "\(missing)"
        )
        let file = folder.appendingPathComponent("odd.json")
        try Data("{\"exitCode\": 0, \"report\": {}}".utf8).write(to: file)
        let odd = try CommandRun(["report", file.path])
        #expect(odd.status == 2 && odd.errors.contains("\"format\" is missing"), "\(odd)")
        let none = try CommandRun(["report"])
        #expect(none.status == 2 && none.errors.contains("report needs a file"), "\(none)")
    }

    @Test func whatCannotBeWrittenIsSaidBeforeAnythingIsVerified() throws {
        for value in ["junit", "pdf=x", "junit=", "sarif=/proc/none/x"] {
            let run = try CommandRun(["verify", "--report", value], fixture: "Troubles")
            #expect(run.status == 2 && run.errors.contains("--report"), "\(run)")
            #expect(run.output.isEmpty)
        }
    }
}
