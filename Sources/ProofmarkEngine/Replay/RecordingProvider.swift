package import Proofmark

/// Draws at random and writes down what it answered.
package final class RecordingProvider: ChoiceProvider {
    package var generator: SplitMix64
    package private(set) var recorded: [ChoiceSequence.Choice] = []
    /// Told of every answer before the code gets it.
    package var onDraw: (() -> Void)?

    package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

    package func beginStep() { recorded.removeAll(keepingCapacity: true) }

    package func draw(
        _ name: StaticString,
        from lower: Int,
        through upper: Int,
        by distribution: Distribution
    ) -> Int {
        let value = generator.next(from: lower, through: upper, by: distribution)
        recorded.append(.init(value, in: lower...upper))
        onDraw?()
        return value
    }
}
