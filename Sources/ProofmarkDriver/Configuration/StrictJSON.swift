import Foundation

/// What Foundation lets pass in JSON, and a gate must not: of two values for one key it takes either.
struct StrictJSON {
    private let bytes: [UInt8]
    private var place = 0

    /// - Parameter data: JSON that Foundation has read.
    /// - Returns: What is wrong with it, if anything is.
    static func mistake(in data: Data) -> String? {
        if data.contains(0) { return "it is not UTF-8" }
        var reader = StrictJSON(bytes: Array(data))
        return reader.mistake()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func mistake() -> String? {
        // The keys of each object around, and none for a list.
        var around: [Set<String>?] = []
        var isAfterComma = false
        while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: "{"): around.append([])
            case UInt8(ascii: "["): around.append(nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isAfterComma { return "a comma with nothing behind it, line \(line)" }
                _ = around.popLast()
            case UInt8(ascii: "\""):
                let text = string()
                if isKey, let last = around.indices.last, around[last]?.insert(text).inserted == false {
                    return "\"\(text)\" stands twice in one object, line \(line)"
                }
                isAfterComma = false
                continue
            default: break
            }
            if !Self.isSpace(byte) { isAfterComma = byte == UInt8(ascii: ",") }
            place += 1
        }
        return nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    private var line: Int { bytes[..<place].count { $0 == 0x0A } + 1 }

    /// Whether a colon comes next.
    private var isKey: Bool {
        bytes[place...].first { !Self.isSpace($0) } == UInt8(ascii: ":")
    }

    /// The text whose quotes begin here; its end is behind it then.
    private mutating func string() -> String {
        let start = place
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place = min(place + 1, bytes.count)
        let quoted = Data(bytes[start..<place])
        // However it is escaped.
        let text = try? JSONSerialization.jsonObject(with: quoted, options: [.fragmentsAllowed]) as? String
        return text ?? String(decoding: quoted, as: UTF8.self)
    }
}
