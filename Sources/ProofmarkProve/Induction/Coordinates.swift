/// In which order, and together with what, the numbers of a shape are given their values.
///
/// A total grows for ever, and an interval of it says nothing; but there may be a sum of it with other
/// numbers that stays between limits. The bounded proof is the sample to learn from: of the sums in which
/// numbers were joined (see `Join`), and of differences of two that grow, the one is taken that went beyond
/// its earlier limits in the fewest shapes.
struct Coordinates {
    struct Coordinate {
        var place: Int
        /// A sum of this number and numbers before it; the number itself where it is steady, or where
        /// nothing is.
        var template: LinearForm
        /// Whether it stayed between limits in every shape.
        var isSteady: Bool
    }

    /// So many sums of one number are tried with others.
    private static let mostSums = 4

    private let arena: TermArena
    private var coordinates: [Int: [Coordinate]] = [:]

    /// - Parameter groups: In the order of their layers.
    init(_ groups: [Group], arena: TermArena) {
        self.arena = arena
        var shapes: [Int: [Shape: [Group]]] = [:]
        var templates: [Int: [Int: Set<LinearForm>]] = [:]
        for group in groups {
            let size = group.snapshot.numbers.count
            shapes[size, default: [:]][Shape(group.snapshot), default: []].append(group)
            for source in [group] + group.edges.map(\.source) where source.snapshot.numbers.count == size {
                for (place, template) in source.templates {
                    templates[size, default: [:]][place, default: []].insert(template)
                }
            }
        }
        for (size, samples) in shapes {
            let several = samples.values.filter { $0.count > 1 }
            coordinates[size] = ordered(size, templates[size] ?? [:], several)
        }
    }

    /// For states of so many numbers.
    func of(_ size: Int) -> [Coordinate] {
        coordinates[size] ?? (0..<size).map { Coordinate(place: $0, template: Self.own($0), isSteady: false) }
    }

    static func own(_ place: Int) -> LinearForm { LinearForm(0, [.init(atom: TermID(place), factor: 1)]) }

    private func ordered(
        _ size: Int,
        _ templates: [Int: Set<LinearForm>],
        _ samples: [[Group]]
    ) -> [Coordinate] {
        var result: [Coordinate] = []
        var growing: [(place: Int, growth: Int128)] = []
        for place in 0..<size {
            let growth = growth(Self.own(place), samples)
            if growth == 0 {
                result.append(Coordinate(place: place, template: Self.own(place), isSteady: true))
            } else {
                growing.append((place, growth))
            }
        }
        // The slow ones first: the others are whole multiples of them.
        growing.sort { ($0.growth, $0.place) < ($1.growth, $1.place) }
        var placed = Set(result.map(\.place))
        var earlier: [(sum: LinearForm, growth: Int128)] = []
        for place in growing.map(\.place) {
            // Sorted, so that the order of a hash table decides nothing.
            let sums = [Self.own(place)] + (templates[place] ?? []).sorted { "\($0)" < "\($1)" }
            let differences = sums.flatMap { sum in
                let growth = growth(sum, samples)
                return earlier.flatMap { other -> [LinearForm] in
                    let ratio = growth / max(1, other.growth)
                    return Set([1, -1, -2, -ratio, -ratio - 1]).subtracting([0]).sorted()
                        .compactMap { sum.adding(other.sum, times: $0) }
                }
            }
            let usable = (sums + differences).filter { sum in
                sum.factor(of: TermID(place)) == 1
                    && sum.parts.allSatisfy { Int($0.atom) == place || placed.contains(Int($0.atom)) }
            }
            let ranked = usable.map { (sum: $0, rank: unsteadiness($0, samples)) }
            let best = ranked.filter { $0.rank.shapes == 0 }.min { $0.rank.width < $1.rank.width }
            result.append(
                Coordinate(place: place, template: best?.sum ?? Self.own(place), isSteady: best != nil)
            )
            earlier += sums.prefix(Self.mostSums).map { ($0, growth($0, samples)) }
            placed.insert(place)
        }
        return result
    }

    /// How far a limit of the sum moves in a shape, at most; 0 if it goes nowhere.
    private func growth(_ template: LinearForm, _ samples: [[Group]]) -> Int128 {
        var growth: Int128 = 0
        for groups in samples {
            let intervals = groups.map { Invariant.interval(of: template, in: $0, arena) ?? .everything }
            guard let last = intervals.last else { continue }
            growth = max(growth, last.upper - intervals[0].upper, intervals[0].lower - last.lower)
        }
        return growth
    }

    /// In how many shapes the sum went beyond what it was before in that shape, and how wide it is.
    private func unsteadiness(
        _ template: LinearForm,
        _ samples: [[Group]]
    ) -> (shapes: Int, width: Int128) {
        var shapes = 0
        var width: Int128 = 0
        for groups in samples {
            let intervals = groups.map { Invariant.interval(of: template, in: $0, arena) ?? .everything }
            guard let last = intervals.last else { continue }
            let before = intervals.dropLast().reduce(intervals[0]) { $0.union($1) }
            if last.lower < before.lower || last.upper > before.upper { shapes += 1 }
            let whole = before.union(last)
            width = max(width, whole.upper - whole.lower)
        }
        return (shapes, width)
    }
}
