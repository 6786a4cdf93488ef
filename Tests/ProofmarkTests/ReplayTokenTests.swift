import Proofmark
import Testing

@Suite struct ReplayTokenTests {
    private let actions = (0..<10).map { "action \($0)" }

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
            let token = ReplayToken(
                property: "fair ‹queue›",
                rule: "never, \"ever\"",
                choices: sequence,
                actions: actions
            )
            #expect(try ReplayToken(token.text) == token)
        }
    }

    @Test func damageIsRefused() throws {
        var generator = SplitMix64(seed: 12)
        let token = ReplayToken(
            property: "p",
            rule: "r",
            choices: randomSequence(&generator),
            actions: actions
        )
        let text = Array(token.text)
        for place in 4..<text.count {
            var damaged = text
            damaged[place] = damaged[place] == "A" ? "B" : "A"
            #expect(throws: ReplayToken.Failure.self) { try ReplayToken(String(damaged)) }
            #expect(throws: ReplayToken.Failure.self) { try ReplayToken(String(text[..<place])) }
        }
        #expect(throws: ReplayToken.Failure.notAToken) { try ReplayToken("hello") }
        for version in ["pm1", "pm9"] {
            #expect(throws: ReplayToken.Failure.unknownVersion(version)) {
                try ReplayToken("\(version)-AAAA")
            }
        }
    }

    /// The same choices may come to other values, or be called otherwise: then it may be another run.
    @Test func valuesAreCompared() throws {
        func trace(_ arguments: [String], behind: [String] = []) -> Trace {
            Trace(
                steps: [("start", []), ("submit", arguments)].map {
                    Trace.Step(action: $0.0, arguments: $0.1, fields: [], cells: [])
                } + behind.map { Trace.Step(action: $0, arguments: [], fields: nil, cells: []) }
            )
        }
        let run = ChoiceSequence(steps: [.init(action: 0, choices: [.init(1, in: 0...1)])])
        func token(_ trace: Trace?) throws -> ReplayToken {
            try ReplayToken(
                ReplayToken(property: "p", rule: "r", choices: run, actions: actions, trace: trace).text
            ).placed(among: ["new"] + actions)
        }
        let known = try token(trace(["cost: 70"]))
        #expect(!known.hasOtherValues(than: trace(["cost: 70"])))
        #expect(known.hasOtherValues(than: trace(["price: 70"])))
        #expect(!known.hasOtherValues(than: trace(["cost: 70"], behind: ["the guards"])))
        #expect(known.hasOtherValues(than: trace(["cost: 30"])))
        #expect(known.hasOtherValues(than: trace([])))
        #expect(try !token(nil).hasOtherValues(than: trace(["cost: 30"])))
    }

    @Test func actionsAreKnownByTheirNames() throws {
        var generator = SplitMix64(seed: 13)
        for _ in 0..<200 {
            let sequence = randomSequence(&generator)
            let token = try ReplayToken(
                ReplayToken(property: "p", rule: "r", choices: sequence, actions: actions).text
            )
            let all = ["new", "newer"] + actions
            let cut = generator.next(from: 0, through: all.count)
            let later = Array(all[cut...] + all[..<cut])
            let placed = try token.placed(among: later)
            #expect(
                placed.choices.steps.map { later[$0.action] } == sequence.steps.map { actions[$0.action] }
            )
            #expect(placed.choices.steps.map(\.choices) == sequence.steps.map(\.choices))
            #expect(try ReplayToken(placed.text) == placed)
            #expect(placed.isNamed(sequence.steps.map { actions[$0.action] }))

            guard let first = sequence.steps.first else { continue }
            let renamed = actions.map { $0 == actions[first.action] ? "another" : $0 }
            let missing = #expect(throws: ReplayToken.MissingAction.self) { try token.placed(among: renamed) }
            #expect(missing?.step == 1)
            #expect(!token.isNamed(sequence.steps.map { renamed[$0.action] }))
        }
    }
}
