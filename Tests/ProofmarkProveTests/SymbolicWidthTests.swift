import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Every operator of every width against the concrete type: folded on constants, and through terms, where
/// the solver is asked about every answer that bounds give.
@Suite struct SymbolicWidthTests {
    enum Operation: String, CaseIterable, Sendable {
        case add, subtract, multiply, divide, remainder
        case wrappingAdd, wrappingSubtract, wrappingMultiply
        case productOnOverflow, sumOnOverflow
        case and, or, exclusiveOr, not
        case shiftLeft, shiftRight, maskedShiftLeft, maskedShiftRight
        case less, lessOrEqual, equal, smaller, larger
        case magnitude, negated, signum
        case ones, leadingZeros, trailingZeros, swapped
        case throughInt8, throughUInt32, clampedToInt16, exactlyUInt8

        /// `nil` where the operator traps.
        func apply<N: FixedWidthInteger>(_ a: N, _ b: N) -> N? {
            switch self {
            case .add: checked(a.addingReportingOverflow(b))
            case .subtract: checked(a.subtractingReportingOverflow(b))
            case .multiply: checked(a.multipliedReportingOverflow(by: b))
            case .divide: checked(a.dividedReportingOverflow(by: b))
            case .remainder: checked(a.remainderReportingOverflow(dividingBy: b))
            case .wrappingAdd: a &+ b
            case .wrappingSubtract: a &- b
            case .wrappingMultiply: a &* b
            case .productOnOverflow: a.multipliedReportingOverflow(by: b).partialValue
            case .sumOnOverflow: a.addingReportingOverflow(b).partialValue
            case .and: a & b
            case .or: a | b
            case .exclusiveOr: a ^ b
            case .not: ~a
            case .shiftLeft: a << b
            case .shiftRight: a >> b
            case .maskedShiftLeft: a &<< b
            case .maskedShiftRight: a &>> b
            case .less: a < b ? 1 : 0
            case .lessOrEqual: a <= b ? 1 : 0
            case .equal: a == b ? 1 : 0
            case .smaller: min(a, b)
            case .larger: max(a, b)
            case .magnitude: N(truncatingIfNeeded: a.magnitude)
            case .negated: 0 &- a
            case .signum: a.signum()
            case .ones: N(truncatingIfNeeded: a.nonzeroBitCount)
            case .leadingZeros: N(truncatingIfNeeded: a.leadingZeroBitCount)
            case .trailingZeros: N(truncatingIfNeeded: a.trailingZeroBitCount)
            case .swapped: a.byteSwapped
            case .throughInt8: N(truncatingIfNeeded: Int8(truncatingIfNeeded: a))
            case .throughUInt32: N(truncatingIfNeeded: UInt32(truncatingIfNeeded: a))
            case .clampedToInt16: N(truncatingIfNeeded: Int16(clamping: a))
            case .exactlyUInt8: UInt8(exactly: a).map { N(truncatingIfNeeded: $0) }
            }
        }

        private func checked<N>(_ result: (partialValue: N, overflow: Bool)) -> N? {
            result.overflow ? nil : result.partialValue
        }
    }

    private func pairs<Base: FixedWidthInteger>(_ type: Base.Type, random count: Int) -> [(Base, Base)] {
        let edges: [Base] = [.min, .min + 1, 0, 1, 2, 7, .max - 1, .max, Base.max / 2, 0 &- 1, 0 &- 7]
        var generator = SplitMix64(seed: UInt64(Base.bitWidth))
        func next() -> Base {
            Base(truncatingIfNeeded: generator.next())
                >> Base(generator.next(from: 0, through: Base.bitWidth - 1))
        }
        return edges.flatMap { first in edges.map { (first, $0) } }
            + (0..<count).map { _ in (next(), next()) }
    }

    private func check<Base: SymbolicBase>(_ type: Base.Type, _ operation: Operation) throws {
        let pairs = pairs(type, random: 20)
        for (first, second) in pairs {
            let expected = operation.apply(first, second)
            let found = operation.apply(
                Symbolic<Base>(truncatingIfNeeded: first),
                Symbolic<Base>(truncatingIfNeeded: second)
            )
            #expect(
                found == expected.map { Symbolic<Base>(truncatingIfNeeded: $0) },
                "\(operation) of \(first) and \(second) as \(Base.self): \(found.map { "\($0)" } ?? "nil")"
            )
        }
        #expect(try prove(type, operation, pairs) == .proved(.steps(1)), "\(operation) on \(Base.self)")
    }

    private func prove<Base: SymbolicBase>(
        _ type: Base.Type,
        _ operation: Operation,
        _ pairs: [(Base, Base)],
        offByOne: Base = 0
    ) throws -> Verdict? {
        let expected = pairs.map { operation.apply($0.0, $0.1).map { $0 &+ offByOne } }
        let numbers = pairs.map { pair in
            (first: Int(truncatingIfNeeded: pair.0), second: Int(truncatingIfNeeded: pair.1))
        }
        var settings = ProverSettings(depth: 1, valuesPerTerm: 4)
        settings.auditsBounds = true
        let report = try Prover(
            OperandApplication<SymbolicInt, Symbolic<Base>>(pairs: numbers) { first, second, place in
                operation.apply(first, second)
                    == expected[place].map { Symbolic<Base>(truncatingIfNeeded: $0) }
            },
            concrete: OperandApplication<Int, Base>(pairs: numbers) { first, second, place in
                operation.apply(first, second) == expected[place]
            },
            property: "width",
            settings: settings
        ).run()
        #expect(report.internalErrors.isEmpty, "\(operation) on \(Base.self): \(report.internalErrors)")
        return report.findings.first { $0.rule == "the result is right" }?.verdict
    }

    @Test(arguments: Operation.allCases) func int8(_ operation: Operation) throws {
        try check(Int8.self, operation)
    }

    @Test(arguments: Operation.allCases) func uint8(_ operation: Operation) throws {
        try check(UInt8.self, operation)
    }

    @Test(arguments: Operation.allCases) func int32(_ operation: Operation) throws {
        try check(Int32.self, operation)
    }

    @Test(arguments: Operation.allCases) func uint32(_ operation: Operation) throws {
        try check(UInt32.self, operation)
    }

    @Test(arguments: Operation.allCases) func uint64(_ operation: Operation) throws {
        try check(UInt64.self, operation)
    }

    /// The checks above can fail: a result that is off by one is refuted.
    @Test(arguments: Operation.allCases) func wrongResultsAreRefuted(_ operation: Operation) throws {
        #expect(
            try prove(UInt32.self, operation, [(7, 2)], offByOne: 1)?.counterexample != nil,
            "\(operation)"
        )
        #expect(try prove(Int8.self, operation, [(7, 2)], offByOne: 1)?.counterexample != nil, "\(operation)")
    }
}
