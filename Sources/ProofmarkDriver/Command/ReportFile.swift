import Foundation
import Proofmark
import ProofmarkReport

/// A file that a report is to be written to, and its form.
struct ReportFile: Equatable, Sendable {
    enum Form: String, CaseIterable, Sendable {
        case json
        case junit
        case sarif
        case markdown
        case html
        case github
    }

    var form: Form
    /// `-` is the standard output.
    var path: String

    /// - Parameter text: As on the command line, `FORM=FILE`.
    init(_ text: String) throws(CommandFailure) {
        let pieces = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard pieces.count == 2, let form = Form(rawValue: pieces[0]), !pieces[1].isEmpty else {
            let forms = Form.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "--report is \"\(text)\", but takes FORM=FILE, where FORM is one of \(forms)"
            )
        }
        (self.form, path) = (form, pieces[1])
    }

    /// Whether it takes the standard output for itself. Annotations are looked for between other lines.
    var ownsOutput: Bool { path == "-" && form != .github }

    /// The second of two would take the place of the first, or stand in the middle of it.
    static func check(_ reports: [ReportFile], _ format: Arguments.Format) throws(CommandFailure) {
        if format == .json, reports.contains(where: { $0.path == "-" }) {
            throw CommandFailure(
                .usage,
                "--format json and a --report to - would mix on standard output; write one of them to a file"
            )
        }
        var seen = Set<String>()
        for report in reports
        where !seen.insert(URL(fileURLWithPath: report.path).standardizedFileURL.path).inserted {
            throw CommandFailure(
                .usage,
                "--report names \(report.path) twice; give each report a file of its own"
            )
        }
    }

    /// Before anything is verified: a report that cannot be written would be for nothing.
    func check() throws(CommandFailure) {
        if path == "-" { return }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.usage, "--report cannot use \(folder.path): \(error.localizedDescription)")
        }
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard !isFolder.boolValue,
            FileManager.default.isWritableFile(atPath: isThere ? path : folder.path)
        else { throw CommandFailure(.usage, "--report cannot write to \(path)") }
    }

    func write(_ report: VerificationReport) throws(CommandFailure) {
        do {
            let text =
                switch form {
                case .json: try JSONReport.text(report)
                case .junit: JUnitReport.text(report)
                case .sarif: try SARIFReport.text(report, version: Command.version)
                case .markdown: MarkdownReport.text(report)
                case .html: try HTMLReport.text(report)
                case .github: GitHubAnnotations.text(report)
                }
            if path == "-" {
                FileHandle.standardOutput.write(Data(text.utf8))
            } else {
                try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
            }
        } catch {
            throw CommandFailure(
                .usage,
                "the report could not be written to \(path): \(error.localizedDescription)"
            )
        }
    }
}
