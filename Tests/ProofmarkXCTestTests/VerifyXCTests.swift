import BucketRules
import Foundation
import Proofmark
import ProofmarkHarness
import ProofmarkRunner
import ProofmarkXCTest
import TestSupport
import Testing
import XCTest

final class VerifyXCTests: XCTestCase {
    private var isChild: Bool {
        ProcessInfo.processInfo.environment["PROOFMARK_TESTED_CHILD"] != nil
    }

    func testWhatHoldsIsNoFailure() throws {
        let reports = try verify(
            "bucket",
            Bucket<Int>(),
            proving: Bucket<SymbolicInt>(),
            depth: 4,
            cases: 200
        )
        XCTAssertEqual(reports.first?.exitCode, .holds)
        XCTAssertEqual(reports.first?.engines.map(\.engine), [.fuzz, .prove])
    }

    func testAKnownIssueIsNoFailure() throws {
        let reports = try verify("bucket", Bucket<Int>(.overflowing), cases: 200, knownIssue: "issue 17")
        XCTAssertEqual(reports.first?.exitCode, .violated)
    }

    func testATrapInAProcessOfItsOwnIsAViolation() throws {
        let reports = try verify(
            "trapping bucket",
            Bucket<Int>(.trapping),
            cases: 300,
            isolated: true,
            knownIssue: "it traps"
        )
        let found = reports.first?.counterexample(for: ImplicitRule.neverTraps)?.counterexample
        XCTAssertEqual(found?.choices.steps.count, 3)
    }

    func testNoCasesAreAMisuse() throws {
        XCTAssertThrowsError(try verify("bucket", Bucket<Int>(), cases: 0)) { error in
            XCTAssert(error is TestMisuse)
        }
    }

    /// Fails on purpose, in a process that looks at what is said then.
    func testFailsOnPurpose() throws {
        try XCTSkipUnless(isChild)
        try verify("bucket", Bucket<Int>(.overflowing), cases: 200)
    }

    /// The same: there is nothing wrong with it.
    func testIsNoKnownIssue() throws {
        try XCTSkipUnless(isChild)
        try verify("bucket", Bucket<Int>(), cases: 200, knownIssue: "issue 18")
    }

    func testAFailureIsShownWithItsRunAndFiles() throws {
        try XCTSkipIf(isChild)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proofmark-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        // This test program, started again.
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        let child = try TestTools.run(
            [program, "ProofmarkXCTestTests.VerifyXCTests"],
            environment: ["PROOFMARK_TESTED_CHILD": "1", "PROOFMARK_ATTACHMENTS": folder.path]
        )
        let output = child.output
        XCTAssertNotEqual(child.status, 0)
        XCTAssert(output.contains("VerifyXCTests.swift:"), output)
        XCTAssert(output.contains("\"the bucket never holds more than 10\" does not hold"), output)
        XCTAssert(output.contains("the known issue \"issue 18\" is gone"), output)
        XCTAssert(output.contains("2 failures"), output)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for kind in ["txt", "svg", "json", "token"] {
            XCTAssert(files.contains { $0.hasSuffix(".\(kind)") }, "\(files)")
        }
    }
}

@Suite struct WrongFrameworkTests {
    @Test func xctestsCallIsRefusedInSwiftTesting() {
        let error = #expect(throws: TestMisuse.self) {
            try VerifyXCTests(name: "none", testClosure: { _ in }).verify("bucket", Bucket<Int>())
        }
        #expect(error?.description.contains("import ProofmarkTesting") == true)
    }
}
