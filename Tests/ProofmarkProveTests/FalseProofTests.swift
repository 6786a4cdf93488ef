import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Each input was once proved although a run breaks the rule; each has a healthy twin, which is proved.
@Suite struct FalseProofTests {
    private func report<S: Specification, C: Specification>(
        _ symbolic: S,
        _ concrete: C,
        depth: Int,
        inducts: Bool = true
    ) throws -> [String: Verdict] {
        let report = try Prover(
            symbolic,
            concrete: concrete,
            property: "p",
            settings: ProverSettings(depth: depth, inducts: inducts)
        ).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return Dictionary(uniqueKeysWithValues: report.findings.map { ($0.rule, $0.verdict) })
    }

    /// Broken with `isBroken`, proved without.
    private func check<S: Specification, C: Specification>(
        _ symbolic: (_ isBroken: Bool) -> S,
        _ concrete: (_ isBroken: Bool) -> C,
        depth: Int = 4,
        at location: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let broken = try report(symbolic(true), concrete(true), depth: depth, inducts: false)
        #expect(broken["rule"]?.counterexample != nil, "\(broken)", sourceLocation: location)
        let healthy = try report(symbolic(false), concrete(false), depth: depth, inducts: false)
        #expect(healthy["rule"]?.holds == true, "\(healthy)", sourceLocation: location)
    }

    // MARK: What coding loses

    struct Lease<Number: VerifiableInteger>: Codable, Hashable {
        var cost: Number
        var taken: Number = 0
        enum CodingKeys: CodingKey { case cost }
    }

    struct Leases<Number: VerifiableInteger>: Specification {
        struct State: Codable { var leases: [String: Lease<Number>] = [:] }
        var limit: Number
        var initial: State { State() }
        var actions: Actions {
            Action("take") { state, choose in
                let cost: Number = choose.number("cost", in: 1...200)
                var lease = state.leases["a"] ?? Lease(cost: 0)
                (lease.cost, lease.taken) = (cost, lease.taken + cost)
                state.leases["a"] = lease
            }
        }
        var rules: Rules { Always("rule") { ($0.leases["a"]?.taken ?? 0) <= limit } }
    }

    @Test func whatCodingLosesInADictionary() throws {
        try check({ Leases<SymbolicInt>(limit: $0 ? 250 : 800) }, { Leases<Int>(limit: $0 ? 250 : 800) })
    }

    class Counted: Codable {
        var inherited = 0
    }
    final class Meter: Counted {
        var own = 0
        enum CodingKeys: CodingKey { case own }
        override init() { super.init() }
        required init(from decoder: any Decoder) throws {
            super.init()
            own = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .own)
        }
        override func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(own, forKey: .own)
        }
    }

    /// The property of a superclass, and one behind a mirror that hides it.
    struct Hidden: Hashable, Codable, CustomReflectable {
        var count = 0
        var customMirror: Mirror { Mirror(self, children: []) }
        init() {}
        init(from decoder: any Decoder) throws {}
        func encode(to encoder: any Encoder) throws {}
    }

    struct Counting: Specification {
        enum Place { case superclass, mirror, set, optional }
        struct State: Codable {
            var meter = Meter()
            var hidden = Hidden()
            var set: Set<Hidden> = []
            var optional: Hidden?? = .some(.some(Hidden()))
        }
        var place: Place
        var limit: Int
        var initial: State { State() }
        var actions: Actions {
            Action("count") { state, _ in
                switch place {
                case .superclass: state.meter.inherited += 1
                case .mirror: state.hidden.count += 1
                case .set:
                    var one = state.set.popFirst() ?? Hidden()
                    one.count += 1
                    state.set.insert(one)
                case .optional:
                    var one = (state.optional ?? nil) ?? Hidden()
                    one.count += 1
                    state.optional = .some(.some(one))
                }
            }
        }
        var rules: Rules {
            Always("rule") { state in
                let optional = (state.optional ?? nil)?.count ?? 0
                return state.meter.inherited <= limit && state.hidden.count <= limit && optional <= limit
                    && state.set.allSatisfy { $0.count <= limit }
            }
        }
    }

    @Test(arguments: [Counting.Place.superclass, .mirror, .set, .optional])
    func whatCodingLosesElsewhere(place: Counting.Place) throws {
        func make(_ isBroken: Bool) -> Counting { Counting(place: place, limit: isBroken ? 2 : 4) }
        try check(make, make)
    }

    /// The index of an array slice is not in its coding.
    struct Slicing: Specification {
        struct State { var rest: ArraySlice<Int> = [7, 7, 7, 7, 7, 7] }
        var limit: Int
        var initial: State { State() }
        var actions: Actions {
            Action("take", when: { $0.rest.count > 2 }) { state, _ in
                state.rest.removeFirst()
                if state.rest.count < 6 { state.rest.append(7) }
            }
        }
        var rules: Rules { Always("rule") { $0.rest.startIndex <= limit } }
    }

    @Test func whereASliceBegins() throws {
        try check({ Slicing(limit: $0 ? 2 : 4) }, { Slicing(limit: $0 ? 2 : 4) })
    }

    // MARK: Texts that are equal and not the same

    struct Named: Specification {
        struct State: Codable { var name = ""; var seen: [String: Int] = [:] }
        var limit: Int
        var initial: State { State() }
        var actions: Actions {
            Action("name") { state, choose in
                state.name = choose.element("name", of: ["caf\u{E9}", "cafe\u{301}"])
                state.seen = [state.name: 1]
            }
        }
        var rules: Rules {
            Always("rule") { state in
                state.name.utf8.count <= limit && state.seen.keys.allSatisfy { $0.utf8.count <= limit }
            }
        }
    }

    @Test func textsThatAreEqualInOtherBytes() throws {
        try check({ Named(limit: $0 ? 5 : 6) }, { Named(limit: $0 ? 5 : 6) }, depth: 2)
    }

    // MARK: Identity, closures, existentials

    final class Pool: Codable { var used = 0 }

    struct Sharing: Specification {
        struct State: Codable {
            var first: Pool
            var second: Pool
        }
        var shares: Bool
        var initial: State {
            let pool = Pool()
            return State(first: pool, second: shares ? pool : Pool())
        }
        var actions: Actions { Action("use") { state, _ in state.first.used = min(1, state.first.used + 1) } }
        var rules: Rules { Always("rule") { $0.second.used == 0 } }
    }

    @Test func sharedReferences() throws {
        try check(Sharing.init(shares:), Sharing.init(shares:))
    }

    /// Whether two are one object is decided by a choice.
    struct MaybeSharing: Specification {
        struct State: Codable { var pools = [Pool(), Pool()] }
        var limit: Int
        var initial: State { State() }
        var actions: Actions {
            Action("join") { state, choose in if choose.flag() { state.pools[1] = state.pools[0] } }
            Action("use", when: { $0.pools[0].used < 2 }) { state, _ in
                state.pools[0].used += 1
                if state.pools[0] !== state.pools[1] { state.pools[1].used = state.pools[0].used }
            }
            Action("use other", when: { $0.pools[1].used < 2 }) { state, _ in state.pools[1].used += 1 }
        }
        var rules: Rules { Always("rule") { $0.pools[0].used + $0.pools[1].used <= limit } }
    }

    @Test func objectsThatMayBeOne() throws {
        try check(MaybeSharing.init(limit:) .. [3, 4], MaybeSharing.init(limit:) .. [3, 4])
    }

    struct Comparing: Specification {
        struct State { var isBefore: (Int, Int) -> Bool = (<); var first = 0 }
        var initial: State { State() }
        var actions: Actions {
            Action("turn") { state, _ in state.isBefore = (>) }
            Action("pick") { state, _ in state.first = state.isBefore(1, 2) ? 1 : 2 }
        }
        var rules: Rules { Always("rule") { $0.first != 2 } }
    }

    @Test func closuresInTheStateAreMisuse() throws {
        let found = try report(Comparing(), Comparing(), depth: 3)
        guard case .misuse(let why) = found["rule"] else { Issue.record("\(found)"); return }
        #expect(why.contains("\"isBefore\"") && why.contains("closure"), "\(why)")
    }

    struct Shortest: Policy { func pick(_ a: Int, _ b: Int) -> Int { min(a, b) } }
    struct Longest: Policy { func pick(_ a: Int, _ b: Int) -> Int { max(a, b) } }

    struct Picking: Specification {
        struct State { var policy: any Policy = Shortest(); var picked = 1 }
        var largest: Int
        var initial: State { State() }
        var actions: Actions {
            Action("configure") { state, choose in state.policy = choose.flag() ? Longest() : Shortest() }
            Action("pick") { state, _ in state.picked = state.policy.pick(1, 2) }
        }
        var rules: Rules { Always("rule") { $0.picked <= largest } }
    }

    @Test func existentialsWithoutFields() throws {
        try check(Picking.init(largest:) .. [1, 2], Picking.init(largest:) .. [1, 2])
    }

    // MARK: Tables

    struct TakenFirst: Specification {
        struct State: Codable { var waiting: Set<Int> = []; var taken: Int? }
        var wrong: Int
        var initial: State { State() }
        var actions: Actions {
            Action("add") { state, choose in state.waiting.insert(choose.index("job", below: 2) * 8) }
            Action("take", when: { $0.waiting.count == 2 }) { state, _ in state.taken = state.waiting.first }
        }
        var rules: Rules { Always("rule") { $0.taken != wrong } }
    }

    /// Some pair of elements shares a bucket, and then which is first depends on which came first.
    @Test func whichElementIsFirst() throws {
        HashSeed.fixOrder()
        struct Pair: Specification {
            var other: Int
            var wrong: Int
            typealias State = TakenFirst.State
            var initial: State { State() }
            var actions: Actions {
                Action("add") { state, choose in state.waiting.insert(choose.flag("job") ? other : 0) }
                Action("take", when: { $0.waiting.count == 2 }) { state, _ in
                    state.taken = state.waiting.first
                }
            }
            var rules: Rules { Always("rule") { $0.taken != wrong } }
        }
        let colliding = (1..<100).first { Array(Set([0]).union([$0])) != Array(Set([$0]).union([0])) }
        let other = try #require(colliding)
        for wrong in [0, other] {
            let found = try report(
                Pair(other: other, wrong: wrong),
                Pair(other: other, wrong: wrong),
                depth: 6
            )
            #expect(found["rule"]?.counterexample != nil, "\(found)")
        }
        let found = try report(Pair(other: other, wrong: -1), Pair(other: other, wrong: -1), depth: 6)
        #expect(found["rule"]?.holds == true, "\(found)")
    }

    // MARK: Goals, parameters, layers

    struct Reaching<Number: VerifiableInteger>: Specification {
        struct Oops: Error {}
        struct State: Codable { var n: Number = 0 }
        var throwing: Number
        var initial: State { State() }
        var actions: Actions { Action("add") { state, _ in state.n += 1 } }
        var rules: Rules {
            Sometimes("rule") { state in
                if state.n == throwing { throw Oops() }
                return state.n == 1
            }
        }
    }

    @Test func goalsThatThrowAfterTheyWereReached() throws {
        let found = try report(Reaching<SymbolicInt>(throwing: 3), Reaching<Int>(throwing: 3), depth: 4)
        #expect(found["rule"]?.exitCode == .usage, "\(found)")
        let healthy = try report(Reaching<SymbolicInt>(throwing: 9), Reaching<Int>(throwing: 9), depth: 4)
        #expect(healthy["rule"] == .proved(.steps(1)), "\(healthy)")
    }

    /// Many paths in the first layer, and no time to follow all of them.
    struct Heap<Number: VerifiableInteger>: Specification {
        struct State: Codable { var elements: [Number] = [] }
        var isBroken: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("sort") { state, choose in
                var elements: [Number] = (0..<7).map { _ in choose.number("element", in: 0...100) }
                elements.sort()
                if isBroken { elements.swapAt(0, 1) }
                state.elements = elements
            }
        }
        var rules: Rules {
            Always("rule") { state in zip(state.elements, state.elements.dropFirst()).allSatisfy { $0 <= $1 }
            }
        }
    }

    @Test func violationsDoNotWaitForTheEndOfALayer() throws {
        func report(_ isBroken: Bool) throws -> EngineReport {
            var settings = ProverSettings(depth: 1, budget: 3)
            settings.decisionsPerPath = 10_000
            return try Prover(
                Heap<SymbolicInt>(isBroken: isBroken),
                concrete: Heap<Int>(isBroken: isBroken),
                property: "p",
                settings: settings
            ).run()
        }
        let broken = try report(true)
        #expect(broken.findings.first?.verdict.counterexample?.choices.steps.count == 1, "\(broken.findings)")
        let healthy = try report(false)
        #expect(healthy.findings.first?.verdict.exitCode == .inconclusive, "\(healthy.findings)")
    }

    // MARK: The number itself

    struct Looking<Number: VerifiableInteger>: Specification {
        enum Way { case bytes, cast, size }
        struct State: Codable { var n: Number = 0; var seen = 0 }
        var way: Way
        var initial: State { State() }
        var actions: Actions {
            Action("look") { state, choose in
                state.n = choose.number("n", in: 1...9)
                state.seen =
                    switch way {
                    case .bytes: withUnsafeBytes(of: state.n) { $0[0] > 5 ? 1 : 0 }
                    case .cast: (state.n as? Int) == nil ? 0 : 1
                    case .size: MemoryLayout<Number>.size == 8 ? 1 : 0
                    }
            }
        }
        var rules: Rules { Always("rule") { $0.seen == 0 } }
    }

    @Test(arguments: [0, 1, 2]) func codeThatLooksAtTheNumberItselfIsCaught(way: Int) throws {
        func report(_ way: Looking<Int>.Way, _ symbolic: Looking<SymbolicInt>.Way) throws -> EngineReport {
            try Prover(
                Looking<SymbolicInt>(way: symbolic),
                concrete: Looking<Int>(way: way),
                property: "p",
                settings: ProverSettings(depth: 2)
            ).run()
        }
        let found =
            switch way {
            case 0: try report(.bytes, .bytes)
            case 1: try report(.cast, .cast)
            default: try report(.size, .size)
            }
        #expect(!found.internalErrors.isEmpty)
    }
}

protocol Policy { func pick(_ a: Int, _ b: Int) -> Int }

infix operator ..
/// A maker of specifications, with what it is given where the rule is broken, and where it is kept.
private func .. <S>(_ make: @escaping (Int) -> S, _ limits: [Int]) -> (Bool) -> S {
    { make($0 ? limits[0] : limits[1]) }
}
