import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

@Suite struct BoundedProofTests {
    private func verdicts<S: Specification, C: Specification>(
        _ symbolic: S,
        _ concrete: C,
        _ settings: ProverSettings
    ) throws -> [String: Verdict] {
        let report = try Prover(symbolic, concrete: concrete, property: "p", settings: settings).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    /// Sums of chosen numbers, kept sorted: native `sorted`, dictionaries, enums and optionals.
    struct Sums<Number: VerifiableInteger>: Specification {
        enum Mark: Codable, Equatable {
            case none
            case largest(Number)
        }
        struct State: Codable {
            var numbers: [Number] = []
            var byLength: [Int: Number] = [:]
            var mark = Mark.none
            var smallest: Number?
        }
        var limit: Number
        var initial: State { State() }
        var actions: Actions {
            Action("add", when: { $0.numbers.count < 3 }) { state, choose in
                state.numbers.append(choose.number("n", in: 0...50))
                state.numbers.sort()
                state.byLength[state.numbers.count] = state.numbers.reduce(0, +)
                state.smallest = state.numbers.min()
                state.mark = .largest(state.numbers.max { $0 < $1 } ?? 0)
            }
        }
        var rules: Rules {
            Always("sorted") { zip($0.numbers, $0.numbers.dropFirst()).allSatisfy { $0 <= $1 } }
            Always("the marks are right") { state in
                guard let first = state.numbers.first, let last = state.numbers.last else {
                    return state.mark == .none
                }
                return state.smallest == first && state.mark == .largest(last)
            }
            Always("the sum stays below the limit") { $0.byLength.values.allSatisfy { $0 < limit } }
        }
    }

    @Test func ordinarySwiftIsProved() throws {
        let verdicts = try verdicts(
            Sums<SymbolicInt>(limit: 151),
            Sums<Int>(limit: 151),
            ProverSettings(depth: 8)
        )
        // Every run ends after three steps, so the proof is complete.
        for rule in ["sorted", "the marks are right", "the sum stays below the limit"] {
            #expect(verdicts[rule] == .proved(.every))
        }
    }

    @Test func oneLessIsRefuted() throws {
        let verdicts = try verdicts(
            Sums<SymbolicInt>(limit: 150),
            Sums<Int>(limit: 150),
            ProverSettings(depth: 8)
        )
        let found = try #require(verdicts["the sum stays below the limit"]?.counterexample)
        #expect(found.choices.steps.map { $0.choices.map(\.value) } == [[50], [50], [50]])
        #expect(found.foundAtDepth == 3)
    }

    /// A loop whose length depends on a chosen number, and an index that does.
    struct Loops<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var total: Number = 0
            var table = [1, 2, 4, 8]
            var picked = 0
        }
        var wrongAt: Number = -1
        var initial: State { State() }
        var actions: Actions {
            Action("run") { state, choose in
                let rounds = choose.number("rounds", in: 0...5)
                var round: Number = 0
                while round < rounds {
                    state.total += round == wrongAt ? 100 : 1
                    round += 1
                }
                state.picked = state.table[Int(choose.number("place", in: 0...3) as Number)]
            }
        }
        var rules: Rules {
            Always("the total grows by at most five") { $0.total <= 10 }
            Always("a power of two was picked") { [0, 1, 2, 4, 8].contains($0.picked) }
            Sometimes("eight is picked") { $0.picked == 8 }
        }
    }

    @Test func loopsAndIndicesFork() throws {
        let right = try verdicts(Loops<SymbolicInt>(), Loops<Int>(), ProverSettings(depth: 2))
        #expect(right["the total grows by at most five"] == .proved(.steps(2)))
        #expect(right["a power of two was picked"] == .proved(.steps(2)))
        #expect(right["eight is picked"] == .proved(.steps(1)))
        let wrong = try verdicts(
            Loops<SymbolicInt>(wrongAt: 4),
            Loops<Int>(wrongAt: 4),
            ProverSettings(depth: 2)
        )
        let found = try #require(wrong["the total grows by at most five"]?.counterexample)
        #expect(found.choices.steps.map { $0.choices.map(\.value) } == [[5, 0]])
    }

    @Test func whatIsNotCompleteIsNoPass() throws {
        let concrete = Loops<Int>()
        let tight = ProverSettings(depth: 2, valuesPerTerm: 2)
        let verdicts = try verdicts(Loops<SymbolicInt>(), concrete, tight)
        #expect(verdicts["a power of two was picked"]?.exitCode == .inconclusive)
        let late = try self.verdicts(Loops<SymbolicInt>(), concrete, ProverSettings(depth: 50, budget: 0.2))
        #expect(late["a power of two was picked"]?.exitCode == .inconclusive)
        let none = try self.verdicts(Loops<SymbolicInt>(), concrete, ProverSettings(depth: 0))
        #expect(none.values.allSatisfy { !$0.holds })
    }

    /// The numbers that a global keeps from one run to the next.
    struct Leaky<Number: VerifiableInteger>: Specification {
        final class Box: @unchecked Sendable { var value: Number? }
        struct State: Codable { var seen = false }
        let box = Box()
        var initial: State { State() }
        var actions: Actions {
            Action("compare") { state, choose in
                let number: Number = choose.number("n", in: 0...9)
                if let kept = box.value { state.seen = kept <= number } else { box.value = number }
            }
        }
        var rules: Rules { Always("fine") { _ in true } }
    }

    @Test func unrepeatableCodeIsNamed() throws {
        let verdicts = try verdicts(Leaky<SymbolicInt>(), Leaky<Int>(), ProverSettings(depth: 2))
        #expect(verdicts["fine"]?.exitCode == .usage, "\(verdicts)")
    }
}
