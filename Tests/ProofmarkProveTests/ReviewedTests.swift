import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Found by readers of the prover: code on which it was wrong, died, or did not come to an end.
@Suite struct ReviewedTests {
    struct Oops: Error {}

    private func prove<S: Specification, C: Specification>(
        _ symbolic: S,
        _ concrete: C,
        _ settings: ProverSettings = ProverSettings(depth: 1)
    ) throws -> [String: Verdict] {
        let report = try Prover(symbolic, concrete: concrete, property: "p", settings: settings).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    /// A rule that is violated on one path and throws on a later one: nobody may call the others proved.
    private struct ThrowsLater<Number: VerifiableInteger>: Specification {
        struct State: Codable { var n: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("set") { state, choose in state.n = choose.number("n", in: 0...10) }
        }
        var rules: Rules {
            Always("broken, and throws") { state in
                if state.n == 5 { throw Oops() }
                return state.n != 3
            }
            Always("broken where the other throws") { $0.n != 5 }
        }
    }

    @Test func rulesThatThrowDoNotHideOthers() throws {
        let found = try prove(ThrowsLater<SymbolicInt>(), ThrowsLater<Int>())
        #expect(found["broken where the other throws"]?.exitCode != .holds, "\(found)")
    }

    /// The factors of these sums leave the range of the engine's own numbers.
    private struct Doubled<Number: VerifiableInteger>: Specification {
        struct State: Codable { var n: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("go") { state, choose in
                let x: Number = choose.number("x", in: 0...1)
                let y: Number = choose.number("y", in: 0...1)
                let t: Number = choose.number("t", in: 0...3)
                let big = Number(1) << 62
                let v = (big * x - big * y) * big
                let (u, one) = (v + v, Number(1))
                let (first, second) = (u + u + t, u + u + t + one)
                let (p, q, r) = (first + first, second + second, first + second)
                let (four, six) = (Number(4), Number(6))
                state.n = p >= four && q >= six && r <= six ? 1 : 2
            }
        }
        var rules: Rules { Always("n is not 1") { $0.n != 1 } }
    }

    @Test func sumsBeyondAllMeasure() throws {
        // x == y or a trap; with x == y, t == 2 gives 4, 6 and 5.
        let found = try prove(Doubled<SymbolicInt>(), Doubled<Int>())
        #expect(found["n is not 1"]?.exitCode != .holds, "\(found)")
    }

    private struct Extremes<Number: VerifiableInteger>: Specification {
        struct State: Codable { var n: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("multiply") { state, choose in
                let x: Number = choose.number("x", in: 0...1)
                state.n = x * Number.min * Number.min * -2
            }
        }
        var rules: Rules { Always("n is 0") { $0.n == 0 } }
    }

    @Test func productsOfTheSmallestNumber() throws {
        let found = try prove(Extremes<SymbolicInt>(), Extremes<Int>())
        #expect(found[ImplicitRule.neverTraps]?.counterexample != nil, "\(found)")
        #expect(found["n is 0"] == .proved(.steps(1)))
    }

    private struct Hashed<Number: VerifiableInteger>: Specification {
        struct State: Codable { var n: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("hash") { state, choose in
                let start: Number = 1_700_000_000_000_000_000
                let time: Number = choose.number("time", in: start...start + 3)
                let word = Number.Magnitude(truncatingIfNeeded: time)
                let hash = (word &+ 0x9e37_79b9_7f4a_7c15) &* 0xbf58_476d_1ce4_e5b9
                state.n = Number(truncatingIfNeeded: hash >> 1)
            }
        }
        var rules: Rules { Always("a hash without its last bit has no sign") { $0.n >= 0 } }
    }

    @Test func hashesOfTimes() throws {
        let found = try prove(Hashed<SymbolicInt>(), Hashed<Int>())
        #expect(found["a hash without its last bit has no sign"] == .proved(.steps(1)), "\(found)")
    }

    /// Each remainder is a choice over the one before.
    private struct Chained<Number: VerifiableInteger>: Specification {
        struct State: Codable { var n: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("add up") { state, choose in
                state.n = 0
                for _ in 0..<30 { state.n = (state.n + choose.number("x", in: -5...5)) % 7 }
            }
        }
        var rules: Rules { Always("a remainder is smaller than 7") { $0.n < 7 && $0.n > -7 } }
    }

    @Test func chainsOfRemaindersComeToAnEnd() throws {
        let found = try prove(Chained<SymbolicInt>(), Chained<Int>())
        #expect(found["a remainder is smaller than 7"] == .proved(.steps(1)), "\(found)")
    }

    private struct Endless<Number: VerifiableInteger>: Specification {
        struct State: Codable { var n: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("go") { state, choose in
                state.n = 0
                while !choose.flag("done") { if state.n < 5 { state.n += 1 } }
            }
        }
        var rules: Rules { Always("n is small") { $0.n < 6 } }
    }

    @Test func loopsOverChoicesAreNoProof() throws {
        let settings = ProverSettings(depth: 1, decisionsPerPath: 200)
        let found = try prove(Endless<SymbolicInt>(), Endless<Int>(), settings)
        guard case .unknown = found["n is small"] else {
            Issue.record("\(found)")
            return
        }
    }

    /// Every comparison with a literal, on numbers that have too many values to be tried one by one.
    private struct Literals<Number: VerifiableInteger>: Specification {
        struct State: Codable { var n: Number = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("go") { state, choose in state.n = choose.number("n", in: 0...1000) }
        }
        var rules: Rules {
            Always("<") { $0.n < 1001 }
            Always("<=") { $0.n <= 1000 }
            Always(">") { $0.n > -1 }
            Always(">=") { $0.n >= 0 }
            Always("!=") { $0.n != -1 }
            Always("too small") { $0.n <= 999 }
        }
    }

    @Test func comparisonsWithLiterals() throws {
        let found = try prove(Literals<SymbolicInt>(), Literals<Int>())
        for rule in ["<", "<=", ">", ">=", "!="] {
            #expect(found[rule] == .proved(.steps(1)), "\(rule): \(found)")
        }
        #expect(found["too small"]?.counterexample != nil)
    }

    private final class Cache<Number>: @unchecked Sendable {
        var value: Number?
        var isFilling = true
    }

    private struct Cached<Number: VerifiableInteger>: Specification {
        struct State: Codable { var n: Number = 0 }
        let cache: Cache<Number>
        var initial: State { State() }
        var actions: Actions {
            Action("go") { state, choose in
                let x: Number = choose.number("x", in: 0...10)
                if cache.isFilling { cache.value = choose.number("y", in: 0...1000) + x }
                state.n = cache.isFilling ? x : cache.value ?? 0
            }
        }
        var rules: Rules { Always("n is small") { $0.n < 11 } }
    }

    @Test func numbersOfAnEarlierProofAreMisuse() throws {
        let (symbolic, concrete) = (Cache<SymbolicInt>(), Cache<Int>())
        _ = try prove(Cached(cache: symbolic), Cached(cache: concrete))
        symbolic.isFilling = false
        let found = try prove(Cached(cache: symbolic), Cached(cache: concrete))
        guard case .misuse = found["n is small"] else {
            Issue.record("\(found)")
            return
        }
    }
}
