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
}
