import Foundation

/// Types of which all bytes mean something, and no byte anything else.
enum WalkedBytes {
    static let types: Set<ObjectIdentifier> = everywhere.union(elsewhere)

    /// What Intel's Macs do not have.
    private static var elsewhere: Set<ObjectIdentifier> {
        #if os(macOS) && arch(x86_64)
            []
        #else
            [ObjectIdentifier(Float16.self)]
        #endif
    }

    private static let everywhere: Set<ObjectIdentifier> = [
        ObjectIdentifier(Int.self), ObjectIdentifier(Int8.self), ObjectIdentifier(Int16.self),
        ObjectIdentifier(Int32.self), ObjectIdentifier(Int64.self), ObjectIdentifier(UInt.self),
        ObjectIdentifier(UInt8.self), ObjectIdentifier(UInt16.self), ObjectIdentifier(UInt32.self),
        ObjectIdentifier(UInt64.self), ObjectIdentifier(Bool.self), ObjectIdentifier(Double.self),
        ObjectIdentifier(Float.self), ObjectIdentifier(Int128.self), ObjectIdentifier(UInt128.self),
    ]
}

/// A type of the libraries that is read as a whole.
protocol WalkedLeaf {
    static func read(_ place: UnsafeRawPointer, into words: inout [UInt64])
}

extension Array<UInt64> {
    /// Eight bytes to a word, after their number.
    package mutating func append(bytes: UnsafeRawBufferPointer) {
        append(UInt64(bytes.count))
        var place = 0
        while place + 8 <= bytes.count {
            append(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            place += 8
        }
        if place == bytes.count { return }
        var word: UInt64 = 0
        for byte in bytes[place...] { word = word << 8 | UInt64(byte) }
        append(word)
    }
}

/// By its bytes: two strings that Swift calls equal may differ in them.
extension String: WalkedLeaf {
    static func read(_ place: UnsafeRawPointer, into words: inout [UInt64]) {
        var text = place.assumingMemoryBound(to: String.self).pointee
        text.withUTF8 { words.append(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension StaticString: WalkedLeaf {
    static func read(_ place: UnsafeRawPointer, into words: inout [UInt64]) {
        let text = place.assumingMemoryBound(to: StaticString.self).pointee
        words.append(text.isASCII ? 1 : 0)
        if text.hasPointerRepresentation {
            text.withUTF8Buffer { words.append(bytes: UnsafeRawBufferPointer($0)) }
        } else {
            words.append(.max)
            words.append(UInt64(text.unicodeScalar.value))
        }
    }
}

/// By its content, and where that begins.
extension Data: WalkedLeaf {
    static func read(_ place: UnsafeRawPointer, into words: inout [UInt64]) {
        let data = place.assumingMemoryBound(to: Data.self).pointee
        words.append(UInt64(bitPattern: Int64(data.startIndex)))
        data.withUnsafeBytes { words.append(bytes: $0) }
    }
}

/// By its text and that of its base, which are all that a URL is made of.
extension URL: WalkedLeaf {
    static func read(_ place: UnsafeRawPointer, into words: inout [UInt64]) {
        let url = place.assumingMemoryBound(to: URL.self).pointee
        var text = url.relativeString
        text.withUTF8 { words.append(bytes: UnsafeRawBufferPointer($0)) }
        var base = url.baseURL?.absoluteString ?? ""
        base.withUTF8 { words.append(bytes: UnsafeRawBufferPointer($0)) }
    }
}

#if arch(x86_64)
    extension Float80: WalkedLeaf {
        static func read(_ place: UnsafeRawPointer, into words: inout [UInt64]) {
            let value = place.assumingMemoryBound(to: Float80.self).pointee
            words.append(value.significandBitPattern)
            words.append(UInt64(value.exponentBitPattern) << 1 | (value.sign == .minus ? 1 : 0))
        }
    }
#endif

/// An index of a hash table: it holds the table's age, which is an address in disguise.
protocol TableIndex {}
extension Set.Index: TableIndex {}
extension Dictionary.Index: TableIndex {}

/// A type that is an address and nothing else.
protocol Address {}
extension ObjectIdentifier: Address {}
extension UnsafeRawPointer: Address {}
extension UnsafeMutableRawPointer: Address {}
extension UnsafePointer: Address {}
extension UnsafeMutablePointer: Address {}
extension UnsafeBufferPointer: Address {}
extension UnsafeMutableBufferPointer: Address {}
extension UnsafeRawBufferPointer: Address {}
extension UnsafeMutableRawBufferPointer: Address {}
extension OpaquePointer: Address {}
extension Unmanaged: Address {}
