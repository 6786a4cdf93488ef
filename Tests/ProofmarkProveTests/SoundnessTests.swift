import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Places where a prover of this kind is easily wrong: each was, or could have been.
@Suite struct SoundnessTests {
    /// One step that computes a number from another, and a rule about the result.
    struct Step<Number: VerifiableInteger>: Specification {
        struct State: Codable { var result: Number = 1 }
        var range: ClosedRange<Int>
        var compute: @Sendable (Number) -> Number
        var rule: @Sendable (Number) -> Bool
        var initial: State { State() }
        var actions: Actions {
            Action("compute") { state, choose in
                let bounds = Number(range.lowerBound)...Number(range.upperBound)
                state.result = compute(choose.number("x", in: bounds))
            }
        }
        var rules: Rules { Always("rule") { rule($0.result) } }
    }

    private func verdicts<S: Specification, C: Specification>(
        _ symbolic: S,
        _ concrete: C,
        depth: Int = 1
    ) throws -> [String: Verdict] {
        let report = try Prover(
            symbolic,
            concrete: concrete,
            property: "p",
            settings: ProverSettings(depth: depth)
        ).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    private func step(
        _ range: ClosedRange<Int>,
        _ symbolic: @escaping @Sendable (SymbolicInt) -> SymbolicInt,
        _ concrete: @escaping @Sendable (Int) -> Int,
        holds rule: @escaping @Sendable (SymbolicInt) -> Bool,
        _ concreteRule: @escaping @Sendable (Int) -> Bool
    ) throws -> [String: Verdict] {
        try verdicts(
            Step<SymbolicInt>(range: range, compute: symbolic, rule: rule),
            Step<Int>(range: range, compute: concrete, rule: concreteRule)
        )
    }

    @Test func wrappedSumsOfNegativeNumbers() throws {
        let found = try step(
            Int.min ... -1,
            { $0 &+ $0 },
            { $0 &+ $0 },
            holds: { $0 <= 1 && $0 != 0 },
            { $0 <= 1 && $0 != 0 }
        )
        #expect(found["rule"]?.counterexample != nil, "\(found)")
        let trap = try step(
            Int.min ... -1,
            {
                _ = $0 &+ $0; return $0 + $0
            },
            { $0 &+ $0 },
            holds: { _ in true },
            { _ in true }
        )
        #expect(trap[ImplicitRule.neverTraps]?.exitCode == .violated, "\(trap)")
    }

    @Test func shiftsIntoTheSign() throws {
        let found = try step(3...5, { $0 << 62 }, { $0 << 62 }, holds: { $0 >= 0 }, { $0 >= 0 })
        #expect(found["rule"]?.counterexample?.choices.steps.first?.choices.first?.value == 3, "\(found)")
    }

    @Test func constantsBeyondTheRange() throws {
        let trap = try step(
            0...5,
            { ($0 + .min) - 1 },
            { ($0 + .min) &- 1 },
            holds: { _ in true },
            { _ in true }
        )
        #expect(trap[ImplicitRule.neverTraps]?.exitCode == .violated, "\(trap)")
    }

    @Test func truncationOfNegativeNumbers() throws {
        let found = try step(
            -5 ... -1,
            { Symbolic<UInt>(truncatingIfNeeded: $0) == Symbolic<UInt>.max ? 0 : 1 },
            { UInt(truncatingIfNeeded: $0) == UInt.max ? 0 : 1 },
            holds: { $0 == 1 },
            { $0 == 1 }
        )
        #expect(found["rule"]?.counterexample?.choices.steps.first?.choices.first?.value == -1, "\(found)")
    }

    @Test func veryLargeProducts() throws {
        let found = try step(
            0...Int.max,
            { ($0 &+ $0) &* ($0 &+ $0) },
            { ($0 &+ $0) &* ($0 &+ $0) },
            holds: { _ in true },
            { _ in true }
        )
        #expect(found["rule"]?.exitCode == .inconclusive || found["rule"]?.holds == true, "\(found)")
    }

    /// A rule that throws must not hide what another rule says of the same run.
    struct Throwing<Number: VerifiableInteger>: Specification {
        struct Oops: Error {}
        struct State: Codable { var n: Number = 0 }
        var initial: State { State() }
        var actions: Actions { Action("add") { state, _ in state.n += 1 } }
        var rules: Rules {
            Always("below three") { $0.n < 3 }
            Always("throws") { state in
                guard state.n < 3 else { throw Oops() }
                return true
            }
        }
    }

    @Test func throwingRulesProveNothing() throws {
        for verdict in try verdicts(Throwing<SymbolicInt>(), Throwing<Int>(), depth: 5).values {
            #expect(!verdict.holds, "\(verdict)")
        }
    }

    /// A property that coding forgets.
    struct Forgetful<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var kept: Number = 0
            var served = 0
            enum CodingKeys: CodingKey { case kept }
        }
        var initial: State { State() }
        var actions: Actions { Action("serve") { state, _ in state.served += 1 } }
        var rules: Rules { Always("served once") { $0.served < 2 } }
    }

    @Test func propertiesThatCodingForgetsAreNotForgotten() throws {
        let found = try verdicts(Forgetful<SymbolicInt>(), Forgetful<Int>(), depth: 4)
        #expect(found["served once"]?.counterexample?.choices.steps.count == 2, "\(found)")
    }

    /// Text made of a number.
    struct Texts<Number: VerifiableInteger>: Specification {
        struct State: Codable { var seen: [String] = [] }
        var initial: State { State() }
        var actions: Actions {
            Action("note") { state, choose in state.seen.append("\(choose.number(in: 0...1) as Number)") }
        }
        var rules: Rules { Always("never one") { !$0.seen.contains("1") } }
    }

    @Test func textOfNumbersIsNoProof() throws {
        #expect(try verdicts(Texts<SymbolicInt>(), Texts<Int>())["never one"]?.exitCode == .inconclusive)
    }

    /// A goal reached and a rule broken on the first of several paths.
    struct Settling<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var n: Number = 0
            var m: Number = 1
        }
        var initial: State { State() }
        var actions: Actions {
            Action("set") { state, choose in
                state.n = choose.number("n", in: 0...9)
                state.m = choose.number("m", in: 0...9)
            }
        }
        var rules: Rules {
            Sometimes("big") { $0.n > 5 }
            Always("first") { $0.n >= 1 || $0.m == 1 }
            Always("second") { $0.m < 5 || $0.n < 2 }
        }
    }

    @Test func settledRulesDoNotDisturbTheOthers() throws {
        let found = try verdicts(Settling<SymbolicInt>(), Settling<Int>())
        #expect(found["big"] == .proved(.steps(1)))
        #expect(found["first"]?.counterexample != nil, "\(found)")
        #expect(found["second"]?.counterexample != nil, "\(found)")
    }

    /// Optional elements, dictionaries keyed by chosen numbers, and sets.
    struct Collections<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var slots: [Int?] = [nil, 3, nil]
            var table: [Number: Int] = [:]
            var names: Set<String> = ["a", "b", "c", "d"]
            var routes: [Route: Int] = [:]
        }
        enum Route: String, Codable, Hashable, CaseIterable { case local, remote, none }
        var limit: Int
        var initial: State { State() }
        var actions: Actions {
            Action("put") { state, choose in
                let place = choose.index(below: 3)
                state.slots[place] = (state.slots[place] ?? 0) + 1
                state.table[choose.number("key", in: 0...2), default: 0] += 1
                state.names.remove(choose.element(of: ["a", "b"]))
                state.routes[choose.case(of: Route.self), default: 0] += 1
            }
        }
        var rules: Rules {
            Always("slots") { state in state.slots.allSatisfy { ($0 ?? 0) <= 3 + limit } }
            Always("table") { $0.table.values.reduce(0, +) <= limit }
            Always("names") { $0.names.count >= 2 }
        }
    }

    @Test func collectionsComeBackWhole() throws {
        let right = try verdicts(Collections<SymbolicInt>(limit: 2), Collections<Int>(limit: 2), depth: 2)
        for rule in ["slots", "table", "names"] { #expect(right[rule] == .proved(.steps(2)), "\(right)") }
        let wrong = try verdicts(Collections<SymbolicInt>(limit: 1), Collections<Int>(limit: 1), depth: 2)
        #expect(wrong["table"]?.counterexample?.choices.steps.count == 2)
        #expect(wrong["slots"]?.counterexample?.choices.steps.count == 2)
    }
}
