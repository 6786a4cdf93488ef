/// Integers as zigzag LEB128 and strings with their length in front.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ value: Int) {
        var rest = UInt(bitPattern: value << 1) ^ UInt(bitPattern: value >> (Int.bitWidth - 1))
        repeat {
            let low = UInt8(truncatingIfNeeded: rest & 0x7F)
            rest >>= 7
            bytes.append(rest == 0 ? low : low | 0x80)
        } while rest != 0
    }

    mutating func append(_ text: String) {
        append(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads what `ByteWriter` wrote; `nil` for anything else.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func integer() -> Int? {
        var rest: UInt = 0
        var shift: UInt = 0
        while position < bytes.count, shift < 70 {
            let byte = bytes[position]
            position += 1
            if shift < 64 { rest |= UInt(byte & 0x7F) << shift }
            shift += 7
            if byte & 0x80 == 0 { return Int(bitPattern: rest >> 1) ^ -Int(bitPattern: rest & 1) }
        }
        return nil
    }

    mutating func string() -> String? {
        guard let count = integer(), count >= 0, count <= bytes.count - position else { return nil }
        defer { position += count }
        return String(validating: bytes[position..<position + count], as: UTF8.self)
    }
}
