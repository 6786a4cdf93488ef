/// Answers the choices of one step for two runs of it: what belongs to nobody, or to the observer, is the
/// same in both; what belongs to another is chosen for each.
///
/// Choices are paired by their names and their order. Where the second run chooses from another range, it
/// takes the nearest value of it; what the first run did not choose is chosen afresh.
final class PairedChoices {
    let observer: Int
    private let source: Choices
    /// What the first run chose and the second has not repeated yet.
    private var shared: [(name: StaticString, value: Any)] = []
    private(set) var isOfAnother = false

    init(observer: Int, source: Choices) {
        self.observer = observer
        self.source = source
    }

    var first: Choices { Choices(Side(self, repeats: false), reportingTo: source) }
    var second: Choices { Choices(Side(self, repeats: true), reportingTo: source) }

    private final class Side: ChoiceInterceptor {
        private let pair: PairedChoices
        private let repeats: Bool

        init(_ pair: PairedChoices, repeats: Bool) {
            self.pair = pair
            self.repeats = repeats
        }

        func belongs(to owner: Int) {
            if owner != pair.observer { pair.isOfAnother = true }
        }

        func number<Number: ChoosableInteger>(
            _ name: StaticString,
            in range: ClosedRange<Number>,
            by distribution: Distribution,
            of owner: Int?
        ) -> Number {
            pair.answer(name, of: owner, repeats: repeats, in: range) {
                pair.source.number(name, in: range, by: distribution)
            }
        }

        func draw(
            _ name: StaticString,
            from lower: Int,
            through upper: Int,
            by distribution: Distribution,
            of owner: Int?
        ) -> Int {
            pair.answer(name, of: owner, repeats: repeats, in: lower...upper) {
                pair.source._draw(name, from: lower, through: upper, by: distribution)
            }
        }
    }

    private func answer<Value: Comparable>(
        _ name: StaticString,
        of owner: Int?,
        repeats: Bool,
        in range: ClosedRange<Value>,
        fresh: () -> Value
    ) -> Value {
        if let owner, owner != observer { return fresh() }
        if repeats {
            let place = shared.firstIndex { Self.isSame($0.name, name) && $0.value is Value }
            guard let place, let value = shared.remove(at: place).value as? Value else { return fresh() }
            // Not `min` and `max`: where the value is a limit, they ask more than they need.
            if value < range.lowerBound { return range.lowerBound }
            return value > range.upperBound ? range.upperBound : value
        }
        let value = fresh()
        shared.append((name, value))
        return value
    }

    private static func isSame(_ first: StaticString, _ second: StaticString) -> Bool {
        first.withUTF8Buffer { mine in second.withUTF8Buffer { mine.elementsEqual($0) } }
    }
}
