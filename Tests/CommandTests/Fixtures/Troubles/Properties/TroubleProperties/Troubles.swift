import CombinationLock
import Foundation
import Proofmark
import ProofmarkRunner

/// Each property is one kind of trouble that a user can be in.
@main struct TroubleProperties: PropertySuite {
    static var suite: Suite {
        get throws {
            Verify("sampled", Sampled(costs: try costs()))
            Verify("healthy", Counter<Int>(), proving: Counter<SymbolicInt>(), depth: 4)
            Verify("no actions", Empty(hasActions: false))
            Verify("no rules", Empty(hasActions: true))
            Verify("throwing rule", Throwing(what: .rule))
            Verify("throwing action", Throwing(what: .action))
            Verify("empty range", EmptyRange())
            Verify("empty collection", EmptyCollection())
            Verify("starving filter", Starving(isSet: false))
            Verify("starving set", Starving(isSet: true))
            Verify("never enabled", NeverEnabled())
            Verify(
                "index out of range",
                Trap<Int>(kind: .index),
                proving: Trap<SymbolicInt>(kind: .index),
                depth: 5
            )
            Verify(
                "overflow",
                Trap<Int>(kind: .overflow),
                proving: Trap<SymbolicInt>(kind: .overflow),
                depth: 5
            )
            Verify("exit", Trap<Int>(kind: .exit))
            Verify("unrepeatable", Unrepeatable())
            Verify("wrong counter", WrongCounter<Int>(), proving: WrongCounter<SymbolicInt>(), depth: 4)
            Verify("lossy coding", Lossy<Int>(), proving: Lossy<SymbolicInt>(), depth: 3)
            Verify("closure in the state", Ranked(), proving: Ranked(), depth: 3)
            Verify("other parameters", Limited<Int>(limit: 20), proving: Limited<SymbolicInt>(limit: 2_000))
            Verify("other bounds", Prompt(limit: 3), proving: Prompt(limit: 4), depth: 3)
            Verify("other ranges", Sized<Int>(), proving: Sized<SymbolicInt>(), depth: 3)
            Verify("proof in one order", Popping(takes: true), proving: Popping(takes: true), depth: 2)
            Verify("proof in any order", Popping(takes: false), proving: Popping(takes: false), depth: 2)
            Verify("table on the way", Passing<Int>(), proving: Passing<SymbolicInt>(), depth: 2)
            Verify("two specifications", Strict<Int>(), proving: Loose<SymbolicInt>(), depth: 2)
            Verify(
                "tenant left out",
                Tenants<Int>(limits: [1, 9]),
                proving: Tenants<SymbolicInt>(limits: [1])
            )
            Verify("objects in two runs", Logging())
            Verify("trap at the end", EndTrap<Int>(), proving: EndTrap<SymbolicInt>(), depth: 4)
            Verify("trap with a choice", Slots())
            Verify("exit at once", Hasty())
            Verify("slow and right", Drowsy(), steps: 3)
            Verify("trap in a guard", Careless(place: .guarding))
            Verify("trap in a label", Careless(place: .label))
            Verify("trap behind a violation", Climbing())
            Verify("hang below a violation", Sinking())
            Verify("trap in a rule", Careless(place: .rule))
            Verify("guard throws", Careless(place: .throwingGuard))
            Verify("slow", Slow())
            Verify("weary", Weary())
            Verify("first of a set", Departures(sorts: false))
            Verify("least of a set", Departures(sorts: true))
            Verify("guard by hash order", Gathering(taking: .guarding))
            Verify("rule by hash order", Gathering(taking: .rule))
            Verify("moved actions", Lease())
            Verify("rare hang", RareTrouble(kind: .hang))
            Verify("rare trap", RareTrouble(kind: .trap))
            Verify("hoard", Hoarding())
            Verify("flood", Noisy(kind: .flood))
            Verify("garbage", Noisy(kind: .garbage))
            Verify("children", Noisy(kind: .children))
            Verify("lock", Burglary())
            Verify("labelled", Labelled(share: 0.4))
            Verify("rarely", Labelled(share: 0.9))
            Verify("impossible share", Labelled(share: 1.5))
        }
    }

    private static func costs() throws -> [Int] {
        guard let file = ProcessInfo.processInfo.environment["TROUBLES_SAMPLES"] else { return [1] }
        return try Samples<Int>(csv: file, column: "cost").values
    }
}

struct Sampled: Specification {
    var costs: [Int]
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("submit") { state, choose in state = choose.element("cost", of: costs) }
    }
    var rules: [Proofmark.Rule<Int>] { Always("cheap") { $0 < 10 } }
}

struct Counter<Number: VerifiableInteger>: Specification {
    struct State: Codable { var count: Number = 0 }
    var initial: State { State() }
    var actions: Actions {
        Action("add") { state, choose in state.count += choose.number("amount", in: 1...3) }
    }
    var rules: Rules { Always("the count is never negative") { $0.count >= 0 } }
}

struct WrongCounter<Number: VerifiableInteger>: Specification {
    struct State: Codable { var count: Number = 0 }
    var initial: State { State() }
    var actions: Actions {
        Action("add") { state, choose in state.count += choose.number("amount", in: 1...3) }
    }
    var rules: Rules { Always("the count stays below seven") { $0.count < 7 } }
}

struct Empty: Specification {
    var hasActions: Bool
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        if hasActions { Action("step") { state, _ in state += 1 } }
    }
    var rules: [Proofmark.Rule<Int>] {
        if !hasActions { Always("fine") { _ in true } }
    }
}

struct Throwing: Specification {
    enum Place { case rule, action }
    struct Oops: Error {}
    var what: Place
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("step") { state, _ in
            state += 1
            if what == .action, state == 2 { throw Oops() }
        }
    }
    var rules: [Proofmark.Rule<Int>] {
        Always("small") { state in
            if what == .rule, state == 2 { throw Oops() }
            return true
        }
    }
}

struct EmptyRange: Specification {
    var initial: [Int] { [] }
    var actions: [Proofmark.Action<[Int]>] {
        Action("pick") { state, choose in
            let index = choose.index("victim", below: state.count)
            state.remove(at: index)
        }
    }
    var rules: [Proofmark.Rule<[Int]>] { Always("fine") { _ in true } }
}

struct EmptyCollection: Specification {
    var initial: [Int] { [] }
    var actions: [Proofmark.Action<[Int]>] {
        Action("pick") { state, choose in state.append(choose.element(of: state)) }
    }
    var rules: [Proofmark.Rule<[Int]>] { Always("fine") { _ in true } }
}

struct Starving: Specification {
    var isSet: Bool
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("pick") { state, choose in
            if isSet { state += try choose(.set(of: .integer(in: 1...2), count: 3...3)).count }
            state += try choose("size", .integer(in: 1...9).filter { $0 > 9 })
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { _ in true } }
}

struct NeverEnabled: Specification {
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] { Action("step", when: { $0 > 0 }) { state, _ in state += 1 } }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { _ in true } }
}

struct Trap<Number: VerifiableInteger>: Specification {
    enum Kind { case index, overflow, exit }
    struct State: Codable { var level: Number = 0 }
    var kind: Kind
    var initial: State { State() }
    var actions: Actions {
        Action("set") { state, choose in
            state.level = choose.number("level", in: 0...9)
        }
        Action("use") { state, _ in
            switch kind {
            case .index: _ = [1, 2, 3, 4, 5][Int(state.level)]
            case .overflow: state.level = Number.max - 5 + state.level
            case .exit: if state.level == 7 { Foundation.exit(0) }
            }
        }
    }
    var rules: Rules { Always("fine") { _ in true } }
}

/// Leaves before anything can happen.
struct Hasty: Specification {
    var initial: Int { Foundation.exit(0) }
    var actions: [Proofmark.Action<Int>] { Action("step") { state, _ in state += 1 } }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { _ in true } }
}

/// Takes longer for a run than one has that is tried while another is shrunk.
struct Drowsy: Specification {
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("step") { state, _ in
            usleep(1_100_000)
            state += 1
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { _ in true } }
}

/// Dies in a step that chooses.
struct Slots: Specification {
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("use") { _, choose in _ = [1, 2, 3, 4][choose.index("slot", below: 6)] }
    }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { _ in true } }
}

/// A static that lives from run to run.
struct Unrepeatable: Specification {
    final class Memory: @unchecked Sendable { var calls = 0 }
    static let memory = Memory()
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("step") { state, _ in
            Self.memory.calls += 1
            state += Self.memory.calls
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { $0 >= 0 } }
}

/// Forgets a number when it is encoded.
struct Lossy<Number: VerifiableInteger>: Specification {
    struct State: Codable {
        var kept: Number = 0
        var forgotten: Number = 0
        init() {}
        enum CodingKeys: CodingKey { case kept }
        init(from decoder: any Decoder) throws {
            kept = try decoder.container(keyedBy: CodingKeys.self).decode(Number.self, forKey: .kept) + 1
        }
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(kept, forKey: .kept)
        }
    }
    var initial: State { State() }
    var actions: Actions { Action("add") { state, _ in state.forgotten += 1 } }
    var rules: Rules { Always("fine") { $0.forgotten >= 0 } }
}

/// Keeps how it compares in its state.
struct Ranked: Specification {
    struct State {
        var isBefore: (Int, Int) -> Bool = (<)
        var first = 0
    }
    var initial: State { State() }
    var actions: Actions { Action("pick") { state, _ in state.first = state.isBefore(1, 2) ? 1 : 2 } }
    var rules: Rules { Always("fine") { $0.first < 3 } }
}

struct Limited<Number: VerifiableInteger>: Specification {
    struct State { var count: Number = 0 }
    var limit: Int
    var initial: State { State() }
    func isFinal(_ state: State) -> Bool { state.count == Number(limit) }
    var actions: Actions {
        Action("add", when: { $0.count < Number(limit) }) { state, _ in state.count += 1 }
    }
    var rules: Rules { Always("below") { $0.count <= Number(limit) } }
}

struct Prompt: Specification {
    struct State { var isWaiting = false }
    private let limits: @Sendable () -> Int
    init(limit: Int) { limits = { limit } }
    var initial: State { State() }
    var actions: Actions { Action("ask") { state, _ in state.isWaiting.toggle() } }
    var rules: Rules {
        LeadsTo("served", from: { $0.isWaiting }, to: { !$0.isWaiting }, within: limits())
    }
}

/// Chooses from another range where numbers are symbolic.
struct Sized<Number: VerifiableInteger>: Specification {
    struct State { var size: Number = 0 }
    var initial: State { State() }
    var actions: Actions {
        Action("resize") { state, choose in
            state.size = choose.number("size", in: 0...(Number.self == Int.self ? 30 : 20))
        }
    }
    var rules: Rules { Always("small") { $0.size <= 30 } }
}

struct Popping: Specification {
    struct State {
        var waiting: Set<Int> = [0, 1]
        var taken: Int?
    }
    var takes: Bool
    var initial: State { State() }
    func isFinal(_ state: State) -> Bool { state.taken != nil }
    var actions: Actions {
        Action("take") { state, _ in state.taken = takes ? state.waiting.first : state.waiting.min() }
    }
    var rules: Rules {
        Always("the other one is not taken") { $0.taken != (takes ? 0 : 1) }
        Always("somebody is taken") { $0.taken.map { $0 < 2 } ?? true }
    }
}

/// Breaks its rule long before it dies.
struct Climbing: Specification {
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("climb") { state, choose in
            state += choose.number("steps", in: 1...3)
            if state >= 20 { _ = [Int]()[state] }
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("below five") { $0 < 5 } }
}

/// Breaks its rule at large numbers, and hangs at those to which they are shrunk.
struct Sinking: Specification {
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("sink") { state, choose in
            state = choose.number("depth", in: 0...1_000_000, by: .uniform)
            while 1_000 < state, state < 600_000 { usleep(1_000) }
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("below ten thousand") { $0 < 10_000 } }
}

/// Looks at the fifth of a few.
struct Careless: Specification {
    enum Place { case guarding, rule, throwingGuard, label }
    struct Oops: Error {}
    var place: Place
    var initial: [Int] { [1, 2, 3, 4, 5] }
    func isFinal(_ state: [Int]) -> Bool { true }
    var actions: [Proofmark.Action<[Int]>] {
        Action("remove", when: { $0.count > 4 }) { state, choose in state.remove(at: choose.index(below: 5)) }
        Action(
            "look",
            when: { state in
                if place == .throwingGuard, state.count < 5 { throw Oops() }
                return place != .guarding || state[4] > 0
            }
        ) { _, _ in }
    }
    var rules: [Proofmark.Rule<[Int]>] { Always("fine") { place != .rule || $0[4] > 0 } }
    var labels: [Proofmark.Label<[Int]>] { Classify("large") { place == .label && $0[4] > 100 } }
}

struct Slow: Specification {
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("step") { state, _ in
            usleep(2_000)
            state += 1
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { _ in true } }
}

/// Breaks its rule after some steps, each of which takes its time: to shrink such a run takes longer than anyone
/// waits.
struct Weary: Specification {
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("work") { state, choose in
            usleep(10_000)
            state += choose.number("effort", in: 0...9)
            _ = choose.number("haste", in: 0...999)
        }
        Action("rest") { _, _ in usleep(10_000) }
    }
    var rules: [Proofmark.Rule<Int>] { Always("never exhausted") { $0 < 60 } }
}

/// Lets the tenants of a set go: in the order of the hash table, or in their own.
struct Departures: Specification {
    struct State {
        var present: Set<String> = []
        var left: [String] = []
    }
    var sorts: Bool
    var initial: State { State() }
    var actions: Actions {
        Action("arrive") { state, choose in
            state.present.insert(choose.element("tenant", of: ["ada", "bea", "cyd", "dan"]))
        }
        Action("leave", when: { !$0.present.isEmpty }) { state, _ in
            guard let first = sorts ? state.present.min() : state.present.first else { return }
            state.present.remove(first)
            state.left.append(first)
        }
    }
    var rules: Rules { Always("fine") { $0.present.count <= 4 } }
}

/// Asks for the first of a set where nothing may depend on it.
struct Gathering: Specification {
    enum Place { case guarding, rule }
    var taking: Place
    var initial: Set<Int> { [] }
    var actions: [Proofmark.Action<Set<Int>>] {
        Action("come") { state, choose in state.insert(choose.number("guest", in: 0...9)) }
        Action("go", when: { $0.count > 3 && (taking == .rule || ($0.first ?? 0) % 2 == 0) }) { state, _ in
            state = []
        }
        Action("wait") { _, _ in }
    }
    var rules: [Proofmark.Rule<Set<Int>>] {
        Always("fine") { $0.count <= 10 }
        // Some are false under the first seed, and some of the others under the second.
        for guest in 1...9 {
            Always("\(guest) comes before 0") {
                taking == .guarding || $0 != [0, guest] || $0.first == guest
            }
        }
    }
}

/// A lease that runs out. The environment says how the specification has changed: whether there are more actions in
/// front of the others, and what one is called.
struct Lease: Specification {
    private let environment = ProcessInfo.processInfo.environment
    var initial: Int { 10 }
    var actions: [Proofmark.Action<Int>] {
        if environment["TROUBLES_EXTENDED"] != nil {
            Action("idle") { _, choose in _ = choose.number("seconds", in: 1...5) }
            Action("renew") { state, _ in state = 10 }
        }
        Action(environment["TROUBLES_TICK"] ?? "tick") { state, choose in
            state -= choose.number("seconds", in: 1...5)
        }
        Action("look") { _, _ in }
    }
    var rules: [Proofmark.Rule<Int>] { Always("the lease does not run out") { $0 > 0 } }
}

/// Takes its process down in one case of many, and counts what others do.
struct RareTrouble: Specification {
    enum Kind { case hang, trap }
    var kind: Kind
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("step") { state, choose in
            state += 1
            let number = choose.number("number", in: 0...499, by: .uniform)
            if number == 7 {
                if kind == .trap { _ = [1, 2, 3][number] }
                while true { usleep(1_000) }
            }
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("it never gets far") { $0 <= 40 } }
}

/// Takes more and more memory in one step.
struct Hoarding: Specification {
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("step") { state, _ in state += 1 }
        Action("hoard", when: { $0 == 3 }) { state, _ in
            var hoard: [[UInt8]] = []
            for _ in 0..<4_000 {
                hoard.append([UInt8](repeating: UInt8(hoard.count & 0xFF), count: 1 << 20))
                usleep(500)
            }
            state = hoard.count
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { $0 >= 0 } }
}

/// Half of the runs toss heads first.
struct Labelled: Specification {
    var share: Double
    var initial: [Bool] { [] }
    var actions: [Proofmark.Action<[Bool]>] {
        Action("toss", when: { $0.count < 2 }) { state, choose in state.append(choose.flag("heads")) }
    }
    var rules: [Proofmark.Rule<[Bool]>] { Always("fine") { $0.count <= 2 } }
    func isFinal(_ state: [Bool]) -> Bool { state.count == 2 }
    var labels: [Proofmark.Label<[Bool]>] {
        Cover("heads first", atLeast: share) { $0.first == true }
        Classify("never") { $0.count > 2 }
        Collect("tosses") { $0.count }
    }
}

/// Tries the digits of a lock.
struct Burglary: Specification {
    var initial: CombinationLock { CombinationLock() }
    var actions: [Proofmark.Action<CombinationLock>] {
        Action("enter") { state, choose in state.enter(choose.number("digit", in: 0...99, by: .uniform)) }
    }
    var rules: [Proofmark.Rule<CombinationLock>] { Always("it stays closed") { $0.stage != .open } }
}

/// Does what no code under test should.
struct Noisy: Specification {
    enum Kind {
        /// Prints far more than anybody reads.
        case flood
        /// Writes into whatever descriptor is open.
        case garbage
        /// Leaves processes behind.
        case children
    }

    var kind: Kind
    var initial: Int { 0 }
    var actions: [Proofmark.Action<Int>] {
        Action("step") { state, _ in
            state += 1
            switch kind {
            case .flood: print(String(repeating: "flood ", count: 2_000))
            case .garbage:
                let text = "{\"finished\":{}}\n0 0 {}\n\u{0}garbage"
                for descriptor in 3..<20 as Range<Int32> { _ = write(descriptor, text, text.utf8.count) }
            case .children:
                guard state == 1 else { return }
                let child = Process()
                child.executableURL = URL(fileURLWithPath: "/bin/sleep")
                child.arguments = ["987.25"]
                try? child.run()
            }
        }
    }
    var rules: [Proofmark.Rule<Int>] { Always("fine") { $0 >= 0 } }
}
