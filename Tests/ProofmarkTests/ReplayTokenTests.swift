import Proofmark
import Testing

@Suite struct ReplayTokenTests {
    private func randomSequence(_ generator: inout SplitMix64) -> ChoiceSequence {
        let edges = [Int.min, -1, 0, 1, 7, 127, 128, Int.max]
        return ChoiceSequence(
            steps: (0..<generator.next(from: 0, through: 6)).map { _ in
                ChoiceSequence.Step(
                    action: generator.next(from: 0, through: 9),
                    choices: (0..<generator.next(from: 0, through: 4)).map { _ in
                        let bounds = [
                            edges[generator.next(from: 0, through: 7)],
                            edges[generator.next(from: 0, through: 7)],
                        ].sorted()
                        return .init(
                            generator.next(from: bounds[0], through: bounds[1]),
                            in: bounds[0]...bounds[1]
                        )
                    }
                )
            }
        )
    }

    @Test func everySequenceComesBack() throws {
        var generator = SplitMix64(seed: 11)
        for _ in 0..<500 {
            let sequence = randomSequence(&generator)
            let token = ReplayToken(property: "fair ‹queue›", rule: "never, \"ever\"", choices: sequence)
            #expect(try ReplayToken(token.text) == token)
        }
    }

    @Test func damageIsRefused() throws {
        var generator = SplitMix64(seed: 12)
        let token = ReplayToken(property: "p", rule: "r", choices: randomSequence(&generator))
        let text = Array(token.text)
        for place in 4..<text.count {
            var damaged = text
            damaged[place] = damaged[place] == "A" ? "B" : "A"
            #expect(throws: ReplayToken.Failure.self) { try ReplayToken(String(damaged)) }
            #expect(throws: ReplayToken.Failure.self) { try ReplayToken(String(text[..<place])) }
        }
        #expect(throws: ReplayToken.Failure.notAToken) { try ReplayToken("hello") }
        #expect(throws: ReplayToken.Failure.unknownVersion("pm9")) { try ReplayToken("pm9-AAAA") }
    }
}
