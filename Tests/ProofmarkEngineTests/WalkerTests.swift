import Foundation
import ProofmarkEngine
import Testing

/// One fixture for each kind of value: it is read, it is written, and what it was copied from stays as it was.
@Suite struct WalkerTests {
    /// A number as the prover's are: a value, and which term it is.
    struct Term: WalkedInteger, Hashable, Codable, ExpressibleByIntegerLiteral, Comparable {
        var constant: Int
        var term: UInt32 = 0
        var epoch: UInt32 = 0

        init(integerLiteral value: Int) { constant = value }
        init(_ value: Int) { constant = value }
        init(walked: WalkedNumber) {
            switch walked.value {
            case .constant(let value): constant = Int(value)
            case .term(let term, let epoch): (constant, self.term, self.epoch) = (0, term, epoch)
            }
        }
        var walked: WalkedNumber {
            WalkedNumber(
                epoch == 0 ? .constant(Int128(constant)) : .term(term, epoch: epoch),
                bits: 64,
                isSigned: true
            )
        }
        static func < (a: Term, b: Term) -> Bool { a.constant < b.constant }
    }

    /// Reads, adds 100 to every number, and reads again.
    private func check<State>(
        _ state: State,
        numbers: [Int128],
        changed: (State) -> [Int],
        at location: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let walker = Walker<State>(coding: PropertyListCoding())
        let before = try walker.read(state)
        let found = before.numbers.map { number -> Int128 in
            if case .constant(let value) = number.value { value } else { -1 }
        }
        #expect(found == numbers, sourceLocation: location)
        let raised = found.map { WalkedNumber(.constant($0 + 100), bits: 64, isSigned: true) }
        let copy = try walker.rebuilt(state, with: raised)
        #expect(try walker.read(state) == before, "the template changed", sourceLocation: location)
        let after = try walker.read(copy)
        #expect(after.words == before.words, sourceLocation: location)
        #expect(after.numbers == raised, sourceLocation: location)
        #expect(changed(copy) == numbers.map { Int($0) + 100 }, sourceLocation: location)
        #expect(changed(state) == numbers.map { Int($0) }, sourceLocation: location)
    }

    /// Coding by the one coder that Foundation has for any value.
    struct PropertyListCoding: WalkCoding {
        func read<Value: Codable>(_ value: Value, into reader: inout WalkReader) throws {
            let data = try PropertyListEncoder().encode([value])
            reader.words.append(UInt64(data.count))
            reader.words += data.map(UInt64.init)
        }
        func rebuilt<Value: Codable>(_ value: Value, from writer: inout WalkWriter) throws -> Value {
            try copy(value)
        }
        func copy<Value: Codable>(_ value: Value) throws -> Value {
            func decode<Dynamic: Codable>(_ type: Dynamic.Type) throws -> Value {
                let decoded = try PropertyListDecoder()
                    .decode([Dynamic].self, from: PropertyListEncoder().encode([value]))[0]
                return try #require(decoded as? Value)
            }
            return try decode(type(of: value))
        }
    }

    @propertyWrapper struct Clamped {
        private var value: Term
        init(wrappedValue: Term) { value = wrappedValue }
        var wrappedValue: Term {
            get { value }
            set { value = newValue }
        }
    }

    struct Properties {
        private let small: UInt8 = 3
        private(set) var visible: Term = 4
        @Clamped private var wrapped = 5
        lazy var late: Term = 6
        let fixed: Term
        private let pair: (Term, label: String, Bool) = (8, "eight", true)
        let text = "a constant text that is not stored in place"

        init(fixed: Term) { self.fixed = fixed }

        var all: [Int] {
            var copy = self
            return [visible, wrapped, copy.late, fixed, pair.0].map(\.constant)
        }
    }

    @Test func structures() throws {
        var state = Properties(fixed: 7)
        _ = state.late
        try check(state, numbers: [4, 5, 6, 7, 8]) { $0.all }
    }

    enum Work: Hashable {
        case job(Term), named(x: Term, y: Bool), idle, batch([Term]), nested(Inner?), text(String)
        enum Inner: Hashable { case both(Term, Term), nothing }

        var all: [Int] {
            switch self {
            case .job(let n): [n.constant]
            case .named(let n, _): [n.constant]
            case .batch(let list): list.map(\.constant)
            case .nested(.both(let a, let b)): [a.constant, b.constant]
            case .idle, .nested, .text: []
            }
        }
    }

    @Test func enums() throws {
        let all: [Work] = [
            .job(9), .named(x: 10, y: true), .idle, .batch([11, 12]), .nested(.both(13, 14)),
            .nested(.nothing),
            .nested(nil), .text("a long text that is in a buffer of its own"), .text("short"),
        ]
        try check(all, numbers: [9, 10, 11, 12, 13, 14]) { $0.flatMap(\.all) }
    }

    indirect enum Tree<Label: Hashable>: Hashable {
        case leaf(Term)
        case node(Tree, Label, Tree)
        case empty

        var all: [Int] {
            switch self {
            case .leaf(let n): [n.constant]
            case .node(let left, _, let right): left.all + right.all
            case .empty: []
            }
        }
    }

    @Test func indirectEnums() throws {
        let tree = Tree.node(.leaf(1), "x", .node(.empty, "y", .leaf(2)))
        try check([tree, tree], numbers: [1, 2, 1, 2]) { $0.flatMap(\.all) }
    }

    @Test func optionals() throws {
        let values: [Term??] = [.some(.some(15)), .some(.none), .none]
        try check(values, numbers: [15]) { $0.compactMap { $0 ?? nil }.map(\.constant) }
        let walker = Walker<[Int??]>()
        let words = try values.indices.map { place in
            try walker.read([[.some(.some(15)), .some(.none), .none][place]]).words
        }
        #expect(Set(words).count == 3)
    }

    @Test func arrays() throws {
        try check([[1, 2], [], [3]] as [[Term]], numbers: [1, 2, 3]) { $0.joined().map(\.constant) }
        try check([4, 5] as ContiguousArray<Term>, numbers: [4, 5]) { $0.map(\.constant) }
        let slice = ([0, 6, 7, 0] as [Term])[1..<3]
        try check(slice, numbers: [6, 7]) { $0.map(\.constant) }
        let walker = Walker<ArraySlice<Int>>()
        #expect(try walker.read([1, 2][0...]).words != walker.read([0, 1, 2][1...]).words)
        #expect(try walker.read([1, 2][0...]).words == walker.read([1, 2, 3][..<2]).words)
    }

    @Test func tables() throws {
        let dictionary: [String: Term] = ["a": 18, "b": 19, "c": 20]
        let order = dictionary.map { Int128($0.value.constant) }
        try check(dictionary, numbers: order) { table in table.map(\.value.constant) }
        let jobs = Dictionary(uniqueKeysWithValues: (0..<200).map { ($0, [Term($0)]) })
        try check(jobs, numbers: jobs.map { Int128($0.value[0].constant) }) {
            $0.map { $0.value[0].constant }
        }
        try check([Int: Term](), numbers: []) { $0.map(\.value.constant) }
    }

    /// What another order of insertion leaves different belongs to the shape; what it does not, does not.
    @Test func tablesAreReadInTheirOrder() throws {
        let walker = Walker<Set<Int>>()
        func filled(_ elements: [Int]) -> Set<Int> {
            var set = Set<Int>()
            set.reserveCapacity(3)
            for element in elements { set.insert(element) }
            return set
        }
        HashSeed.fixOrder()
        var agreed = 0
        for first in 0..<40 {
            let (one, other) = (filled([first, first + 1]), filled([first + 1, first]))
            let isSameOrder = Array(one) == Array(other)
            #expect(try (walker.read(one).words == walker.read(other).words) == isSameOrder, "\(first)")
            agreed += isSameOrder ? 1 : 0
        }
        #expect(agreed > 0 && agreed < 40)
        // Room for more elements decides where the next ones go.
        let roomy = Set<Int>(minimumCapacity: 100).union([1])
        #expect(try walker.read(roomy).words != walker.read(filled([1])).words)
    }

    @Test func textsByTheirBytes() throws {
        let (one, other) = ("caf\u{E9}", "cafe\u{301}")
        #expect(one == other)
        #expect(try Walker<String>().read(one).words != Walker<String>().read(other).words)
        #expect(
            try Walker<[String: Int]>().read([one: 1]).words != Walker<[String: Int]>().read([other: 1]).words
        )
        let built = String(repeating: "ab", count: 20)
        #expect(
            try Walker<String>().read(built).words
                == Walker<String>().read(String(decoding: Array(built.utf8), as: UTF8.self)).words
        )
    }

    protocol Policy { var numbers: [Int] { get } }
    struct Small: Policy { var n: Term = 41; var numbers: [Int] { [n.constant] } }
    struct Large: Policy {
        var a: Term = 1, b: Term = 2, c: Term = 3
        var numbers: [Int] { [a, b, c].map(\.constant) }
    }
    struct Shortest: Policy { var numbers: [Int] { [] } }
    struct Longest: Policy { var numbers: [Int] { [] } }

    @Test func existentials() throws {
        let large: any Policy = Large()
        try check([Small(), large, large] as [any Policy], numbers: [41, 1, 2, 3, 1, 2, 3]) {
            $0.flatMap(\.numbers)
        }
        let walker = Walker<any Policy>()
        #expect(try walker.read(Shortest()).words != walker.read(Longest()).words)
        try check(["k": Small() as Any, "l": 5], numbers: [41]) { ($0["k"] as? Small)?.numbers ?? [] }
    }

    class Base: Codable { var inherited: Term = 51 }
    final class Pool: Base {
        var size: Term = 52
        let label = "pool"
        var uncoded = 0
        enum CodingKeys: CodingKey { case size }
    }

    @Test func objectsAndTheirSuperclasses() throws {
        try check([Pool(), Pool()], numbers: [51, 52, 51, 52]) {
            $0.flatMap { [$0.inherited.constant, $0.size.constant] }
        }
    }

    @Test func objectsAreSharedOrNot() throws {
        let walker = Walker<[Pool]>(coding: PropertyListCoding())
        let pool = Pool()
        pool.uncoded = 7
        let (shared, apart) = ([pool, pool], [Pool(), Pool()])
        let walk = try walker.read(shared)
        #expect(walk.words != (try walker.read(apart).words))
        let copy = try walker.rebuilt(shared, with: walk.numbers)
        #expect(copy[0] === copy[1] && copy[0] !== pool && copy[0].uncoded == 7)
        #expect(try walker.read(copy) == walk)
        let other = try walker.rebuilt(apart, with: try walker.read(apart).numbers)
        #expect(other[0] !== other[1])
    }

    @Test func objectsOfSubclassesAreToldApart() throws {
        let walker = Walker<Base>(coding: PropertyListCoding())
        #expect(try walker.read(Base()).words != walker.read(Pool()).words)
    }

    struct Hidden: CustomReflectable {
        private var secret = 0
        init(_ secret: Int) { self.secret = secret }
        var customMirror: Mirror { Mirror(self, children: []) }
    }

    @Test func mirrorsHideNothing() throws {
        #expect(try Walker<Hidden>().read(Hidden(1)).words != Walker<Hidden>().read(Hidden(2)).words)
    }

    @Test func foundationValues() throws {
        let data = Walker<Data>()
        let long = Data((0..<100).map { UInt8($0) })
        #expect(try data.read(long).words == data.read(Data(Array(long))).words)
        #expect(try data.read(long[1..<3]).words != data.read(Data([1, 2])).words)
        #expect(try data.read(Data([1, 2])).words != data.read(Data([1, 3])).words)
        let date = Walker<Date>()
        #expect(
            try date.read(Date(timeIntervalSince1970: 1)).words
                != date.read(Date(timeIntervalSince1970: 2)).words
        )
        let id = UUID()
        #expect(try Walker<UUID>().read(id).words != Walker<UUID>().read(UUID()).words)
        let url = Walker<URL>(coding: PropertyListCoding())
        let one = try #require(URL(string: "http://a")), other = try #require(URL(string: "http://b"))
        #expect(try url.read(one).words != url.read(other).words)
        #expect(try url.read(one).words == url.read(#require(URL(string: "http://a"))).words)
    }

    @Test func rangesAndWideNumbers() throws {
        try check([Range<Term>(uncheckedBounds: (16, 17))], numbers: [16, 17]) {
            $0.flatMap { [$0.lowerBound.constant, $0.upperBound.constant] }
        }
        #expect(try Walker<Int128>().read(1 << 100).words != Walker<Int128>().read(1 << 101).words)
        #expect(try Walker<Double>().read(0).words != Walker<Double>().read(-0.0).words)
        #expect(try Walker<Float16>().read(1).words != Walker<Float16>().read(2).words)
        #if arch(x86_64)
            #expect(try Walker<Float80>().read(1).words != Walker<Float80>().read(-1).words)
        #endif
        #expect(try refusal(Task<Void, Never> {}).reason == .builtin)
        #expect(try Walker<Character>().read("\r\n").words != Walker<Character>().read("\n").words)
    }

    /// Storage behind a class of the standard library, with a coding.
    struct Buffered: Codable, Hashable {
        private let storage: ManagedBuffer<Int, Int>
        init(_ value: Int) { storage = ManagedBuffer.create(minimumCapacity: 1) { _ in value } }
        init(from decoder: any Decoder) throws { self.init(try Int(from: decoder)) }
        func encode(to encoder: any Encoder) throws { try storage.header.encode(to: encoder) }
        static func == (a: Self, b: Self) -> Bool { a.storage.header == b.storage.header }
        func hash(into hasher: inout Hasher) { hasher.combine(storage.header) }
    }

    /// The coding of a type of the system's stands for its storage; that of any other may leave out whatever it likes.
    @Test func codingStandsForStorageOfTheSystem() throws {
        let vectors = Walker<SIMD3<Float>>(coding: PropertyListCoding())
        #expect(try vectors.read([1, 2, 3]).words != vectors.read([1, 2, 4]).words)
        #expect(vectors.codedTypes == ["SIMD3<Float>"] && vectors.isFragile)
        #expect(try vectors.rebuilt([1, 2, 3], with: []) == [1, 2, 3])
        let zones = Walker<[TimeZone]>(coding: PropertyListCoding())
        let two = try ["Europe/Berlin", "Asia/Tokyo"].map { try #require(TimeZone(identifier: $0)) }
        #expect(try zones.read([two[0]]).words != zones.read([two[1]]).words)
        #expect(try refusal([Buffered(1)]).reason == .systemClass)
        #expect(throws: WalkRefusal.self) { try Walker<[Buffered]>().read([Buffered(1)]) }
    }

    /// Hidden storage and a closure.
    struct Mixed: Codable {
        private var storage = ManagedBuffer<Int, Int>.create(minimumCapacity: 1) { _ in 0 }
        private var action: () -> Void = {}
        init() {}
        init(from decoder: any Decoder) {}
        func encode(to encoder: any Encoder) {}
    }

    @Test func codingHidesNoClosure() throws {
        let found = try refusal(Mixed())
        #expect(found.reason == .systemClass || found.reason == .closure, "\(found)")
    }

    final class Cyclic: Codable { var next: Cyclic?; var items: [Cyclic] = [] }
    actor Counter { var n = 0 }
    final class Locked: Codable {
        private let lock = NSLock()
        init() {}
        init(from decoder: any Decoder) {}
        func encode(to encoder: any Encoder) {}
    }
    final class Plain { var n = 0 }
    struct Weak { weak var plain: Plain?; unowned var other: Plain }
    struct Comparing { var rank = 0; var isBefore: (Int, Int) -> Bool = (<) }

    private func refusal<State>(_ state: State) throws -> WalkRefusal {
        let walker = Walker<State>(coding: PropertyListCoding())
        do {
            let walk = try walker.read(state)
            _ = try walker.rebuilt(state, with: walk.numbers)
        } catch {
            return error
        }
        return try #require(nil as WalkRefusal?)
    }

    @Test func whatCannotBeTakenApartIsNamed() throws {
        let plain = Plain()
        let found = try refusal(["a": [Comparing()]])
        #expect(found.reason == .closure && found.path == "[…][0].isBefore", "\(found)")
        #expect("\(found)".contains("closure"))
        #expect(try refusal(Weak(plain: plain, other: plain)).reason == .weakReference)
        #expect(try refusal(Weak(plain: plain, other: plain)).path == "plain")
        let cyclic = Cyclic()
        cyclic.items = [cyclic]
        #expect(try refusal(cyclic).reason == .cycle)
        cyclic.items = []
        #expect(try refusal(Counter()).reason == .actor)
        #expect(try refusal([Locked()]).reason == .systemClass)
        #expect(try refusal([Locked()]).path == "[0].lock")
        #expect(try refusal(plain).reason == .uncodableClass)
        #expect(try refusal(ObjectIdentifier(plain)).reason == .pointer)
        #expect(try refusal(Unmanaged.passUnretained(plain)).reason == .pointer)
        #expect(try refusal(\Comparing.rank).reason == .systemClass)
        #expect(try refusal([1: 2].startIndex).reason == .index)
        #expect(try refusal(CocoaError(.fileNoSuchFile) as any Error).reason == .error)
        #expect(try refusal(Int.self as Any.Type).reason == .typeValue)
    }

    final class Peer: Codable, Hashable {
        var id = 0
        static func == (a: Peer, b: Peer) -> Bool { a === b }
        func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
    }

    @Test func keysHoldNoObjects() throws {
        #expect(try refusal(Set([Peer()])).reason == .objectInKey)
        #expect(try refusal([[Peer()]: 1]).reason == .objectInKey)
        #expect(try refusal([1: Set([Peer()])]).path == "[…][…]")
        #expect(try Walker<[Int: Peer]>(coding: PropertyListCoding()).read([1: Peer()]).words.count > 3)
    }

    @Test func numbersInHashableBoxesHaveOtherHashes() throws {
        #expect(try refusal([AnyHashable(Term(1))]).reason == .boxedNumber)
        #expect(try Walker<[AnyHashable]>().read([AnyHashable(1), AnyHashable("one")]).words.count > 3)
    }

    @Test func objectsHeldElsewhereAreSeen() throws {
        let walker = Walker<[Peer]>(coding: PropertyListCoding())
        var kept: [Peer] = []
        func objects(keeping: Bool) throws -> [WeakObject] {
            let state = [Peer(), Peer()]
            if keeping { kept.append(state[1]) }
            _ = try walker.read(state)
            return try walker.objects(of: state)
        }
        #expect(try objects(keeping: false).allSatisfy { $0.heldElsewhere == nil })
        #expect(try objects(keeping: true).filter(\.isAlive).count == 1)
        #expect(kept.count == 1)
    }

    @Test func closuresThatAreNotThereAreNoObstacle() throws {
        struct Waiting { var n: Term = 3; var whenDone: (() -> Void)? }
        try check(Waiting(), numbers: [3]) { [$0.n.constant] }
        #expect(try refusal(Waiting(whenDone: {})).path == "whenDone")
    }

    @Test func theRuntimeIsAsItWas() { #expect(WalkerSelfTest.failure == nil) }
}
