import Foundation
public import Proofmark
public import ProofmarkHarness
public import ProofmarkRunner
public import Testing

/// Verifies a specification inside a Swift Testing test: each rule that does not hold is an issue of the test, at the
/// line of this call, with the run that breaks it.
///
/// ```swift
/// @Test func routing() async throws { try await verify("routing", Routing<Int>(), cases: 5_000) }
/// ```
///
/// - Parameters:
///   - steps: The largest number of steps in a random run.
///   - cases: Random runs. What is left out of these five comes from the trait `.verification(…)` of the test or suite,
///     then from the environment (`PROOFMARK_CASES`, …), then it is what a test has time for: 1,000 runs, 10 s.
///   - seed: The seed of the random runs.
///   - budget: For each engine.
///   - isolated: Whether the property runs in processes of its own, so that a trap or a hang is a violation with its run.
/// - Returns: What is known of each rule.
/// - Throws: `TestMisuse` outside a test of Swift Testing, or for a budget that would be no test.
@discardableResult @inlinable
public func verify<S: Specification>(
    _ name: String,
    _ specification: S,
    steps: Int = 40,
    cases: Int? = nil,
    seed: UInt64? = nil,
    budget: Duration? = nil,
    isolated: Bool? = nil,
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws -> [PropertyReport] {
    try await verify(
        Verify(name, specification, steps: steps),
        TestBudget(cases: cases, seed: seed, budget: budget, isolated: isolated),
        sourceLocation: sourceLocation
    )
}

/// The same, fuzzed as `specification` and proved as `symbolic`: the same one over `SymbolicInt`.
///
/// - Parameter depth: The number of steps to which the rules are to be proved; without it, as many as the budget
///   allows.
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
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws -> [PropertyReport] {
    try await verify(
        Verify(name, specification, proving: symbolic, depth: depth, steps: steps),
        TestBudget(cases: cases, seed: seed, budget: budget, isolated: isolated),
        sourceLocation: sourceLocation
    )
}

/// The same for a property as a suite states it.
@discardableResult
public func verify(
    _ property: Verify,
    _ budget: TestBudget = TestBudget(),
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws -> [PropertyReport] {
    guard let test = Test.current else {
        throw TestMisuse(
            "`verify` of ProofmarkTesting works inside a test of Swift Testing; in a test of XCTest, import ProofmarkXCTest and call its `verify` (nor does it work in a detached task, which belongs to no test)"
        )
    }
    let verification = TestVerification(property, budget, in: .swiftTesting(test))
    // Engines block: the tasks of other tests must not wait for their threads.
    let reports = try await Background.run { () throws(TestMisuse) in try verification.run() }
    if Reexecution.worker(in: ProcessInfo.processInfo.environment) != nil { return reports }
    for failure in TestFailure.all(in: reports) {
        for file in failure.files {
            Attachment.record(file.text, named: file.name, sourceLocation: sourceLocation)
        }
        Issue.record(Comment(rawValue: failure.message), sourceLocation: sourceLocation)
    }
    return reports
}

extension Reexecution.Test {
    fileprivate static func swiftTesting(_ test: Test) -> Self {
        let identifier = "\(test.id)"
        return Self(
            name: identifier,
            arguments: [
                "--testing-library", "swift-testing", "--filter",
                "^" + NSRegularExpression.escapedPattern(for: identifier),
            ]
        )
    }
}
