import Proofmark
import Testing

@Suite struct LeadsToMonitorTests {
    struct State {
        var trigger = false
        var goal = false
    }

    private func observations(_ states: [State], actions: [Int]? = nil, counting: [String] = []) throws
        -> [Observation]
    {
        let rule = LeadsTo<State>("l", from: \.trigger, to: \.goal, within: 2, counting: counting).element
        let monitor = try rule.makeMonitor(["tick", "idle"])
        var states = states
        var seen = [try monitor.begin(&states[0])]
        for place in states.indices.dropFirst() {
            seen.append(try monitor.observe(&states[place], after: actions?[place - 1] ?? 0))
        }
        return seen
    }

    private let quiet = State()
    private let asked = State(trigger: true)
    private let done = State(goal: true)

    @Test func theLimitIsExact() throws {
        #expect(try observations([asked, quiet, done]) == [.triggered, .triggered, .triggered])
        #expect(try observations([asked, quiet, quiet]) == [.triggered, .triggered, .violated])
        #expect(try observations([quiet, quiet, quiet, done]) == [.quiet, .quiet, .quiet, .quiet])
        #expect(
            try observations([State(trigger: true, goal: true), quiet, quiet, quiet]).contains(.violated)
                == false
        )
    }

    @Test func theOldestObligationCounts() throws {
        #expect(try observations([asked, asked, asked]).last == .violated)
    }

    @Test func onlyCountedStepsCount() throws {
        let states = [asked, quiet, quiet, quiet, done]
        #expect(try !observations(states, actions: [1, 0, 1, 1], counting: ["tick"]).contains(.violated))
        #expect(try observations(states, actions: [1, 0, 0, 1], counting: ["tick"]).contains(.violated))
    }

    @Test func unknownActionsAreNamed() {
        let rule = LeadsTo<State>("l", from: \.trigger, to: \.goal, within: 2, counting: ["tack"]).element
        #expect(throws: SpecificationError.unknownAction("tack", rule: "l", known: ["tick"])) {
            try rule.makeMonitor(["tick"])
        }
    }
}
