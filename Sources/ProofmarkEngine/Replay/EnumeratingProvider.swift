import Proofmark

/// Answers the choices of a step so that, repeated, the step gets every sequence of answers in turn; of wide ranges
/// only some numbers.
final class EnumeratingProvider: ChoiceProvider {
    /// A range of more numbers than that is not tried whole.
    private static let widest = 16
    /// Numbers that are tried within a wide range; its ends are tried too.
    private static let samples = 8

    private var digits: [(candidates: [Int], position: Int)] = []
    private var count = 0
    private var generator = SplitMix64(seed: 1)

    func beginStep() { count = 0 }

    func draw(_ name: StaticString, from lower: Int, through upper: Int, by distribution: Distribution) -> Int
    {
        if count == digits.count { digits.append((candidates(from: lower, through: upper), 0)) }
        defer { count += 1 }
        let digit = digits[count]
        return min(max(digit.candidates[digit.position], lower), upper)
    }

    /// - Returns: Whether there is another sequence.
    func advance() -> Bool {
        while let digit = digits.popLast() {
            guard digit.position + 1 < digit.candidates.count else { continue }
            digits.append((digit.candidates, digit.position + 1))
            return true
        }
        return false
    }

    private func candidates(from lower: Int, through upper: Int) -> [Int] {
        let (width, overflow) = upper.subtractingReportingOverflow(lower)
        if !overflow, width < Self.widest { return Array(lower...max(lower, upper)) }
        return [lower, upper, lower + 1, upper - 1]
            + (0..<Self.samples).map { _ in generator.next(from: lower, through: upper) }
    }
}
