import BucketRules
import Foundation
import Proofmark
import ProofmarkHarness
import ProofmarkRunner
import ProofmarkTesting
import TestSupport
import Testing

@Suite struct VerifyTests {
    /// Set in the process that looks at a failure.
    static let isChild = ProcessInfo.processInfo.environment["PROOFMARK_TESTED_CHILD"] != nil

    @Test func whatHoldsIsNoIssue() async throws {
        let reports = try await verify(
            "bucket",
            Bucket<Int>(),
            proving: Bucket<SymbolicInt>(),
            depth: 4,
            cases: 200
        )
        let report = try #require(reports.first)
        #expect(report.exitCode == .holds)
        #expect(report.engines.map(\.engine) == [.fuzz, .prove])
        #expect(report.engines[0].statistics.first == .init("cases", 200))
    }

    @Test func whatIsBrokenIsAnIssueOfTheRule() async throws {
        try await withKnownIssue {
            try await verify("bucket", Bucket<Int>(.overflowing), cases: 200)
        } matching: { issue in
            let text = "\(issue)"
            return text.contains("\"the bucket never holds more than 10\" does not hold")
                && text.contains("Bucket.swift:") && text.contains("token: pm2-")
                && issue.sourceLocation?.fileName == "VerifyTests.swift"
        }
    }

    @Test func whatNeverHappensIsAnIssue() async throws {
        try await withKnownIssue {
            try await verify("bucket", Bucket<Int>(.idle), cases: 50)
        } matching: { issue in
            "\(issue)".contains("vacuous")
        }
    }

    @Test(.verification(cases: 77, seed: 5)) func traitsGiveTheBudget() async throws {
        let traits = try await verify("bucket", Bucket<Int>())
        #expect(traits[0].engines[0].statistics.first == .init("cases", 77))
        let call = try await verify("bucket", Bucket<Int>(), cases: 33)
        #expect(call[0].engines[0].statistics.first == .init("cases", 33))
        #expect(call[0].engines[0].statistics.contains(.init("seed", 5)))
    }

    @Test func outsideOfATestIsAMisuse() async {
        await #expect(throws: TestMisuse.self) {
            try await Task.detached { try await verify("bucket", Bucket<Int>()) }.value
        }
    }

    @Test func noCasesAreAMisuse() async {
        await #expect(throws: TestMisuse.self) { try await verify("bucket", Bucket<Int>(), cases: 0) }
    }

    @Test func aTrapInAProcessOfItsOwnIsAnIssue() async throws {
        try await withKnownIssue {
            // Time for all cases on a busy machine: the goal is to be reached in one of them.
            try await verify(
                "trapping bucket",
                Bucket<Int>(.trapping),
                cases: 60,
                budget: .seconds(120),
                isolated: true
            )
        } matching: { issue in
            let text = "\(issue)"
            return text.contains("\"the code never traps\" does not hold") && text.contains("3 refill")
        }
    }

    @Test func whatHoldsInAProcessOfItsOwnIsNoIssue() async throws {
        let reports = try await verify(
            "isolated bucket",
            Bucket<Int>(),
            proving: Bucket<SymbolicInt>(),
            depth: 3,
            cases: 300,
            isolated: true
        )
        #expect(reports.count == 1 && reports[0].exitCode == .holds)
        // There it happens under a second hash seed too.
        #expect(reports[0].rules.contains(ImplicitRule.ignoresHashOrder))
    }

    /// Fails on purpose, in a process that looks at what is said then.
    @Test(.enabled(if: isChild)) func failsOnPurpose() async throws {
        try await verify("bucket", Bucket<Int>(.overflowing), cases: 200)
    }

    @Test func aFailureIsShownWithItsRunAndFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proofmark-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // This test program, started again.
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        let child = try TestTools.run(
            [
                program, "--testing-library", "swift-testing", "--filter", "failsOnPurpose",
                "--attachments-path", folder.path,
            ],
            environment: ["PROOFMARK_TESTED_CHILD": "1"]
        )
        #expect(child.status != 0)
        #expect(child.output.contains("VerifyTests.swift:"), "\(child.output)")
        #expect(child.output.contains("1 refill"), "\(child.output)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for kind in ["txt", "svg", "json", "token"] {
            #expect(files.contains { $0.hasSuffix(".\(kind)") }, "\(files)")
        }
    }

    @Test(arguments: 0..<6) func manyAtATimeDoNotDisturbEachOther(number: Int) async throws {
        if number.isMultiple(of: 2) {
            let reports = try await verify(
                "bucket \(number)",
                Bucket<Int>(),
                proving: Bucket<SymbolicInt>(),
                depth: 3,
                cases: 100
            )
            #expect(reports[0].property == "bucket \(number)")
        } else {
            try await withKnownIssue {
                try await verify("bucket \(number)", Bucket<Int>(.overflowing), cases: 100)
            } matching: {
                "\($0)".contains("bucket \(number)")
            }
        }
    }
}
