import Foundation
public import Proofmark
public import ProofmarkHarness
public import ProofmarkRunner
import Testing
public import XCTest

extension XCTestCase {
    /// Verifies a specification inside a test of XCTest: each rule that does not hold is a failure of the test, at the
    /// line of this call, with the run that breaks it.
    ///
    /// ```swift
    /// func testRouting() throws { try verify("routing", Routing<Int>(), cases: 5_000) }
    /// ```
    ///
    /// - Parameters:
    ///   - steps: The largest number of steps in a random run.
    ///   - cases: Random runs. What is left out of these four comes from the environment (`PROOFMARK_CASES`, …), or is
    ///     what a test has time for: 1,000 runs, 10 s.
    ///   - budget: For each engine.
    ///   - isolated: Whether the property runs in processes of its own, so that a trap or a hang is a violation with its
    ///     run.
    ///   - knownIssue: Why it is known not to hold: then the test fails only if all rules hold.
    /// - Returns: What is known of each rule.
    /// - Throws: `TestMisuse` for a budget that would be no test.
    @discardableResult @inlinable
    public func verify<S: Specification>(
        _ name: String,
        _ specification: S,
        steps: Int = 40,
        cases: Int? = nil,
        seed: UInt64? = nil,
        budget: Duration? = nil,
        isolated: Bool? = nil,
        knownIssue: String? = nil,
        file: StaticString = #filePath,
        line: UInt = #line
    ) throws -> [PropertyReport] {
        try verify(
            Verify(name, specification, steps: steps),
            TestBudget(cases: cases, seed: seed, budget: budget, isolated: isolated),
            knownIssue: knownIssue,
            file: file,
            line: line
        )
    }

    /// The same, fuzzed as `specification` and proved as `symbolic`: the same one over `SymbolicInt`.
    @discardableResult @inlinable
    public func verify<S: Specification, Symbolic: Specification>(
        _ name: String,
        _ specification: S,
        proving symbolic: Symbolic,
        depth: Int? = nil,
        steps: Int = 40,
        cases: Int? = nil,
        seed: UInt64? = nil,
        budget: Duration? = nil,
        isolated: Bool? = nil,
        knownIssue: String? = nil,
        file: StaticString = #filePath,
        line: UInt = #line
    ) throws -> [PropertyReport] {
        try verify(
            Verify(name, specification, proving: symbolic, depth: depth, steps: steps),
            TestBudget(cases: cases, seed: seed, budget: budget, isolated: isolated),
            knownIssue: knownIssue,
            file: file,
            line: line
        )
    }

    /// The same for a property as a suite states it.
    @discardableResult
    public func verify(
        _ property: Verify,
        _ budget: TestBudget = TestBudget(),
        knownIssue: String? = nil,
        file: StaticString = #filePath,
        line: UInt = #line
    ) throws -> [PropertyReport] {
        if Test.current != nil {
            // A failure of XCTest would vanish here.
            throw TestMisuse(
                "`verify` of ProofmarkXCTest works inside a test of XCTest; in a test of Swift Testing, import ProofmarkTesting and call its `verify`"
            )
        }
        let reports = try TestVerification(property, budget, in: reexecution).run()
        if Reexecution.worker(in: ProcessInfo.processInfo.environment) != nil { return reports }
        let failures = TestFailure.all(in: reports)
        if let knownIssue {
            if failures.isEmpty {
                XCTFail("the known issue \"\(knownIssue)\" is gone: all rules hold", file: file, line: line)
            }
            for failure in failures { print("known issue (\(knownIssue)): \(failure.message)") }
            return reports
        }
        for failure in failures {
            let kept = keep(failure.files)
            XCTFail(failure.message + kept, file: file, line: line)
        }
        return reports
    }

    private var reexecution: Reexecution.Test {
        // "-[Module.Class testMethod]" on Apple's systems, "Class.testMethod" elsewhere.
        let method = name.split(whereSeparator: { " .]".contains($0) }).last.map(String.init) ?? name
        return .init(name: name, arguments: ["\(String(reflecting: type(of: self)))/\(method)"])
    }

    /// Attaches the files to the test; where XCTest has no attachments, in a folder that the message names.
    private func keep(_ files: [TestFailure.File]) -> String {
        if files.isEmpty { return "" }
        #if canImport(Darwin)
            for file in files {
                let attachment = XCTAttachment(string: file.text)
                attachment.name = file.name
                attachment.lifetime = .keepAlways
                add(attachment)
            }
            return ""
        #else
            let environment = ProcessInfo.processInfo.environment
            let folder =
                environment["PROOFMARK_ATTACHMENTS"].map { URL(fileURLWithPath: $0, isDirectory: true) }
                ?? FileManager.default.temporaryDirectory.appendingPathComponent("proofmark-attachments")
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                for file in files {
                    try Data(file.text.utf8).write(
                        to: folder.appendingPathComponent(file.name),
                        options: .atomic
                    )
                }
                return "\n\n  more in \(folder.path): \(files.map(\.name).joined(separator: ", "))"
            } catch {
                return "\n\n  more could not be written to \(folder.path): \(error.localizedDescription)"
            }
        #endif
    }
}
