import Proofmark
import ProofmarkEngine
import Testing

@Suite struct CaseDigestTests {
    private enum Event { case none, arrived(Int), left(Int) }

    private struct Inner { var name = "a"; var load = 0.5 }

    private struct State {
        var count = 1
        var isOpen = false
        var queue = [1, 2, 3]
        var inner = [Inner(), Inner(name: "b")]
        var event = Event.arrived(1)
        var nothing: Int?
        var tenants: Set = [1, 2, 3, 4, 5]
        var loads = ["x": [1], "y": [2, 3]]
    }

    private func digest(_ state: State) -> UInt64 {
        var digest = CaseDigest()
        digest.fold(state: state)
        return digest.value
    }

    private static let changes: [@Sendable (inout State) -> Void] = [
        { $0.count = 2 }, { $0.isOpen = true }, { $0.queue = [1, 3, 2] }, { $0.queue.removeLast() },
        { $0.inner[1].name = "c" }, { $0.inner[0].load = 0.25 }, { $0.inner.swapAt(0, 1) },
        { $0.event = .left(1) }, { $0.event = .arrived(2) }, { $0.event = .none }, { $0.nothing = 0 },
        { $0.tenants.insert(6) }, { $0.tenants.remove(1) }, { $0.loads["x"] = [2] }, { $0.loads["z"] = [] },
        { $0.loads = ["x": [2, 3], "y": [1]] },
    ]

    @Test func everyChangeIsSeen() {
        var seen: Set = [digest(State())]
        for change in Self.changes {
            var state = State()
            change(&state)
            #expect(seen.insert(digest(state)).inserted, "\(state)")
        }
    }

    @Test func theOrderOfATableIsNot() {
        var other = State()
        // More room: another order, most of the time.
        other.tenants.reserveCapacity(1_000)
        other.loads = ["y": [2, 3], "x": [1]]
        other.loads.reserveCapacity(1_000)
        #expect(digest(other) == digest(State()))
        #expect(Array(other.tenants).sorted() == Array(State().tenants).sorted())
    }

    // MARK: Shapes

    private func digest(of value: Any) -> UInt64 {
        var digest = CaseDigest()
        digest.fold(state: value)
        return digest.value
    }

    private struct Narrow: Equatable {
        var flag: Bool
        var tiny: Int8
        var small: UInt16
        var half: Int32
        var real: Float
        var whole: Int64
    }

    private static let narrow = Narrow(
        flag: true,
        tiny: -3,
        small: 500,
        half: -70_000,
        real: 1.5,
        whole: .min
    )

    /// What lies between fields is what was there before.
    @Test func paddingMeansNothing() {
        func made(over byte: UInt8) -> [UInt64] {
            withUnsafeTemporaryAllocation(of: Narrow.self, capacity: 2) { values in
                UnsafeMutableRawBufferPointer(values).initializeMemory(as: UInt8.self, repeating: byte)
                for place in values.indices { values[place] = Self.narrow }
                var digest = CaseDigest()
                digest.fold(state: Array(values))
                return [self.digest(of: values[0]), digest.value]
            }
        }
        #expect(made(over: 0) == made(over: 0xAB))
    }

    @Test func everyWidthIsReadWhole() {
        let changes: [(inout Narrow) -> Void] = [
            { $0.flag = false }, { $0.tiny = 3 }, { $0.small = 500 + 256 }, { $0.half += 1 << 24 },
            { $0.real = -1.5 }, { $0.whole = .max },
        ]
        var seen: Set = [digest(of: Self.narrow)]
        for (place, change) in changes.enumerated() {
            var other = Self.narrow
            change(&other)
            #expect(seen.insert(digest(of: other)).inserted, "\(place)")
            #expect(seen.insert(digest(of: [Self.narrow, other])).inserted, "\(place)")
        }
    }

    private final class Node { var load = 1 }

    private struct Holder {
        weak var near: Node?
        var far: Node
        var count = 1
    }

    /// A reference is what it leads to, wherever that lies; a weak one that leads nowhere is none.
    @Test func referencesAreFollowed() {
        let (one, same, other) = (Node(), Node(), Node())
        other.load = 2
        #expect(digest(of: Holder(near: one, far: one)) == digest(of: Holder(near: same, far: same)))
        #expect(digest(of: Holder(near: one, far: one)) != digest(of: Holder(near: one, far: other)))
        #expect(digest(of: Holder(near: one, far: one)) != digest(of: Holder(near: other, far: one)))
        var passing: Node? = Node()
        let lost = Holder(near: passing, far: one)
        passing = nil
        #expect(lost.near == nil)
        #expect(digest(of: lost) == digest(of: Holder(near: nil, far: one)))
        #expect(digest(of: [lost]) != digest(of: [Holder(near: one, far: one)]))
    }

    private struct Tree {
        var load = 0
        var children: [Tree] = []

        init(depth: Int, load: Int) {
            self.load = load
            if depth > 0 { children = [Tree(depth: depth - 1, load: load), Tree(depth: 0, load: 7)] }
        }
    }

    @Test func whatHoldsItsOwnKindIsReadToItsLeaves() {
        #expect(digest(of: Tree(depth: 3, load: 1)) == digest(of: Tree(depth: 3, load: 1)))
        #expect(digest(of: Tree(depth: 3, load: 1)) != digest(of: Tree(depth: 3, load: 2)))
        // Beyond the depth to which values are told apart one by one, their descriptions are.
        #expect(digest(of: Tree(depth: 40, load: 1)) != digest(of: Tree(depth: 39, load: 1)))
    }

    @Test(arguments: [
        (["a"], ["b"]), (["ab", "c"], ["a", "bc"]), ([], [""]),
    ]) func textsAreToldApart(one: [String], other: [String]) {
        #expect(digest(of: one) != digest(of: other))
        #expect(digest(of: one) == digest(of: one.map { String($0.reversed().reversed()) }))
    }

    @Test(arguments: [
        [[Int?.none], [.some(0)], [], [nil, nil], [.some(1)], [nil, .some(0)]] as [any Sendable],
        [[Event?.none], [.some(.none)], [.some(.arrived(1))], [.some(.left(1))], []] as [[Event?]],
        [[(1, 2)], [(2, 1)], [(1, 2), (1, 2)], []] as [[(Int, Int)]],
        [[Bool?.none], [.some(false)], [.some(true)]] as [[Bool?]],
    ]) func optionalsAndTuplesAreToldApart(values: [any Sendable]) {
        #expect(Set(values.map { digest(of: $0) }).count == values.count)
    }

    private protocol Plugin { var load: Int { get } }
    private protocol Listener: AnyObject {}
    private struct Fast: Plugin, Error { var load: Int }
    private class Base: Listener { var inherited = 1 }
    private final class Derived: Base { var own = 1 }

    private struct Host {
        var plugin: any Plugin = Fast(load: 1)
        var plugins: [any Plugin] = [Fast(load: 2)]
        var error: (any Error)?
        var anything: Any = 3
        var many: [Any] = [4, "x"]
        weak var listener: (any Listener)?
        var vector = SIMD2(1, 2)
        var object = Derived()
        var action: () -> Int = { 1 }
        var type: Any.Type = Int.self
    }

    /// Whatever a state is made of: nothing is read that is not there, and every change is seen.
    @Test func existentialsAreOpened() {
        let base = Host()
        let changes: [(inout Host) -> Void] = [
            { $0.plugin = Fast(load: 2) }, { $0.plugins = [] }, { $0.plugins[0] = Fast(load: 3) },
            { $0.error = Fast(load: 1) }, { $0.error = Fast(load: 2) }, { $0.anything = 4 },
            { $0.many[1] = "y" }, { $0.listener = base.object }, { $0.vector.x = 5 },
            {
                $0.object = Derived()
                $0.object.inherited = 2
            },
            {
                $0.object = Derived()
                $0.object.own = 2
            },
        ]
        #expect(digest(of: base) == digest(of: Host()))
        var seen: Set = [digest(of: base)]
        for (place, change) in changes.enumerated() {
            var other = base
            change(&other)
            #expect(seen.insert(digest(of: other)).inserted, "\(place)")
        }
        let plugins: [any Plugin] = [Fast(load: 1)]
        #expect(digest(of: plugins) != digest(of: plugins + plugins))
        #expect(digest(of: [Any]()) != digest(of: [1] as [Any]))
    }
}
