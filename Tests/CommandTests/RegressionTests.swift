import Foundation
import Testing

/// Violations are kept, and run again before anything else.
@Suite(.serialized) struct RegressionTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("proofmark-regressions-\(UUID().uuidString)")

    private func verify(
        _ property: String,
        cases: Int = 200,
        settings: [String: String] = [:]
    ) throws -> CommandRun {
        try CommandRun(
            [
                "verify", "--cases", "\(cases)", "--depth", "1", "--filter", property, "--regressions",
                folder.path,
            ],
            fixture: "Troubles",
            settings: settings
        )
    }

    private var files: [URL] {
        get throws {
            try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .sorted { $0.path < $1.path }
        }
    }

    private func change(_ file: URL, _ old: String, _ new: String) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(old))
        try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
    }

    @Test func aViolationIsSavedAndRunAgain() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let first = try verify("wrong counter")
        #expect(first.status == 1 && !first.output.contains("still fails"), "\(first)")
        let file = try #require(try files.first)
        #expect(try files.count == 1)
        #expect(file.lastPathComponent.hasPrefix("wrong-counter.the-count-stays-below-seven."))
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("add(amount: 3)") && text.contains("\"the count stays below seven\""))
        #expect(text.utf8.count < 1_500)

        // One case finds nothing by itself.
        let again = try verify("wrong counter", cases: 1)
        #expect(again.status == 1, "\(again)")
        #expect(again.output.contains("✗ still fails  \(file.lastPathComponent)"), "\(again)")
        #expect(again.output.contains("3 add(amount: 3)"), "\(again)")
        #expect(again.output.contains("1 regression still fails"))
        #expect(try files.count == 1)
        // Nothing of it concerns another property.
        #expect(try verify("healthy").status == 0)
    }

    /// What was being shrunk when the command was killed is where the next one begins, and it goes on as long as
    /// that helps.
    @Test func shrinkingGoesOnWhereItWasKilled() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try CommandRun(["list"], fixture: "Troubles")
        let words = ["verify", "--hash-seeds", "1", "--filter", "weary", "--regressions", folder.path]
        // Finding takes a second or two, shrinking all of its 15.
        _ = try CommandRun(
            words + ["--cases", "200", "--seed", "3"],
            fixture: "Troubles",
            killing: .command(after: 9)
        )
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        let next = try CommandRun(words + ["--cases", "1", "--seed", "1"], fixture: "Troubles")
        #expect(next.status == 1, "\(next)")
        #expect(next.output.contains("✗ still fails  weary.never-exhausted."), "\(next)")
        #expect(next.output.contains("; the next verification goes on"), "\(next)")
        #expect(!next.output.contains("in case 0"), "it is not looked for again: \(next)")
        let shorter = try String(contentsOf: #require(try files.first), encoding: .utf8)
        #expect(shorter.contains("\"isUnfinished\" : true"), "\(shorter)")
        let last = try CommandRun(words + ["--cases", "1", "--seed", "1"], fixture: "Troubles")
        #expect(last.status == 1, "\(last)")
        #expect(try files.count == 1, "each takes the place of the one before")
        let shortest = try String(contentsOf: #require(try files.first), encoding: .utf8)
        func length(_ text: String) -> Int { text.components(separatedBy: "(effort:").count }
        #expect(length(shortest) <= length(shorter), "\(shortest) \(shorter)")
        #expect(shortest != shorter)
    }

    @Test func crashesAreKeptToo() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try verify("overflow")
        #expect(try files.count == 1)
        let again = try verify("overflow")
        #expect(again.output.contains("✗ still fails"), "\(again)")
    }

    @Test func changesOfTheSpecificationAreNamed() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try verify("moved actions")
        let more = try verify("moved actions", cases: 1, settings: ["TROUBLES_EXTENDED": "1"])
        #expect(more.output.contains("✗ still fails"), "\(more)")
        let renamed = try verify("moved actions", cases: 1, settings: ["TROUBLES_TICK": "tock"])
        #expect(renamed.output.contains("– no longer applies"), "\(renamed)")
        #expect(renamed.output.contains("there is no action \"tick\" any more"), "\(renamed)")
    }

    @Test func namesThatAreNotThoseOfTheTokenAreRefused() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try verify("wrong counter")
        let file = try #require(try files.first)
        try change(file, "\"add\"", "\"subtract\"")
        let run = try verify("wrong counter", cases: 1)
        #expect(run.output.contains("? damaged  \(file.lastPathComponent)"), "\(run)")
        #expect(run.output.contains("its token is of another run"), "\(run)")
    }

    @Test(arguments: ["", "{", "{\"format\": 9}", "{\"format\": 1}", "[]"])
    func damagedFilesAreReportedAndKept(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("run.json")
        try Data(text.utf8).write(to: file)
        let run = try verify("healthy")
        #expect(run.status == 3, "\(run)")
        #expect(run.output.contains("? damaged  run.json"), "\(run)")
        #expect(try Data(contentsOf: file) == Data(text.utf8))
    }

    /// The same violation found again is kept beside it.
    @Test(arguments: ["", "{\"format\": 9}"]) func damagedFilesAreNotWrittenOver(text: String) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try verify("wrong counter")
        let file = try #require(try files.first)
        try Data(text.utf8).write(to: file)
        let run = try verify("wrong counter")
        #expect(run.output.contains("? damaged  \(file.lastPathComponent)"), "\(run)")
        #expect(try Data(contentsOf: file) == Data(text.utf8))
        let again = try verify("wrong counter", cases: 1)
        #expect(again.output.contains("✗ still fails"), "\(again)")
        #expect(try files.count == 2)
    }

    @Test func aTokenOfAnotherRunIsRefused() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try verify("wrong counter")
        let file = try #require(try files.first)
        try change(file, "\"rule\" : \"the count stays below seven\"", "\"rule\" : \"the code never traps\"")
        let run = try verify("wrong counter", cases: 1)
        #expect(run.status != 0, "\(run)")
        #expect(run.output.contains("its token is of another run"), "\(run)")
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        let run = try CommandRun(
            [
                "verify", "--cases", "200", "--depth", "1", "--filter", "wrong counter", "--regressions",
                "/dev/null/x",
            ],
            fixture: "Troubles"
        )
        #expect(run.status == 1, "\(run)")
        #expect(run.output.contains("could not be saved in /dev/null/x"), "\(run)")
    }
}
