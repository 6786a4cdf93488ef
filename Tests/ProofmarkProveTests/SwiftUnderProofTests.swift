import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Ordinary Swift that must work unchanged under proof, each with a rule that is one too strict.
@Suite struct SwiftUnderProofTests {
    private func verdicts<S: Specification, C: Specification>(
        _ symbolic: S,
        _ concrete: C,
        depth: Int
    ) throws -> [String: Verdict] {
        let settings = ProverSettings(depth: depth)
        let report = try Prover(symbolic, concrete: concrete, property: "p", settings: settings).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    /// A binary heap of deadlines, with a number type for time and another for sizes; expressions as an
    /// indirect enum; `defer` and `throws`.
    struct Scheduler<Time: ChoosableInteger, Size: ChoosableInteger>: Codable {
        indirect enum Cost: Codable {
            case fixed(Size)
            case twice(Cost)

            var size: Size {
                switch self {
                case .fixed(let size): size
                case .twice(let cost): cost.size + cost.size
                }
            }
        }

        struct Full: Error {}

        var heap: [Time] = []
        var used: Size = 0
        var attempts = 0

        mutating func submit(_ deadline: Time, _ cost: Cost, capacity: Size) throws {
            defer { attempts += 1 }
            guard used + cost.size <= capacity else { throw Full() }
            used += cost.size
            heap.append(deadline)
            var child = heap.count - 1
            while child > 0, heap[child] < heap[(child - 1) / 2] {
                heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        }
    }

    struct Deadlines<Time: VerifiableInteger, Size: ChoosableInteger>: Specification {
        typealias State = Scheduler<Time, Size>
        var initial: State { State() }
        var actions: Actions {
            Action("submit", when: { $0.attempts < 3 }) { state, choose in
                let deadline: Time = choose.number("deadline", in: 0...1_000_000)
                let size: Size = choose.number("size", in: 1...30)
                let cost: State.Cost = choose.flag("doubled") ? .twice(.fixed(size)) : .fixed(size)
                try? state.submit(deadline, cost, capacity: 100)
            }
        }
        var rules: Rules {
            Always("the earliest deadline is first") { state in
                state.heap.allSatisfy { state.heap.isEmpty || state.heap[0] <= $0 }
            }
            Always("the capacity is kept") { $0.used <= 100 }
            Always("the capacity is never used whole") { $0.used < 100 }
        }
    }

    @Test func heapsOfTwoNumberTypes() throws {
        let found = try verdicts(Deadlines<SymbolicInt, SymbolicUInt8>(), Deadlines<Int, UInt8>(), depth: 3)
        #expect(found["the earliest deadline is first"] == .proved(.steps(3)))
        #expect(found["the capacity is kept"] == .proved(.steps(3)))
        #expect(found["the capacity is never used whole"]?.counterexample != nil)
    }

    struct Drawing<Number: ChoosableInteger>: Specification {
        struct State: Codable {
            var order: [Int] = []
            var some: [Int] = []
            var number: Number = 0
            var byNumber: [Number: Int] = [:]
        }
        var initial: State { State() }
        var actions: Actions {
            Action("draw") { state, choose in
                state.order = choose.permutation("order", of: [1, 2, 3])
                state.some = choose.subset("some", of: 1...3)
                state.number = choose.number("number", in: 0...(Number.max / 4))
                state.byNumber = [state.number / (Number.max / 8 + 1): 1]
            }
        }
        var rules: Rules {
            Always("a permutation has every element") { $0.order.isEmpty || Set($0.order) == [1, 2, 3] }
            Always("a subset is in order") { $0.some == $0.some.sorted() }
            Always("keys are small") { $0.byNumber.keys.allSatisfy { 0 <= $0 && $0 <= 2 } }
            Always("never from three to one") { $0.order != [3, 2, 1] }
            Always("never all of them") { $0.some.count < 3 }
        }
    }

    @Test func permutationsSubsetsAndLargeRanges() throws {
        let found = try verdicts(Drawing<SymbolicInt>(), Drawing<Int>(), depth: 1)
        for rule in ["a permutation has every element", "a subset is in order", "keys are small"] {
            #expect(found[rule] == .proved(.steps(1)), "\(rule): \(found)")
        }
        #expect(found["never from three to one"]?.counterexample != nil)
        #expect(found["never all of them"]?.counterexample != nil)
    }

    @Test func unsignedRangesAreOfIntsOnly() throws {
        let found = try verdicts(Drawing<SymbolicUInt64>(), Drawing<UInt64>(), depth: 1)
        #expect(found["keys are small"] == .proved(.steps(1)), "\(found)")
    }

    struct Unsigned<Number: ChoosableInteger>: Specification {
        struct State: Codable { var number: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("draw") { state, choose in state.number = choose.number("number", in: 0...Number.max) }
        }
        var rules: Rules { Always("fine") { $0.number >= 0 } }
    }

    @Test func rangesBeyondIntAreMisuse() throws {
        guard
            case .misuse(let what) = try verdicts(Unsigned<SymbolicUInt64>(), Unsigned<UInt64>(), depth: 1)[
                "fine"
            ]
        else {
            Issue.record("no misuse")
            return
        }
        #expect(what.contains("beyond the range of Int"))
    }
}
