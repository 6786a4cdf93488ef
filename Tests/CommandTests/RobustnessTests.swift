import Foundation
import TestSupport
import Testing

/// Code under test that does what it should not, and moments at which nobody expects to be stopped.
@Suite(.serialized) struct RobustnessTests {
    private func verify(_ filter: String, _ words: [String] = []) throws -> CommandRun {
        try CommandRun(["verify", "--filter", filter, "--cases", "300"] + words, fixture: "Troubles")
    }

    @Test func aFloodOfOutputDoesNoHarm() throws {
        let run = try verify("flood")
        #expect(run.status == 0 && run.output.contains("✓ 300 cases"), "\(run.output)")
        #expect(run.output.utf8.count < 10_000 && run.errors.utf8.count < 10_000)
    }

    /// What is written into the worker's own stream is told from what it says itself, and what is lost is missed.
    @Test func garbageInTheProtocolIsNoPass() throws {
        let run = try verify("garbage")
        #expect(run.status == 0 || run.status == 3, "\(run)")
        if run.status == 3 { #expect(run.output.contains("lost a part of what it said"), "\(run)") }
        if run.status == 0 { #expect(run.output.contains("✓ 300 cases"), "\(run)") }
        #expect(!run.output.contains("internal error"), "\(run)")
    }

    @Test func childrenEndWithTheirWorker() throws {
        _ = try verify("children", ["--hash-seeds", "1"])
        let left = try TestTools.run(["pgrep", "-f", "^/bin/sleep 987.25"])
        #expect(left.output.isEmpty, "\(left.output)")
    }

    /// The folders of commands that are gone, in the temporary folder.
    private func leftovers(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("proofmark-") }
    }

    @Test(arguments: [SIGINT, SIGTERM]) func whoeverIsStoppedTellsWhatIsKnown(signal: Int32) throws {
        try TestTools.withFolder { folder in
            let report = folder.appendingPathComponent("report.json")
            let scratch = folder.appendingPathComponent("tmp")
            try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
            let run = try CommandRun(
                [
                    "verify", "--filter", "slow", "--cases", "100000000", "--budget", "60",
                    "--report", "json=\(report.path)",
                ],
                fixture: "Troubles",
                settings: ["TMPDIR": scratch.path],
                interrupt: 6,
                by: signal
            )
            #expect(run.status == 3, "\(run)")
            #expect(run.output.contains("incomplete"), "\(run)")
            let text = try String(contentsOf: report, encoding: .utf8)
            #expect(text.contains("\"isComplete\" : false"))
            #expect(try leftovers(scratch) == [])
        }
    }

    @Test func nothingIsLeftInTheTemporaryFolder() throws {
        try TestTools.withFolder { folder in
            for filter in ["healthy", "overflow", "wrong counter"] {
                _ = try CommandRun(
                    ["verify", "--filter", filter, "--cases", "200"],
                    fixture: "Troubles",
                    settings: ["TMPDIR": folder.path]
                )
            }
            #expect(try leftovers(folder) == [])
        }
    }
}
