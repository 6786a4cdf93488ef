import ProofmarkEngine

/// Coding, for what cannot be taken apart otherwise.
struct StateCoding: WalkCoding {
    /// Why a coding is of no use.
    struct Lossy: Error, CustomStringConvertible {
        var description: String
    }

    func read<Value: Codable>(_ value: Value, into reader: inout WalkReader) throws {
        let coded = try FlatteningEncoder.flatten { try $0.encode(value) }
        // Every time, not once for each shape: what is not encoded is no part of the shape.
        let again = try rebuild(value, coded)
        guard isSame(value, again) else {
            throw Lossy(
                description:
                    "it is not the same after encoding and decoding"
            )
        }
        guard try FlatteningEncoder.flatten({ try $0.encode(again) }) == coded else {
            throw Lossy(description: "what is encoded, decoded and encoded again is not the same")
        }
        if let known = reader.value {
            reader.words += coded.words { known($0.walked) }
        } else {
            reader.words += coded.words
            for number in coded.numbers { reader.append(number.walked) }
        }
    }

    /// Equality is the type's own if it has one: types of the system's have storage that no mirror shows.
    private func isSame<Value>(_ first: Value, _ second: Value) -> Bool {
        func equal<Known: Equatable>(_ first: Known) -> Bool { (second as? Known) == first }
        if let first = first as? any Equatable, WalkerSelfTest.failure == nil, equal(first) { return true }
        return Reflection.isSame(first, second)
    }

    func rebuilt<Value: Codable>(_ value: Value, from writer: inout WalkWriter) throws -> Value {
        var coded = try FlatteningEncoder.flatten { try $0.encode(value) }
        for place in coded.numbers.indices { coded.numbers[place] = FlatNumber(try writer.next()) }
        return try rebuild(value, coded)
    }

    func copy<Value: Codable>(_ value: Value) throws -> Value {
        try rebuild(value, try FlatteningEncoder.flatten { try $0.encode(value) })
    }

    /// A value of the dynamic type of the first.
    private func rebuild<Value: Codable>(_ like: Value, _ coded: CodedValue) throws -> Value {
        func decode<Dynamic: Codable>(_ type: Dynamic.Type) throws -> Value {
            guard
                let made = try RebuildingDecoder.rebuild(coded, { try $0.decode(type) }) as? Value
            else { throw Lossy(description: "decoding gives another type") }
            return made
        }
        return try decode(type(of: like))
    }
}
