import Proofmark

extension ShrinkingChallenge {
    public static let all: [ShrinkingChallenge] = lists + numbers + structures

    private static let lists: [ShrinkingChallenge] = [
        .init("a list is its own reverse", { .array(of: .integer(in: 0...1_000), count: 0...20) }) {
            $0 != $0.reversed()
        },
        .init("a list has no large element", { .array(of: .integer(in: 0...1_000), count: 1...100) }) {
            $0.contains { $0 >= 900 }
        },
        .init(
            "lists have few elements in all",
            { .array(of: .array(of: number, count: 0...10), count: 0...10) }
        ) {
            Set($0.joined()).count > 4
        },
        .init("a list has two different elements at most", { .array(of: number, count: 0...20) }) {
            Set($0).count > 2
        },
        .init("a list has a small sum", { .array(of: .integer(in: 0...50), count: 0...20) }) {
            $0.reduce(0, +) >= 100
        },
        .init("a list has no element twice", { .array(of: number, count: 0...20) }) {
            Set($0).count < $0.count
        },
        .init("removing an element leaves none", { .array(of: number, count: 1...20) }) { list in
            list.dropFirst().contains(list[0])
        },
        .init("a list is sorted", { .array(of: .integer(in: -100...100), count: 0...20) }) {
            $0 != $0.sorted()
        },
        .init("no two point at each other", { .array(of: .integer(in: 0...9), count: 2...10) }) { list in
            list.indices.contains { place in
                let other = list[place]
                return other != place && other < list.count && list[other] == place
            }
        },
        .init("five lists have a small sum in all") { choose in
            let list = Generator.array(of: .integer(in: 0...20_000), count: 0...4)
            let sums = try (0..<5).map { _ in try choose(list).reduce(0, +) }
            return sums.allSatisfy { $0 < 25_600 } && sums.reduce(0, +) >= 50_000
        },
    ]

    private static let numbers: [ShrinkingChallenge] = [
        .init("the difference is not zero") { choose in
            let (x, y) = (choose.number(in: 1...200), choose.number(in: 1...200))
            return x >= 10 && x == y
        },
        .init("the difference is not small") { choose in
            let (x, y) = (choose.number(in: 1...1_000), choose.number(in: 1...1_000))
            return x >= 10 && (1...4).contains(abs(x - y))
        },
        .init("the difference is not one") { choose in
            let (x, y) = (choose.number(in: 1...200), choose.number(in: 1...200))
            return x >= 10 && abs(x - y) == 1
        },
        .init("a product is small") { choose in
            choose.number(in: 0...100) * choose.number(in: 0...100) >= 1_000
        },
        .init("an even number is small", { .integer(in: 0...100_000).filter { $0 % 2 == 0 } }) { $0 >= 777 },
        .init("a multiple of seven is small", { .integer(in: 0...100_000).filter { $0 % 7 == 0 } }) {
            $0 >= 500
        },
        .init("two numbers do not add up to a third") { choose in
            let numbers = (0..<3).map { _ in choose.number(in: 1...30) }
            return numbers[0] + numbers[1] == numbers[2]
        },
    ]

    private static let structures: [ShrinkingChallenge] = [
        // Draws of the set that were rejected make the run long, and none of the numbers matters.
        .init("no set follows many numbers") { choose in
            for _ in 0..<20 { _ = choose.number(in: 3...100) }
            return try !choose(.set(of: .integer(in: 1...5), count: 4...5)).isEmpty
        },
        .init("a word has no letter twice in a row", { .string(count: 0...12) }) { word in
            zip(word, word.dropFirst()).contains { $0 == $1 }
        },
        .init("a set has a small sum", { Generator<Set<Int>>.set(of: .integer(in: 0...20), count: 0...8) }) {
            $0.reduce(0, +) >= 30
        },
        .init("a permutation is in order", { .permutation(of: 0..<6) }) { $0 != Array(0..<6) },
        .init("a subset weighs little", { .subset(of: [1, 2, 4, 8, 16, 32]) }) { $0.reduce(0, +) >= 20 },
        .init("nested lists have few elements", { nested }) { $0.leaves > 10 },
        .init("nothing is divided by zero", { formula }) { $0.value == nil && !$0.dividesByConstantZero },
    ]

    private static var number: Generator<Int> { .integer(in: -50...50) }

    private indirect enum Nested: Sendable {
        case leaf
        case list([Nested])

        var leaves: Int {
            switch self {
            case .leaf: 1
            case .list(let inner): inner.reduce(0) { $0 + $1.leaves }
            }
        }
    }

    private static var nested: Generator<Nested> {
        .recursive(depth: 4, leaf: .constant(.leaf)) { inner in
            Generator.array(of: inner, count: 0...6).map(Nested.list)
        }
    }

    private indirect enum Formula: Sendable {
        case number(Int)
        case sum(Formula, Formula)
        case quotient(Formula, Formula)

        /// `nil` if something is divided by zero.
        var value: Int? {
            switch self {
            case .number(let number): return number
            case .sum(let first, let second):
                guard let first = first.value, let second = second.value else { return nil }
                return first + second
            case .quotient(let first, let second):
                guard let first = first.value, let second = second.value, second != 0 else { return nil }
                return first / second
            }
        }

        var dividesByConstantZero: Bool {
            switch self {
            case .number: return false
            case .sum(let first, let second):
                return first.dividesByConstantZero || second.dividesByConstantZero
            case .quotient(let first, let second):
                if case .number(0) = second { return true }
                return first.dividesByConstantZero || second.dividesByConstantZero
            }
        }
    }

    private static var formula: Generator<Formula> {
        .recursive(depth: 4, leaf: Generator.integer(in: -10...10).map(Formula.number)) { inner in
            Generator { choose in
                let (isSum, first, second) = (choose.flag(), try choose(inner), try choose(inner))
                return isSum ? .sum(first, second) : .quotient(first, second)
            }
        }
    }
}
