package import Foundation

/// 128 bits that tell contents apart, whatever they are: two that differ by accident agree once in 2^128.
///
/// Each lane is a chain of SplitMix64's finalizer, in which every bit of a word moves every bit of the state. It is no
/// defence against whoever means to deceive.
package struct ContentDigest {
    private var one: UInt64 = 0x243F_6A88_85A3_08D3
    private var other: UInt64 = 0x1319_8A2E_0370_7344

    package init() {}

    /// Of a value, as it is encoded.
    package init(of value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        fold(try encoder.encode(value))
    }

    package mutating func fold(_ word: UInt64) {
        one = SplitMix64.mix(one ^ word &+ 0x9E37_79B9_7F4A_7C15)
        other = SplitMix64.mix(other &+ word &* 0xD134_2543_DE82_EF95 ^ 0xA076_1D64_78BD_642F)
    }

    package mutating func fold(_ data: Data) {
        fold(UInt64(data.count))
        data.withUnsafeBytes { bytes in
            let whole = bytes.count / 8 * 8
            for place in stride(from: 0, to: whole, by: 8) {
                fold(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            }
            var last: UInt64 = 0
            for byte in bytes[whole...] { last = last << 8 | UInt64(byte) }
            if whole < bytes.count { fold(last) }
        }
    }

    package mutating func fold(_ text: String) { fold(Data(text.utf8)) }

    /// 32 hexadecimal digits.
    package var text: String {
        func hexadecimal(_ word: UInt64) -> String {
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return hexadecimal(one) + hexadecimal(other)
    }
}
