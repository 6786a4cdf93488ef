import CRuntime
import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// States that differ in what a coding leaves out, or in what is outside of them. `turn` is made once, and bad for one
/// number of a million, which no sample meets.
@Suite struct LostStateTests {
    protocol Subject: Sendable {
        associatedtype Value
        static var start: Value { get }
        static func turn(_ value: inout Value, isBad: Bool)
        /// What the code sees afterwards: 2 after the bad turn.
        static func act(_ value: inout Value) -> Int
    }

    struct Turning<Number: VerifiableInteger, Kind: Subject>: Specification {
        struct State {
            var value = Kind.start
            var seen = 0
            var hasTurned = false
        }
        var isHealthy: Bool
        var initial: State { State() }
        func isFinal(_ state: State) -> Bool { true }
        var actions: Actions {
            Action("turn", when: { !$0.hasTurned }) { state, choose in
                let place = choose.index("place", below: 3)
                let number: Number = choose.number("number", in: 1...1_000_000)
                let isBad = place == 1 && number == 424_242
                Kind.turn(&state.value, isBad: isBad && !isHealthy)
                state.hasTurned = true
            }
            Action("act", when: { $0.hasTurned && $0.seen == 0 }) { state, _ in
                state.seen = Kind.act(&state.value)
            }
        }
        var rules: Rules { Always("rule") { $0.seen != 2 } }
    }

    private func verdict<Kind: Subject>(_ kind: Kind.Type, isHealthy: Bool = false) throws -> Verdict {
        let report = try Prover(
            Turning<SymbolicInt, Kind>(isHealthy: isHealthy),
            concrete: Turning<Int, Kind>(isHealthy: isHealthy),
            property: "p",
            settings: ProverSettings(depth: 3, inducts: true)
        ).run()
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)")
        return try #require(report.findings.first { $0.rule == "rule" }?.verdict)
    }

    /// Refused, with a word of the reason.
    private func expectMisuse<Kind: Subject>(
        _ kind: Kind.Type,
        _ word: String,
        at location: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let verdict = try verdict(kind)
        guard case .misuse(let why) = verdict else {
            Issue.record("\(verdict)", sourceLocation: location)
            return
        }
        #expect(why.contains(word), sourceLocation: location)
    }

    /// Found, and proved without the bad turn.
    private func expectFound<Kind: Subject>(
        _ kind: Kind.Type,
        at location: Testing.SourceLocation = #_sourceLocation
    ) throws {
        #expect(try verdict(kind).counterexample != nil, sourceLocation: location)
        #expect(try verdict(kind, isHealthy: true).holds, sourceLocation: location)
    }

    struct Job {
        var cost = 1
        var size = 2
    }

    final class Cell: Codable {
        var used = 0
        init() {}
    }

    // MARK: Beside what only a coding could stand for

    struct TypeBesideAKeyPath: Subject {
        struct Value: Codable {
            var count = 0
            private var key: KeyPath<Job, Int> = \.cost
            var policy: any Picking = Low()
            enum CodingKeys: CodingKey { case count }
        }
        static var start: Value { Value() }
        static func turn(_ value: inout Value, isBad: Bool) { if isBad { value.policy = High() } }
        static func act(_ value: inout Value) -> Int { value.policy.pick(1, 2) }
    }

    struct SharedObjectBesideAKeyPath: Subject {
        struct Worker: Codable {
            var cell = Cell()
            private var key: KeyPath<Job, Int> = \.cost
            enum CodingKeys: CodingKey { case cell }
        }
        struct Value {
            var worker = Worker()
            var main = Cell()
        }
        static var start: Value { Value() }
        static func turn(_ value: inout Value, isBad: Bool) { if isBad { value.main = value.worker.cell } }
        static func act(_ value: inout Value) -> Int {
            value.worker.cell.used = 1
            return value.main.used + 1
        }
    }

    struct ClosureBesideAKeyPath: Subject {
        struct Value: Codable {
            var count = 0
            private var key: KeyPath<Job, Int> = \.cost
            var orders: [(Int, Int) -> Bool] = [(<)]
            enum CodingKeys: CodingKey { case count }
        }
        static var start: Value { Value() }
        static func turn(_ value: inout Value, isBad: Bool) { if isBad { value.orders = [(>)] } }
        static func act(_ value: inout Value) -> Int { value.orders[0](1, 2) ? 1 : 2 }
    }

    struct ElementsOfABuffer: Subject {
        struct Slot: Codable {
            var cost = 1
            var taken = 1
            enum CodingKeys: CodingKey { case cost }
            init() {}
            init(from decoder: any Decoder) throws {
                cost = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .cost)
            }
        }
        struct Value: Codable {
            private var buffer: ManagedBuffer<Slot, Int>
            init(_ slot: Slot) { buffer = .create(minimumCapacity: 1) { _ in slot } }
            init(from decoder: any Decoder) throws { self.init(try Slot(from: decoder)) }
            func encode(to encoder: any Encoder) throws { try slot.encode(to: encoder) }
            var slot: Slot {
                get { buffer.header }
                set { self = Value(newValue) }
            }
        }
        static var start: Value { Value(Slot()) }
        static func turn(_ value: inout Value, isBad: Bool) { if isBad { value.slot.taken = 2 } }
        static func act(_ value: inout Value) -> Int { value.slot.taken }
    }

    @Test func noCodingStandsForATypeOfOnesOwn() throws {
        let word = "of the standard library or the system holds cannot be seen"
        try expectMisuse(TypeBesideAKeyPath.self, word)
        try expectMisuse(SharedObjectBesideAKeyPath.self, word)
        try expectMisuse(ClosureBesideAKeyPath.self, word)
        try expectMisuse(ElementsOfABuffer.self, word)
    }

    struct TypeAlone: Subject {
        static var start: any Picking { Low() }
        static func turn(_ value: inout any Picking, isBad: Bool) { if isBad { value = High() } }
        static func act(_ value: inout any Picking) -> Int { value.pick(1, 2) }
    }

    struct SharedObject: Subject {
        struct Value {
            var first = Cell()
            var second = Cell()
        }
        static var start: Value { Value() }
        static func turn(_ value: inout Value, isBad: Bool) { if isBad { value.second = value.first } }
        static func act(_ value: inout Value) -> Int {
            value.first.used = 1
            return value.second.used + 1
        }
    }

    struct Zone: Subject {
        static var start: TimeZone { TimeZone(secondsFromGMT: 3_600) ?? .gmt }
        static func turn(_ value: inout TimeZone, isBad: Bool) { if isBad { value = .gmt } }
        static func act(_ value: inout TimeZone) -> Int { value.secondsFromGMT() == 0 ? 2 : 1 }
    }

    @Test func withoutItTheSameIsFound() throws {
        try expectFound(TypeAlone.self)
        try expectFound(SharedObject.self)
        try expectFound(Zone.self)
    }

    // MARK: Objects that something else refers to

    struct Sentinel: Subject {
        final class Node: Codable, @unchecked Sendable {
            var load = 0
            init() {}
            static let idle = Node()
        }
        static var start: Node { Node() }
        static func turn(_ value: inout Node, isBad: Bool) { value = isBad ? Node.idle : Node() }
        static func act(_ value: inout Node) -> Int { value === Node.idle ? 2 : 1 }
    }

    struct CopyOnWrite: Subject {
        final class Storage: Codable, @unchecked Sendable {
            var items: [Int] = []
            init() {}
            static let empty = Storage()
        }
        struct Value {
            private var storage = Storage.empty
            mutating func detach() { storage = Storage() }
            mutating func isShared() -> Bool { !isKnownUniquelyReferenced(&storage) }
        }
        static var start: Value {
            var value = Value()
            value.detach()
            return value
        }
        static func turn(_ value: inout Value, isBad: Bool) { if isBad { value = Value() } }
        static func act(_ value: inout Value) -> Int { value.isShared() ? 2 : 1 }
    }

    @Test func objectsThatSomethingElseRefersToAreMisuse() throws {
        try expectMisuse(Sentinel.self, "referred to from outside of the state")
        try expectMisuse(CopyOnWrite.self, "referred to from outside of the state")
        #expect(try verdict(Sentinel.self, isHealthy: true).holds)
        #expect(try verdict(CopyOnWrite.self, isHealthy: true).holds)
    }

    struct Keys: Subject {
        final class Peer: Codable, Hashable {
            init() {}
            static func == (a: Peer, b: Peer) -> Bool { a === b }
            func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
        }
        struct Value {
            var peers: [Peer] = []
            var busy: Set<Peer> = []
        }
        static var start: Value { Value() }
        static func turn(_ value: inout Value, isBad: Bool) {
            if !isBad { return }
            value.peers = (0..<40).map { _ in Peer() }
            value.busy = Set(value.peers)
        }
        static func act(_ value: inout Value) -> Int {
            !value.peers.isEmpty && value.peers.allSatisfy(value.busy.contains) ? 2 : 1
        }
    }

    @Test func objectsInKeysAreMisuse() throws {
        try expectMisuse(Keys.self, "an object in the key")
        #expect(try verdict(Keys.self, isHealthy: true).holds)
    }

    /// A structure of C with a gap behind its last field, where bit-fields could be.
    struct Gap: Subject {
        static var start: proofmark_field { proofmark_field() }
        static func turn(_ value: inout proofmark_field, isBad: Bool) { value.offset = isBad ? 2 : 1 }
        static func act(_ value: inout proofmark_field) -> Int { value.offset }
    }

    struct PlainC: Subject {
        static var start: timespec { timespec() }
        static func turn(_ value: inout timespec, isBad: Bool) { value.tv_nsec = isBad ? 2 : 1 }
        static func act(_ value: inout timespec) -> Int { value.tv_nsec }
    }

    @Test func gapsInStructuresOfCAreMisuse() throws {
        try expectMisuse(Gap.self, "memory has parts that its type does not name")
        try expectFound(PlainC.self)
    }

    /// Equal as numbers, and not as keys of any kind.
    struct Boxing<Number: VerifiableInteger>: Specification {
        struct State {
            var number: Number = 0
            var isBad = false
        }
        var boxes: Bool
        var initial: State { State() }
        var actions: Actions {
            Action("draw") { state, choose in
                let number: Number = choose.number("number", in: 0...1_000_000)
                state.number = number
                state.isBad = boxes && number == 777_123 && AnyHashable(number) == AnyHashable(777_123)
            }
        }
        var rules: Rules { Always("rule") { !$0.isBad } }
    }

    @Test func numbersInAnyHashableAreNotProved() throws {
        func verdict(_ boxes: Bool) throws -> Verdict? {
            try Prover(
                Boxing<SymbolicInt>(boxes: boxes),
                concrete: Boxing<Int>(boxes: boxes),
                property: "p",
                settings: ProverSettings(depth: 2)
            ).run().findings.first { $0.rule == "rule" }?.verdict
        }
        guard case .unknown(let why) = try verdict(true) else {
            Issue.record("\(String(describing: try verdict(true)))")
            return
        }
        #expect(why.contains("AnyHashable"))
        #expect(try verdict(false) == .proved(.steps(2)))
    }

    /// A guard or a rule that changes an object of the state.
    struct Meddling<Number: VerifiableInteger>: Specification {
        enum Place { case nowhere, guarding, rule }
        struct State {
            var number: Number = 0
            var cell = Cell()
        }
        var place: Place
        private func meddle(_ state: State, _ here: Place) {
            if place == here, state.number == 7 { state.cell.used += 1 }
        }
        var initial: State { State() }
        var actions: Actions {
            Action(
                "draw",
                when: { state in
                    meddle(state, .guarding)
                    return true
                }
            ) { state, choose in
                state.number = choose.number("number", in: 0...9)
            }
        }
        var rules: Rules {
            Always("rule") { state in
                meddle(state, .rule)
                return state.cell.used < 2
            }
        }
    }

    @Test func guardsAndRulesMustOnlyLook() throws {
        func report(_ place: Meddling<Int>.Place, _ symbolic: Meddling<SymbolicInt>.Place) throws
            -> EngineReport
        {
            try Prover(
                Meddling<SymbolicInt>(place: symbolic),
                concrete: Meddling<Int>(place: place),
                property: "p",
                settings: ProverSettings(depth: 3)
            ).run()
        }
        for meddling in [try report(.guarding, .guarding), try report(.rule, .rule)] {
            #expect(meddling.internalErrors.isEmpty, "\(meddling.internalErrors)")
            guard case .misuse(let why) = meddling.findings.first?.verdict else {
                Issue.record("\(meddling.findings)")
                continue
            }
            #expect(why.contains("must only look"))
        }
        #expect(try report(.nowhere, .nowhere).findings.first { $0.rule == "rule" }?.verdict.holds == true)
    }
}

protocol Picking: Sendable { func pick(_ first: Int, _ second: Int) -> Int }
private struct Low: Picking { func pick(_ first: Int, _ second: Int) -> Int { min(first, second) } }
private struct High: Picking { func pick(_ first: Int, _ second: Int) -> Int { max(first, second) } }
