/// A small, fast, splittable generator with 64 bits of state, good enough for test inputs.
///
/// Source: Steele, Lea & Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
@usableFromInline
package struct SplitMix64: Sendable {
    @usableFromInline var state: UInt64

    @inlinable package init(seed: UInt64) { state = seed }

    /// Differs after every number that was drawn.
    package var position: UInt64 { state }

    @inlinable package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// The seed of the `index`-th independent stream of `seed`.
    @inlinable package static func stream(_ index: UInt64, of seed: UInt64) -> UInt64 {
        mix(mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ mix(index &* 0xD134_2543_DE82_EF95 &+ 1))
    }

    /// A value of `lower...upper`: the ends more often than the rest, because bugs live there.
    @inlinable @inline(__always)
    package mutating func next(from lower: Int, through upper: Int) -> Int {
        let random = next()
        let last = UInt64(bitPattern: Int64(upper)) &- UInt64(bitPattern: Int64(lower))
        // Three high bits choose between an end and the uniform draw; small ranges need no help.
        if last > 3 {
            switch random >> 60 {
            case 0: return lower
            case 1: return upper
            default: break
            }
        }
        return Self.value(lower, beyondBy: Self.offset(random, through: last))
    }

    /// A number of `0...last` for a random one.
    @inlinable static func offset(_ random: UInt64, through last: UInt64) -> UInt64 {
        last == .max ? random : scaled(random, below: last + 1)
    }

    @inlinable static func value(_ lower: Int, beyondBy offset: UInt64) -> Int {
        Int(truncatingIfNeeded: UInt64(bitPattern: Int64(lower)) &+ offset)
    }

    /// Multiply-shift reduction (Lemire, 2019) without rejection: a bias of at most `bound / 2^60`.
    @inlinable static func scaled(_ random: UInt64, below bound: UInt64) -> UInt64 {
        bound.multipliedFullWidth(by: random << 4 | random >> 60).high
    }

    @inlinable package static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
