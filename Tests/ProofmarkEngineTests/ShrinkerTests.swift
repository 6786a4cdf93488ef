import Proofmark
import ProofmarkEngine
import Testing

@Suite struct ShrinkerTests {
    private func sequence(_ values: [[Int]], upTo upper: Int = 1_000) -> ChoiceSequence {
        ChoiceSequence(steps: values.map { .init(action: 0, choices: $0.map { .init($0, in: 0...upper) }) })
    }

    private func values(_ sequence: ChoiceSequence) -> [[Int]] {
        sequence.steps.map { $0.choices.map(\.value) }
    }

    /// Each step makes one choice.
    private func shrink(_ start: [[Int]], _ fails: @escaping ([Int]) -> Bool) -> [[Int]] {
        var shrinker = Shrinker(sequence(start)) { candidate in
            var used = candidate
            for step in used.steps.indices {
                used.steps[step].choices = Array(used.steps[step].choices.prefix(1))
            }
            return fails(used.steps.flatMap { $0.choices.map(\.value) }) ? used : nil
        }
        shrinker.shrink()
        return values(shrinker.best)
    }

    @Test func deletesWhatDoesNotMatter() {
        #expect(shrink([[5], [900], [3], [17]]) { $0.contains { $0 >= 100 } } == [[100]])
    }

    @Test func sortsWhatIsFreeToMove() {
        #expect(shrink([[9], [2], [7]]) { Set($0).isSuperset(of: [2, 7, 9]) } == [[2], [7], [9]])
    }

    @Test func lowersEqualValuesTogether() {
        #expect(shrink([[700], [700]]) { $0.count == 2 && $0[0] == $0[1] && $0[0] >= 31 } == [[31], [31]])
    }

    @Test func removesDuplicates() {
        #expect(shrink([[4], [4], [4], [4]]) { $0.first == 4 } == [[4]])
    }

    /// A run ends where it fails: steps that a pass has yet to go through may be gone.
    @Test(arguments: [([2, 3], [5]), ([1, 4, 0], [0, 1, 4])])
    func anEditMayEndTheRunEarlier(first: [Int], failing: [Int]) {
        var shrinker = Shrinker(sequence([first, [700, 2, 1], [900, 3, 1]])) { candidate in
            candidate.steps.first?.choices.map(\.value) == failing
                ? ChoiceSequence(steps: Array(candidate.steps.prefix(1))) : nil
        }
        shrinker.shrink()
        #expect(values(shrinker.best) == [failing])
    }

    @Test func everyAcceptedRunFails() {
        var shrinker = Shrinker(sequence([[400, 3], [9, 8], [77, 2]])) { candidate in
            candidate.steps.reduce(0) { $0 + ($1.choices.first?.value ?? 0) } >= 300 ? candidate : nil
        }
        shrinker.shrink()
        #expect(values(shrinker.best) == [[300]])
        #expect(shrinker.runs < 200)
    }

    @Test func theWholeRangeOfIntDoesNotOverflow() {
        let start = ChoiceSequence(steps: [.init(action: 0, choices: [.init(Int.max, in: Int.min...Int.max)])]
        )
        var shrinker = Shrinker(start) {
            $0.steps.first.map { ($0.choices.first?.value ?? .min) >= -3 } == true ? $0 : nil
        }
        shrinker.shrink()
        #expect(values(shrinker.best) == [[0]])
        let lowest = ChoiceSequence(steps: [.init(action: 0, choices: [.init(.min, in: .min ... .max)])])
        var low = Shrinker(lowest) {
            $0.steps.first.map { ($0.choices.first?.value ?? 0) < -3 } == true ? $0 : nil
        }
        low.shrink()
        #expect(values(low.best) == [[-4]])
    }
}
