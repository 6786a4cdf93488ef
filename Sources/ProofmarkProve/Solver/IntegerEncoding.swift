/// What the solver takes numbers for. The verdicts are the same, as far as both decide.
package enum IntegerEncoding: String, Hashable, Codable, Sendable {
    /// Mathematical integers: linear arithmetic, and bit-vectors for single bit operations.
    case integers
    /// Bit-vectors of 128 bits, the sign included. Every number of which an interval is known fits; of any
    /// other the solver says nothing.
    case bitVectors
}
