import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Every operator against `Int`: folded on constants, and through terms and the solver, where two symbols
/// of the whole range are told to be the operands.
@Suite struct SymbolicOperatorTests {
    struct Operator: Sendable, CustomTestStringConvertible {
        var name: String
        var concrete: @Sendable (Int, Int) -> Int?
        var symbolic: @Sendable (SymbolicInt, SymbolicInt) -> SymbolicInt

        init(
            _ name: String,
            _ concrete: @escaping @Sendable (Int, Int) -> Int?,
            _ symbolic: @escaping @Sendable (SymbolicInt, SymbolicInt) -> SymbolicInt
        ) {
            self.name = name
            self.concrete = concrete
            self.symbolic = symbolic
        }

        var testDescription: String { name }
    }

    /// `nil` where `Int` traps.
    static let operators: [Operator] = [
        Operator("+", { checked($0.addingReportingOverflow($1)) }) { $0 + $1 },
        Operator("-", { checked($0.subtractingReportingOverflow($1)) }) { $0 - $1 },
        Operator("*", { checked($0.multipliedReportingOverflow(by: $1)) }) { $0 * $1 },
        Operator("/", { checked($0.dividedReportingOverflow(by: $1)) }) { $0 / $1 },
        Operator("%", { checked($0.remainderReportingOverflow(dividingBy: $1)) }) { $0 % $1 },
        Operator("&+", { $0 &+ $1 }) { $0 &+ $1 },
        Operator("&-", { $0 &- $1 }) { $0 &- $1 },
        Operator("&*", { $0 &* $1 }) { $0 &* $1 },
        Operator("overflow of +", { $0.addingReportingOverflow($1).overflow ? 1 : 0 }) {
            $0.addingReportingOverflow($1).overflow ? 1 : 0
        },
        Operator("overflow of *", { $0.multipliedReportingOverflow(by: $1).partialValue }) {
            $0.multipliedReportingOverflow(by: $1).partialValue
        },
        Operator("<", { $0 < $1 ? 1 : 0 }) { $0 < $1 ? 1 : 0 },
        Operator("<=", { $0 <= $1 ? 1 : 0 }) { $0 <= $1 ? 1 : 0 },
        Operator(">", { $0 > $1 ? 1 : 0 }) { $0 > $1 ? 1 : 0 },
        Operator(">=", { $0 >= $1 ? 1 : 0 }) { $0 >= $1 ? 1 : 0 },
        Operator("==", { $0 == $1 ? 1 : 0 }) { $0 == $1 ? 1 : 0 },
        Operator("min", { min($0, $1) }) { min($0, $1) },
        Operator("max", { max($0, $1) }) { max($0, $1) },
        Operator("larger", { max($0, $1) }) { SymbolicInt._larger($0, $1) },
        Operator("smaller", { min($0, $1) }) { SymbolicInt._smaller($0, $1) },
        Operator("magnitude", { Int(truncatingIfNeeded: $0.magnitude ^ $1.magnitude &* 0) }) { value, _ in
            SymbolicInt(truncatingIfNeeded: value.magnitude)
        },
        Operator("negate", { $0 == .min ? nil : -$0 &+ $1 &* 0 }) { value, _ in -value },
        Operator("~", { ~$0 &+ $1 &* 0 }) { value, _ in ~value },
        Operator("&", { $0 & $1 }) { $0 & $1 },
        Operator("|", { $0 | $1 }) { $0 | $1 },
        Operator("^", { $0 ^ $1 }) { $0 ^ $1 },
        Operator("<<", { $0 << $1 }) { $0 << $1 },
        Operator(">>", { $0 >> $1 }) { $0 >> $1 },
        Operator("&<<", { $0 &<< $1 }) { $0 &<< $1 },
        Operator("&>>", { $0 &>> $1 }) { $0 &>> $1 },
        Operator("UInt8(truncating:)", { Int(UInt8(truncatingIfNeeded: $0)) &+ $1 &* 0 }) { value, _ in
            SymbolicInt(Symbolic<UInt8>(truncatingIfNeeded: value))
        },
        Operator("Int32(clamping:)", { Int(Int32(clamping: $0)) &+ $1 &* 0 }) { value, _ in
            SymbolicInt(Symbolic<Int32>(clamping: value))
        },
        Operator("UInt(_:)", { $0 < 0 ? nil : $0 &+ $1 &* 0 }) { value, _ in
            SymbolicInt(Symbolic<UInt>(value))
        },
        Operator("signum", { $0.signum() &+ $1 &* 0 }) { value, _ in value.signum() },
        Operator("nonzeroBitCount", { $0.nonzeroBitCount &+ $1 &* 0 }) { value, _ in
            SymbolicInt(value.nonzeroBitCount)
        },
        Operator("Int(_:)", { $0 &+ $1 &* 0 }) { value, _ in SymbolicInt(Int(value)) },
    ]

    private static func checked(_ result: (partialValue: Int, overflow: Bool)) -> Int? {
        result.overflow ? nil : result.partialValue
    }

    static let edges = [Int.min, Int.min + 1, -65, -64, -7, -1, 0, 1, 2, 7, 63, 64, Int.max - 1, Int.max]

    static let pairs: [(Int, Int)] = {
        var generator = SplitMix64(seed: 99)
        let random = (0..<12).map { _ in
            (
                Int(truncatingIfNeeded: generator.next()) >> generator.next(from: 0, through: 63),
                Int(truncatingIfNeeded: generator.next()) >> generator.next(from: 0, through: 63)
            )
        }
        return edges.flatMap { first in edges.map { (first, $0) } } + random
    }()

    @Test(arguments: operators) func folded(_ tested: Operator) {
        for (first, second) in Self.pairs {
            guard let expected = tested.concrete(first, second) else { continue }
            let result = tested.symbolic(SymbolicInt(first), SymbolicInt(second))
            #expect(result == SymbolicInt(expected), "\(tested.name) of \(first) and \(second): \(result)")
        }
    }

    private func prove(_ tested: Operator, _ pairs: [(Int, Int)], offByOne: Int = 0) throws -> [String:
        Verdict]
    {
        let expected = pairs.map { tested.concrete($0.0, $0.1) }
        let symbolic = OperandApplication<SymbolicInt, SymbolicInt>(
            pairs: pairs.map { (first: $0.0, second: $0.1) }
        ) {
            first,
            second,
            place in
            let result = tested.symbolic(first, second)
            guard let right = expected[place] else { return true }
            return result == SymbolicInt(right &+ offByOne)
        }
        let concrete = OperandApplication<Int, Int>(pairs: pairs.map { (first: $0.0, second: $0.1) }) {
            first,
            second,
            place in
            expected[place].map { $0 == $0 &+ offByOne } ?? true
        }
        var settings = ProverSettings(depth: 1, valuesPerTerm: 4)
        // Bounds know the operands on each path, so the solver would hardly be asked.
        settings.auditsBounds = true
        let report = try Prover(
            symbolic,
            concrete: concrete,
            property: "operator",
            settings: settings
        ).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    @Test(arguments: operators) func throughTheSolver(_ tested: Operator) throws {
        let fine = Self.pairs.filter { tested.concrete($0.0, $0.1) != nil }
        let verdicts = try prove(tested, fine)
        #expect(verdicts["the result is right"] == .proved(.steps(1)), "\(tested.name)")
        #expect(verdicts[ImplicitRule.neverTraps] == .proved(.steps(1)), "\(tested.name)")
    }

    /// The check above can fail: a result that is off by one is refuted.
    @Test(arguments: operators.filter { !["overflow of +", "<", "<=", ">", ">=", "=="].contains($0.name) })
    func wrongResultsAreRefuted(_ tested: Operator) throws {
        let pair = [(7, 2)]
        #expect(
            try prove(tested, pair, offByOne: 1)["the result is right"]?.counterexample != nil,
            "\(tested.name)"
        )
    }

    @Test(arguments: operators.filter { ["+", "-", "*", "/", "%", "negate", "UInt(_:)"].contains($0.name) })
    func trapsAreViolations(_ tested: Operator) throws {
        let trapping = Self.pairs.filter { tested.concrete($0.0, $0.1) == nil }
        #expect(!trapping.isEmpty)
        for pair in trapping.prefix(12) {
            let verdict = try prove(tested, [pair])[ImplicitRule.neverTraps]
            #expect(
                verdict?.exitCode == .violated,
                "\(tested.name) of \(pair): \(String(describing: verdict))"
            )
        }
    }
}
