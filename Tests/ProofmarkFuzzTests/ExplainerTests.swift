import Proofmark
import ProofmarkEngine
import ProofmarkFuzz
import Testing

/// What is said about a run must be so when it is tried.
@Suite struct ExplainerTests {
    /// Goes off at the third spark after it was armed with one code of a hundred.
    struct Bomb: Specification {
        struct State {
            var isArmed = false
            var sparks = 0
        }
        /// Whether the colour of a spark makes a difference.
        var isPicky = false
        /// The largest colour.
        var colours = 7
        var initial: State { State() }
        var actions: Actions {
            Action("wait") { _, _ in }
            Action("arm") { state, choose in
                if choose.number("code", in: 0...99) == 42 { state.isArmed = true }
            }
            Action("spark") { state, choose in
                let colour = choose.number("colour", in: 0...colours, by: .uniform)
                if state.isArmed, !isPicky || colour != 7 { state.sparks += 1 }
            }
        }
        var rules: Rules { Always("it never goes off") { $0.sparks < 3 } }
    }

    private func explanation(_ bomb: Bomb) throws -> Explanation {
        let tally = try Fuzzer(bomb, property: "bomb", settings: FuzzSettings(cases: 20_000)).run()
        let found = try #require(tally.settled["it never goes off"]?.counterexample)
        #expect(found.choices.steps.map(\.action) == [1, 2, 2, 2])
        return try #require(found.explanation)
    }

    @Test func whatMayBeAnythingAndWhatMakesTheDifference() throws {
        let explanation = try explanation(Bomb())
        #expect(explanation.free == (2...4).map { Explanation.Place(step: $0, choice: 0) })
        let turn = try #require(explanation.turn)
        #expect(turn.step == 1)
        #expect(turn.before <= 2 && turn.after >= 8 && turn.of == 20)
    }

    @Test func whatMattersIsNotFree() throws {
        // All of a range of a hundred are tried.
        for colours in [7, 20, 99] {
            #expect(try explanation(Bomb(isPicky: true, colours: colours)).free.isEmpty)
        }
        #expect(try explanation(Bomb(colours: 99)).free.count == 3)
    }

    @Test func nothingIsSaidOfARunWhereEverythingMatters() {
        let run = ChoiceSequence(steps: [.init(action: 0, choices: [.init(3, in: 0...9)])])
        var explainer = Explainer { variant, _ in variant == run }
        #expect(explainer.explain(run, actions: 1) == nil)
    }
}
