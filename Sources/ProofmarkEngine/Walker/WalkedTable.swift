/// A set or a dictionary of the standard library.
protocol WalkedTable {
    /// What is stored for each entry: elements, or keys and values.
    static var storedTypes: [RuntimeType] { get }
    /// Makes its storage one that nothing else refers to, with every entry where it was.
    static func makeUnique(_ place: UnsafeMutableRawPointer)
    /// The same entries, inserted in the opposite of the table's order.
    static func refill(_ place: UnsafeMutableRawPointer)
}

extension Set: WalkedTable {
    static var storedTypes: [RuntimeType] { [RuntimeType(Element.self)] }

    static func makeUnique(_ place: UnsafeMutableRawPointer) {
        place.assumingMemoryBound(to: Self.self).pointee.reserveCapacity(0)
    }

    static func refill(_ place: UnsafeMutableRawPointer) {
        let table = place.assumingMemoryBound(to: Self.self)
        table.pointee = Set(Array(table.pointee).reversed())
    }
}

extension Dictionary: WalkedTable {
    static var storedTypes: [RuntimeType] { [RuntimeType(Key.self), RuntimeType(Value.self)] }

    static func makeUnique(_ place: UnsafeMutableRawPointer) {
        place.assumingMemoryBound(to: Self.self).pointee.reserveCapacity(0)
    }

    static func refill(_ place: UnsafeMutableRawPointer) {
        let table = place.assumingMemoryBound(to: Self.self)
        var filled = Self()
        for (key, value) in Array(table.pointee).reversed() { filled[key] = value }
        table.pointee = filled
    }
}

/// The storage of a native hash table.
///
/// Source: `__RawSetStorage`, `__RawDictionaryStorage` and `_HashTable` of swift/stdlib/public/core, Swift 6.
struct TableStorage {
    private let object: UnsafeMutableRawPointer
    private let metadata: UnsafeMutableRawPointer
    let count: Int
    private let scale: Int8
    private let seed: Int
    private let columns: [UnsafeMutableRawPointer]

    /// - Parameters:
    ///   - place: Where the set or dictionary is.
    ///   - columns: 1 for a set, 2 for a dictionary.
    init(_ place: UnsafeRawPointer, columns: Int) {
        object = place.load(as: UnsafeMutableRawPointer.self)
        count = object.load(fromByteOffset: 16, as: Int.self)
        scale = object.load(fromByteOffset: 32, as: Int8.self)
        seed = object.load(fromByteOffset: 40, as: Int.self)
        let object = object
        self.columns =
            count == 0
            ? []
            : (0..<columns).map { object.load(fromByteOffset: 48 + 8 * $0, as: UnsafeMutableRawPointer.self) }
        metadata = object + 48 + 8 * columns
    }

    /// What decides in which order entries are met, now and after more are inserted.
    var head: [UInt64] { [UInt64(count), UInt64(UInt8(bitPattern: scale)), UInt64(bitPattern: Int64(seed))] }

    /// The buckets that are taken, in the order of iteration.
    var buckets: [Int] {
        if count == 0 { return [] }
        var found: [Int] = []
        found.reserveCapacity(count)
        let size = 1 << Int(scale)
        for start in stride(from: 0, to: size, by: 64) {
            var word = metadata.load(fromByteOffset: start / 8, as: UInt64.self)
            if size - start < 64 { word &= 1 << UInt64(size - start) - 1 }
            while word != 0 {
                found.append(start + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
        return found
    }

    func entry(_ bucket: Int, column: Int, stride: Int) -> UnsafeMutableRawPointer {
        columns[column] + bucket * stride
    }
}
