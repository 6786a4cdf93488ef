/// What a case did, as a number: FNV-1a over what is folded in.
@usableFromInline
package struct CaseDigest: Equatable {
    @usableFromInline package var value: UInt64 = 0xCBF2_9CE4_8422_2325

    @inlinable package init() {}

    /// Whether the digest of the case tells of its last state too, and of its rules under another hash seed: that takes
    /// longer than most cases do.
    package static func hasState(ofCase number: Int) -> Bool { number < 1_000 || number % 16 == 0 }

    @inlinable
    package mutating func fold(_ word: UInt64) {
        value = (value ^ word) &* 0x0000_0100_0000_01B3
    }

    package mutating func fold(_ text: String) {
        for byte in text.utf8 { fold(UInt64(byte)) }
    }
}
