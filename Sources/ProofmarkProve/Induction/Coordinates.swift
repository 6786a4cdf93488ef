/// In which order, and together with what, the numbers of a shape are given their values.
///
/// A total grows for ever, and an interval of it says nothing; but there may be a sum of it with other
/// numbers that stays between limits. The bounded proof is the sample to learn from: of the sums in which
/// numbers were joined (see `Join`), and of their differences, the one is taken that kept to most of its
/// limits in every shape.
struct Coordinates {
    struct Coordinate {
        var place: Int
        /// On which sides the number itself keeps to its limits.
        var own: Steadiness
        /// A sum of this number and numbers before it that keeps to more of its limits.
        var sum: (template: LinearForm, steadiness: Steadiness)?
    }

    /// On which sides a sum went nowhere beyond its earlier limits, in any shape.
    struct Steadiness {
        var isBelow: Bool
        var isAbove: Bool

        static let none = Steadiness(isBelow: false, isAbove: false)

        var count: Int { (isBelow ? 1 : 0) + (isAbove ? 1 : 0) }
    }

    /// How a sum went in the sample.
    private struct Course {
        var steadiness = Steadiness(isBelow: true, isAbove: true)
        /// How far a limit moves in a shape, at most; 0 if it goes nowhere.
        var growth: Int128 = 0
        var width: Int128 = 0

        init(of sum: LinearForm, in samples: [[Group]], _ arena: TermArena) {
            for groups in samples {
                let intervals = groups.map { Invariant.interval(of: sum, in: $0, arena) ?? .everything }
                guard let first = intervals.first, let last = intervals.last else { continue }
                let before = intervals.dropLast().reduce(first) { $0.union($1) }
                if last.lower < before.lower { steadiness.isBelow = false }
                if last.upper > before.upper { steadiness.isAbove = false }
                growth = max(growth, last.upper - first.upper, first.lower - last.lower)
                width = max(width, before.union(last).width)
            }
        }
    }

    /// So many sums of one number are tried with others.
    private static let mostSums = 4

    private let arena: TermArena
    private var coordinates: [Int: [Coordinate]] = [:]
    /// For numbers that were the same in every group of a shape, the one of them that is placed first.
    private var equals: [Shape: [Int: Int]] = [:]

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
            let ordered = ordered(size, templates[size] ?? [:], several)
            coordinates[size] = ordered
            for (shape, groups) in samples {
                equals[shape] = Self.equals(among: ordered.map(\.place), in: groups, arena)
            }
        }
    }

    /// For the numbers of states like this.
    func of(_ snapshot: Snapshot) -> [Coordinate] {
        let size = snapshot.numbers.count
        var result = coordinates[size] ?? (0..<size).map { Coordinate(place: $0, own: .none) }
        guard let equals = equals[Shape(snapshot)] else { return result }
        for position in result.indices {
            let place = result[position].place
            guard let other = equals[place],
                let difference = Self.own(place).adding(Self.own(other), times: -1)
            else { continue }
            result[position].sum = (difference, Steadiness(isBelow: true, isAbove: true))
        }
        return result
    }

    private static func equals(among places: [Int], in groups: [Group], _ arena: TermArena) -> [Int: Int] {
        var first: [[TermID]: Int] = [:]
        var result: [Int: Int] = [:]
        for place in places {
            let terms = groups.map { $0.snapshot.numbers[place].term(in: arena) }
            // Two constants are the same by chance.
            guard terms.contains(where: { arena.constantValue($0) == nil }) else { continue }
            if let other = first[terms] { result[place] = other } else { first[terms] = place }
        }
        return result
    }

    static func own(_ place: Int) -> LinearForm { LinearForm(of: TermID(place)) }

    private func ordered(
        _ size: Int,
        _ templates: [Int: Set<LinearForm>],
        _ samples: [[Group]]
    ) -> [Coordinate] {
        var courses: [LinearForm: Course] = [:]
        func course(_ sum: LinearForm) -> Course {
            if let known = courses[sum] { return known }
            let made = Course(of: sum, in: samples, arena)
            courses[sum] = made
            return made
        }
        var result: [Coordinate] = []
        var growing: [(place: Int, growth: Int128)] = []
        for place in 0..<size {
            let growth = course(Self.own(place)).growth
            if growth == 0 {
                result.append(Coordinate(place: place, own: .init(isBelow: true, isAbove: true)))
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
                let growth = course(sum).growth
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
            let own = course(Self.own(place)).steadiness
            // Steady on both sides rather than on one, and then the narrowest.
            let best = usable.filter { course($0).steadiness.count > 0 && $0.parts.count > 1 }.min {
                let (first, second) = (course($0), course($1))
                return (second.steadiness.count, first.width) < (first.steadiness.count, second.width)
            }
            result.append(
                Coordinate(
                    place: place,
                    own: own,
                    sum: own.count == 2 ? nil : best.map { ($0, course($0).steadiness) }
                )
            )
            earlier += sums.prefix(Self.mostSums).map { ($0, course($0).growth) }
            placed.insert(place)
        }
        return result
    }
}
