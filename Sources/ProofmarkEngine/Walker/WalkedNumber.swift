/// A number of a state that may be a term of a proof, whatever its type.
package struct WalkedNumber: Hashable {
    package enum Value: Hashable {
        case constant(Int128)
        /// A term of the exploration with this epoch.
        case term(UInt32, epoch: UInt32)
    }

    package var value: Value
    package var bits: UInt8
    package var isSigned: Bool

    package init(_ value: Value, bits: Int, isSigned: Bool) {
        self.value = value
        self.bits = UInt8(clamping: bits)
        self.isSigned = isSigned
    }

    /// The memory of a plain integer of this value, as a walk reads it.
    package func word(of value: Int128) -> UInt64 {
        let word = UInt64(truncatingIfNeeded: value)
        return bits < 64 ? word & (1 << UInt64(bits) - 1) : word
    }
}

/// An integer whose value may be a term of a proof: a walk lists it apart from the shape.
package protocol WalkedInteger {
    var walked: WalkedNumber { get }
    init(walked: WalkedNumber)
}

extension WalkedInteger {
    static func load(_ place: UnsafeRawPointer) -> WalkedNumber {
        place.assumingMemoryBound(to: Self.self).pointee.walked
    }

    static func store(_ number: WalkedNumber, _ place: UnsafeMutableRawPointer) {
        place.assumingMemoryBound(to: Self.self).pointee = Self(walked: number)
    }
}
