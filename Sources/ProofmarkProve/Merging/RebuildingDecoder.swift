import Proofmark

/// Puts a value together again from its shape and its numbers.
final class RebuildingDecoder: Decoder {
    private let node: FlatNode
    private let numbers: [FlatNumber]
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(node: FlatNode, numbers: [FlatNumber], codingPath: [any CodingKey] = []) {
        self.node = node
        self.numbers = numbers
        self.codingPath = codingPath
    }

    static func rebuild<Result>(
        _ value: CodedValue,
        _ decode: (inout any UnkeyedDecodingContainer) throws -> Result
    ) throws -> Result {
        var container = try RebuildingDecoder(node: value.shape, numbers: value.numbers).unkeyedContainer()
        return try decode(&container)
    }

    func number() throws -> FlatNumber {
        guard case .number(let place) = node else { throw mismatch("a number") }
        return numbers[place]
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .keyed(let entries) = node else { throw mismatch("keyed values") }
        return KeyedDecodingContainer(KeyedRebuilding<Key>(parent: self, entries: entries))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let nodes) = node else { throw mismatch("a list") }
        return UnkeyedRebuilding(parent: self, nodes: nodes)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { SingleRebuilding(decoder: self) }

    fileprivate func decoder(for node: FlatNode, _ key: (any CodingKey)? = nil) -> RebuildingDecoder {
        RebuildingDecoder(
            node: node,
            numbers: numbers,
            codingPath: key.map { codingPath + [$0] } ?? codingPath
        )
    }

    fileprivate func decode<T: Decodable>(_ type: T.Type) throws -> T {
        if let leaf: T = try leaf() { return leaf }
        return try T(from: self)
    }

    fileprivate var isNull: Bool { node == .null }

    private func leaf<T>() throws -> T? {
        let value: Any?
        switch node {
        case .bool(let bool): value = bool
        case .string(let string): value = string
        case .integer(let integer): value = Self.convert(integer, to: T.self)
        case .unsigned(let integer): value = Self.convert(integer, to: T.self)
        case .floating(let bits):
            value =
                T.self == Float.self
                ? Float(bitPattern: UInt32(truncatingIfNeeded: bits)) : Double(bitPattern: bits)
        case .null, .number, .list, .keyed: return nil
        }
        // Without this, an absent value would be cast to an optional T that is nil.
        guard let value else { return nil }
        return value as? T
    }

    private static func convert<Source: FixedWidthInteger, T>(_ value: Source, to type: T.Type) -> Any? {
        switch type {
        case is Int.Type: Int(exactly: value)
        case is Int8.Type: Int8(exactly: value)
        case is Int16.Type: Int16(exactly: value)
        case is Int32.Type: Int32(exactly: value)
        case is Int64.Type: Int64(exactly: value)
        case is UInt.Type: UInt(exactly: value)
        case is UInt8.Type: UInt8(exactly: value)
        case is UInt16.Type: UInt16(exactly: value)
        case is UInt32.Type: UInt32(exactly: value)
        case is UInt64.Type: UInt64(exactly: value)
        default: nil
        }
    }

    fileprivate func mismatch(_ wanted: String) -> DecodingError {
        .typeMismatch(
            FlatNode.self,
            .init(codingPath: codingPath, debugDescription: "expected \(wanted), found \(node)")
        )
    }
}

private struct KeyedRebuilding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let parent: RebuildingDecoder
    let entries: [FlatNode.Entry]

    var codingPath: [any CodingKey] { parent.codingPath }
    var allKeys: [Key] { entries.compactMap { Key(stringValue: $0.key) } }

    func contains(_ key: Key) -> Bool { entries.contains { $0.key == key.stringValue } }

    func decodeNil(forKey key: Key) throws -> Bool { try decoder(forKey: key).isNull }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try decoder(forKey: key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(forKey: key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try decoder(named: "super", nil) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(forKey: key) }

    private func decoder(forKey key: Key) throws -> RebuildingDecoder {
        try decoder(named: key.stringValue, key)
    }

    private func decoder(named name: String, _ key: Key?) throws -> RebuildingDecoder {
        guard let entry = entries.first(where: { $0.key == name }) else {
            throw parent.mismatch("a value for key \"\(name)\"")
        }
        return parent.decoder(for: entry.node, key)
    }
}

private struct UnkeyedRebuilding: UnkeyedDecodingContainer {
    let parent: RebuildingDecoder
    let nodes: [FlatNode]
    private(set) var currentIndex = 0

    init(parent: RebuildingDecoder, nodes: [FlatNode]) {
        self.parent = parent
        self.nodes = nodes
    }

    var codingPath: [any CodingKey] { parent.codingPath }
    var count: Int? { nodes.count }
    var isAtEnd: Bool { currentIndex == nodes.count }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, nodes[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { try next() }

    private mutating func next() throws -> RebuildingDecoder {
        guard !isAtEnd else { throw parent.mismatch("another element") }
        defer { currentIndex += 1 }
        return parent.decoder(for: nodes[currentIndex])
    }
}

private struct SingleRebuilding: SingleValueDecodingContainer {
    let decoder: RebuildingDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.isNull }

    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}
