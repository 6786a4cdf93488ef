import ProofmarkHarness
public import Testing

/// A budget for all verifications of a test or a suite; see `Trait.verification(cases:seed:depth:budget:isolated:)`.
public struct VerificationTrait: TestTrait, SuiteTrait, TestScoping {
    fileprivate var budget: TestBudget

    public var isRecursive: Bool { true }

    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @Sendable () async throws -> Void
    ) async throws {
        try await TestBudget.$ofTraits.withValue(budget.over(.ofTraits)) { try await function() }
    }
}

extension Trait where Self == VerificationTrait {
    /// How much the calls of `verify` in this test, or in all tests of this suite, are to take. What a call says
    /// counts more, what an inner trait says counts more than an outer one.
    public static func verification(
        cases: Int? = nil,
        seed: UInt64? = nil,
        depth: Int? = nil,
        budget: Duration? = nil,
        isolated: Bool? = nil
    ) -> Self {
        VerificationTrait(
            budget: TestBudget(cases: cases, seed: seed, depth: depth, budget: budget, isolated: isolated)
        )
    }
}
