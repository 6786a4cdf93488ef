/// Whether the runtime of this process lays out values as the walker believes.
package enum WalkerSelfTest {
    /// What is not as it should be; `nil` if all is.
    package static let failure: String? = Self.run()

    private struct Fixture {
        private let first: UInt8 = 7
        private var second = 1_234_567
        var text = "a text that is too long to be stored in place"
        var choice = Choice.both(3, "x")
        var tree = Tree.node(.leaf(5), .leaf(6))
        var optional: Int?? = .some(.none)
        var list = [11, 12, 13]
        var table = [21: 22]
        var anything: any Sendable = Wide()
        var small: any Sendable = UInt16(31)
    }

    private struct Wide: Sendable {
        let one = 41
        let two = 42
        let three = 43
        let four = 44
    }
    private enum Choice { case one(Int), both(Int, String), none }
    private indirect enum Tree { case leaf(Int), node(Tree, Tree) }
    private class Base { let base = 51 }
    private final class Derived: Base { var derived = 52 }
    private struct Holder {
        var one = Derived()
        weak var other: Derived?
        let action: () -> Void = {}
    }

    private static func run() -> String? {
        let expected: [UInt64] = [7, 1_234_567]
        let context = WalkContext(coding: nil)
        func words<Value>(_ value: Value) -> [UInt64]? {
            var reader = WalkReader(context)
            let plan = context.plans.plan(of: RuntimeType(Value.self))
            return withUnsafePointer(to: value) { pointer in
                do {
                    try reader.read(UnsafeRawPointer(pointer), plan)
                    return reader.words
                } catch {
                    return nil
                }
            }
        }
        guard let fixture = words(Fixture()), fixture.starts(with: expected) else {
            return "fields of structures"
        }
        let pairs: [(String, [UInt64]?, [UInt64])] = [
            ("enums with payloads", words(Choice.both(3, "x")), [1, 3, 1, UInt64(UInt8(ascii: "x"))]),
            ("cases without payloads", words([Choice.none, .one(9)]), [2, 2, 0, 9]),
            ("indirect enums", words(Tree.node(.leaf(5), .leaf(6))), [1, 0, 5, 0, 6]),
            ("optionals", words([Int??.some(.none), .none, .some(.some(8))]), [3, 0, 1, 1, 0, 0, 8]),
            ("existentials", words(Wide() as Any).map { Array($0.dropFirst()) }, [41, 42, 43, 44]),
            ("small existentials", words(UInt16(31) as Any).map { Array($0.dropFirst()) }, [31]),
            ("classes", words(Derived()).map { Array($0.dropFirst(2)) }, [51, 52]),
        ]
        for (what, found, expected) in pairs where found != expected { return what }
        if words(Holder()) != nil { return "weak references" }
        return tables()
    }

    /// Whether tables give what their iteration gives.
    private static func tables() -> String? {
        for size in [0, 1, 5, 100] {
            let set = Set((0..<size).map { $0 &* 7 })
            let dictionary = Dictionary(uniqueKeysWithValues: (0..<size).map { ($0 &* 3, $0) })
            let found = withUnsafePointer(to: set) { pointer in
                let storage = TableStorage(UnsafeRawPointer(pointer), columns: 1)
                return storage.buckets.map { storage.entry($0, column: 0, stride: 8).load(as: Int.self) }
            }
            guard found == Array(set) else { return "sets" }
            let pairs = withUnsafePointer(to: dictionary) { pointer in
                let storage = TableStorage(UnsafeRawPointer(pointer), columns: 2)
                return storage.buckets.flatMap { bucket in
                    (0..<2).map { storage.entry(bucket, column: $0, stride: 8).load(as: Int.self) }
                }
            }
            guard pairs == dictionary.flatMap({ [$0.key, $0.value] }) else { return "dictionaries" }
        }
        return nil
    }
}
