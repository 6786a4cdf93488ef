import Proofmark

/// Takes a `Codable` value apart into its shape and its numbers.
final class FlatteningEncoder: Encoder {
    /// A value under construction; numbers keep their place until the end, when all keys are known.
    final class Builder {
        enum Content {
            case empty
            case leaf(FlatNode)
            case number(FlatNumber)
            case list([Builder])
            /// Elements, or keys and values in turn, of a hash table, so many at a time.
            case unordered([Builder], stride: Int)
            case keyed([String: Builder])
        }

        var content = Content.empty

        func appended() -> Builder {
            let child = Builder()
            if case .list(var children) = content {
                content = .empty
                children.append(child)
                content = .list(children)
            } else {
                content = .list([child])
            }
            return child
        }

        func child(forKey key: String) -> Builder {
            let child = Builder()
            if case .keyed(var children) = content {
                content = .empty
                children[key] = child
                content = .keyed(children)
            } else {
                content = .keyed([key: child])
            }
            return child
        }

        /// In the order of their shapes: that of a hash table is no part of a state.
        private static func inOrder(_ children: [Builder], stride: Int) -> [Builder] {
            let groups = Swift.stride(from: 0, to: children.count, by: stride).map { start in
                let group = children[start..<min(start + stride, children.count)]
                var numbers: [FlatNumber] = []
                return (key: "\(group.map { $0.finish(&numbers) }) \(numbers)", group: group)
            }
            return groups.sorted { $0.key < $1.key }.flatMap(\.group)
        }

        func finish(_ numbers: inout [FlatNumber]) -> FlatNode {
            switch content {
            case .empty: return .keyed([])
            case .leaf(let node): return node
            case .number(let number):
                numbers.append(number)
                return .number(numbers.count - 1)
            case .list(let children): return .list(children.map { $0.finish(&numbers) })
            case .unordered(let children, let stride):
                return .list(Self.inOrder(children, stride: stride).map { $0.finish(&numbers) })
            case .keyed(let children):
                return .keyed(
                    children.sorted { $0.key < $1.key }.map {
                        .init(key: $0.key, node: $0.value.finish(&numbers))
                    }
                )
            }
        }
    }

    let builder: Builder
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(builder: Builder = Builder(), codingPath: [any CodingKey] = []) {
        self.builder = builder
        self.codingPath = codingPath
    }

    /// Takes apart what `encode` writes into a list.
    static func flatten(_ encode: (inout any UnkeyedEncodingContainer) throws -> Void) throws -> CodedValue {
        let encoder = FlatteningEncoder()
        var container = encoder.unkeyedContainer()
        try encode(&container)
        var numbers: [FlatNumber] = []
        let shape = encoder.builder.finish(&numbers)
        return CodedValue(shape: shape, numbers: numbers)
    }

    func encode(number: FlatNumber) { builder.content = .number(number) }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .empty = builder.content { builder.content = .keyed([:]) }
        return KeyedEncodingContainer(KeyedFlattening<Key>(builder: builder, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .empty = builder.content { builder.content = .list([]) }
        return UnkeyedFlattening(builder: builder, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleFlattening(builder: builder, codingPath: codingPath)
    }

    static func encode<T: Encodable>(_ value: T, into builder: Builder, _ path: [any CodingKey]) throws {
        if let leaf = leaf(value) {
            builder.content = .leaf(leaf)
        } else {
            try value.encode(to: FlatteningEncoder(builder: builder, codingPath: path))
            if let table = value as? any HashTable, case .list(let children) = builder.content {
                builder.content = .unordered(children, stride: type(of: table).elementsPerEntry)
            }
        }
    }

    /// The values that encode themselves as nothing else.
    private static func leaf<T>(_ value: T) -> FlatNode? {
        switch value {
        case let value as Bool: .bool(value)
        case let value as Int: .integer(Int64(value))
        case let value as String: .string(value)
        case let value as Double: .floating(value.bitPattern)
        case let value as Float: .floating(UInt64(value.bitPattern))
        case let value as Int8: .integer(Int64(value))
        case let value as Int16: .integer(Int64(value))
        case let value as Int32: .integer(Int64(value))
        case let value as Int64: .integer(value)
        case let value as UInt: .unsigned(UInt64(value))
        case let value as UInt8: .unsigned(UInt64(value))
        case let value as UInt16: .unsigned(UInt64(value))
        case let value as UInt32: .unsigned(UInt64(value))
        case let value as UInt64: .unsigned(value)
        default: nil
        }
    }
}

/// Collections that encode themselves in the order of a hash table.
private protocol HashTable {
    static var elementsPerEntry: Int { get }
}

extension Set: HashTable {
    static var elementsPerEntry: Int { 1 }
}

extension Dictionary: HashTable {
    static var elementsPerEntry: Int { 2 }
}

private struct KeyedFlattening<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let builder: FlatteningEncoder.Builder
    let codingPath: [any CodingKey]

    mutating func encodeNil(forKey key: Key) throws {
        builder.child(forKey: key.stringValue).content = .leaf(.null)
    }

    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try FlatteningEncoder.encode(value, into: builder.child(forKey: key.stringValue), codingPath + [key])
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        nested(key.stringValue, key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nested(key.stringValue, key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { nested("super", nil) }

    mutating func superEncoder(forKey key: Key) -> any Encoder { nested(key.stringValue, key) }

    private func nested(_ name: String, _ key: Key?) -> FlatteningEncoder {
        FlatteningEncoder(
            builder: builder.child(forKey: name),
            codingPath: key.map { codingPath + [$0] } ?? codingPath
        )
    }
}

private struct UnkeyedFlattening: UnkeyedEncodingContainer {
    let builder: FlatteningEncoder.Builder
    let codingPath: [any CodingKey]
    private(set) var count = 0

    init(builder: FlatteningEncoder.Builder, codingPath: [any CodingKey]) {
        self.builder = builder
        self.codingPath = codingPath
    }

    mutating func encodeNil() throws { next().content = .leaf(.null) }

    mutating func encode<T: Encodable>(_ value: T) throws {
        try FlatteningEncoder.encode(value, into: next(), codingPath)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        FlatteningEncoder(builder: next(), codingPath: codingPath).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        FlatteningEncoder(builder: next(), codingPath: codingPath).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder {
        FlatteningEncoder(builder: next(), codingPath: codingPath)
    }

    private mutating func next() -> FlatteningEncoder.Builder {
        count += 1
        return builder.appended()
    }
}

private struct SingleFlattening: SingleValueEncodingContainer {
    let builder: FlatteningEncoder.Builder
    let codingPath: [any CodingKey]

    mutating func encodeNil() throws { builder.content = .leaf(.null) }

    mutating func encode<T: Encodable>(_ value: T) throws {
        try FlatteningEncoder.encode(value, into: builder, codingPath)
    }
}
