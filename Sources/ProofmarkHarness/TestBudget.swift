import Foundation

/// How much a verification inside a test is to take. What is left out comes from the environment
/// (`PROOFMARK_CASES`, …), and else is what a test has time for.
public struct TestBudget: Sendable {
    /// Random runs; 1,000 by default.
    public var cases: Int?
    /// The seed of the random runs; 1 by default.
    public var seed: UInt64?
    /// Steps to prove; by default, what the property says.
    public var depth: Int?
    /// For each engine; 10 s by default.
    public var budget: Duration?
    /// Whether the property runs in processes of its own, so that a trap, a hang or an `exit` is a violation with its
    /// run and not the end of all tests; not by default.
    public var isIsolated: Bool?

    public init(
        cases: Int? = nil,
        seed: UInt64? = nil,
        depth: Int? = nil,
        budget: Duration? = nil,
        isolated: Bool? = nil
    ) {
        self.cases = cases
        self.seed = seed
        self.depth = depth
        self.budget = budget
        isIsolated = isolated
    }

    /// This budget, with the other's settings where it has none.
    package func over(_ other: TestBudget) -> TestBudget {
        TestBudget(
            cases: cases ?? other.cases,
            seed: seed ?? other.seed,
            depth: depth ?? other.depth,
            budget: budget ?? other.budget,
            isolated: isIsolated ?? other.isIsolated
        )
    }

    /// What the traits around a test say.
    @TaskLocal package static var ofTraits = TestBudget()

    /// What the environment says.
    ///
    /// - Throws: `TestMisuse`, naming the variable and what it takes.
    package static func ofEnvironment(_ environment: [String: String]) throws(TestMisuse) -> TestBudget {
        func value<Value>(
            _ name: String,
            _ wanted: String,
            _ read: (String) -> Value?
        ) throws(TestMisuse) -> Value? {
            guard let text = environment["PROOFMARK_" + name], !text.isEmpty else { return nil }
            guard let value = read(text) else {
                throw TestMisuse("in the environment, PROOFMARK_\(name) is \"\(text)\", but takes \(wanted)")
            }
            return value
        }
        return TestBudget(
            cases: try value("CASES", "a whole number from 1") { Int($0).flatMap { $0 > 0 ? $0 : nil } },
            seed: try value("SEED", "a whole number from 0", UInt64.init),
            depth: try value("DEPTH", "a whole number from 1") { Int($0).flatMap { $0 > 0 ? $0 : nil } },
            budget: try value("BUDGET", "a number of seconds above 0") { text in
                Double(text).flatMap { $0 > 0 && $0.isFinite ? .seconds($0) : nil }
            },
            isolated: try value("ISOLATED", "0 or 1") { ["0": false, "1": true][$0] }
        )
    }

    /// Nothing left out.
    ///
    /// - Throws: `TestMisuse` if a setting is out of its range: no cases would be no test.
    package func resolved(
        in environment: [String: String]
    ) throws(TestMisuse) -> (cases: Int, seed: UInt64, depth: Int?, seconds: Double, isIsolated: Bool) {
        let all = over(Self.ofTraits).over(try Self.ofEnvironment(environment))
        let (cases, seconds) = (all.cases ?? 1_000, (all.budget ?? .seconds(10)) / .seconds(1))
        guard cases >= 1 else { throw TestMisuse("`cases:` is \(cases): no cases would be no test") }
        guard seconds > 0 else { throw TestMisuse("`budget:` must be above 0") }
        if let depth = all.depth, depth < 1 {
            throw TestMisuse("`depth:` is \(depth): depth 0 would prove nothing")
        }
        return (cases, all.seed ?? 1, all.depth, seconds, all.isIsolated ?? false)
    }
}
