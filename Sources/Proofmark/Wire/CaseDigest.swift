/// What a case did, as a number: FNV-1a over what is folded in.
@usableFromInline
package struct CaseDigest {
    @usableFromInline package var value: UInt64 = 0xCBF2_9CE4_8422_2325

    @inlinable package init() {}

    @inlinable
    package mutating func fold(_ word: UInt64) {
        value = (value ^ word) &* 0x0000_0100_0000_01B3
    }

    package mutating func fold(_ text: String) {
        for byte in text.utf8 { fold(UInt64(byte)) }
    }
}
