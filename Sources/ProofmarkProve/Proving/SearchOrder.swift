/// Which side of a decision is followed first. The verdicts are the same.
package enum SearchOrder: String, Hashable, Codable, Sendable {
    /// The side that the present model takes, and the smallest value of a range.
    case modelFirst
    /// The side that the solver was asked for, and the largest value.
    case modelLast
}
