import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Each limit of the prover is met with the message that Documentation/Limits.md gives for it.
@Suite struct LimitsTests {
    enum Limit: CaseIterable {
        case values, manyValues, text, products, loop, choice, repetition
    }

    struct Limited<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var number: Number = 0
            var other: Number = 1
            var text = ""
            var seen: [Int] = []
        }

        var limit: Limit
        var initial: State { State() }

        private static func count() -> Int {
            Counted.shared.next()
        }

        var actions: Actions {
            Action("step") { state, choose in
                switch limit {
                case .values, .manyValues:
                    let most: Number = limit == .values ? 9 : 900
                    let place: Number = choose.number("place", in: 0...most)
                    state.seen = [Int(place)]
                case .text:
                    let number: Number = choose.number("number", in: 0...9)
                    state.text = "\(number)"
                case .products:
                    let (a, b, c): (Number, Number, Number) = (
                        choose.number("a", in: 2...2_000_000), choose.number("b", in: 2...2_000_000),
                        choose.number("c", in: 2...2_000_000)
                    )
                    if a * a * a + b * b * b == c * c * c { state.number = 1 }
                case .loop:
                    let most: Number = choose.number("most", in: 0...1_000_000)
                    var count: Number = 0
                    while count < most { count += 1 }
                case .choice:
                    let wide: UInt64 = choose.number("wide", in: 0...UInt64.max)
                    state.seen = [Int(truncatingIfNeeded: wide)]
                case .repetition:
                    state.seen = [Self.count()]
                }
            }
        }

        var rules: Rules { Always("number is not one") { $0.number != 1 } }
    }

    /// Code that remembers, which no specification may.
    private final class Counted: Sendable {
        static let shared = Counted()
        private let value = Mutexed()

        func next() -> Int { value.next() }
    }

    private final class Mutexed: @unchecked Sendable {
        private let lock = NSLock()
        private var value = 0

        func next() -> Int {
            lock.withLock {
                value += 1
                return value
            }
        }
    }

    private func report(_ limit: Limit) throws -> EngineReport {
        try Prover(
            Limited<SymbolicInt>(limit: limit),
            concrete: Limited<Int>(limit: limit),
            property: "limited",
            settings: ProverSettings(
                depth: 2,
                budget: 60,
                decisionsPerPath: 300,
                resourcesPerCheck: 300_000
            )
        ).run()
    }

    @Test(arguments: [
        (
            Limit.manyValues, ExitCode.inconclusive,
            "has more than 64 possible values; choose from a smaller range"
        ),
        (.text, .inconclusive, "the code made text of a number that is not known in a proof"),
        (.products, .inconclusive, "the solver could not decide a comparison"),
        (.loop, .inconclusive, "is there a loop whose length depends on what is chosen?"),
        (.choice, .usage, "has numbers beyond the range of Int; choose an Int and convert it"),
        (.repetition, .usage, "behaves differently when it is replayed"),
    ]) func isNamed(limit: Limit, code: ExitCode, message: String) throws {
        let finding = try #require(try report(limit).findings.first)
        #expect(finding.verdict.exitCode == code, "\(finding.verdict)")
        #expect("\(finding.verdict)".contains(message), "\(finding.verdict)")
        #expect(try Self.documentation.contains("`\(message)`"), "Documentation/Limits.md lacks: \(message)")
    }

    @Test func fewValuesAreTriedOneByOne() throws {
        let report = try report(.values)
        #expect(report.findings.first?.verdict == .proved(.steps(2)))
        #expect(
            report.assumptions.contains { $0.hasPrefix("tried value by value: ") && $0.hasSuffix(" times") }
        )
    }

    private static var documentation: String {
        get throws {
            let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            return try String(
                contentsOf: root.appendingPathComponent("Documentation/Limits.md"),
                encoding: .utf8
            )
        }
    }
}
