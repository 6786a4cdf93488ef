extension Generator {
    /// An integer of the range.
    public static func integer(in range: ClosedRange<Value>, by distribution: Distribution = .edges)
        -> Generator
    where Value: ChoosableInteger {
        Generator { $0.number(in: range, by: distribution) }
    }

    /// One of the elements, which are not none.
    public static func element<Elements: RandomAccessCollection>(of elements: Elements) -> Generator
    where Elements.Element == Value {
        Generator { $0.element(of: elements) }
    }

    /// One of the elements, as often as its weight says; see `Choices.element(of:weights:)`.
    public static func element(of elements: [Value], weights: [Int]) -> Generator {
        Generator { $0.element(of: elements, weights: weights) }
    }

    /// A case of the enumeration.
    public static func `case`(of type: Value.Type) -> Generator
    where Value: CaseIterable, Value.AllCases: RandomAccessCollection {
        Generator { $0.case(of: type) }
    }

    /// A value of one of the generators.
    public static func oneOf(_ generators: Generator...) -> Generator {
        Generator { try $0.element(of: generators).make($0) }
    }

    /// A value of one of the generators, each as often as its weight says, compared to the others.
    public static func frequency(_ weighted: (weight: Int, generator: Generator)...) -> Generator {
        let (weights, generators) = (weighted.map(\.weight), weighted.map(\.generator))
        return Generator { try $0.element(of: generators, weights: weights).make($0) }
    }

    /// A value that may contain values of its own kind.
    ///
    /// - Parameters:
    ///   - depth: How deep one may lie in another.
    ///   - leaf: A value that contains no other: the simplest.
    ///   - branch: A value made of others; it may ask `inner` for as many as it likes.
    public static func recursive(
        depth: Int,
        leaf: Generator,
        branch: @escaping (_ inner: Generator) -> Generator
    ) -> Generator {
        guard depth > 0 else { return leaf }
        return Generator { choose in
            guard choose.flag() else { return try leaf.make(choose) }
            return try branch(.recursive(depth: depth - 1, leaf: leaf, branch: branch)).make(choose)
        }
    }
}

extension Generator<Bool> {
    /// True or false.
    public static var flag: Generator { Generator { $0.flag() } }
}

extension Generator<Double> {
    private static var steps: Int { 1 << 30 }

    /// A finite number of the range: one of 2^30 + 1 at equal distances, the ends more often. For fuzzing; a
    /// proof would try them one by one.
    public static func double(in range: ClosedRange<Double>) -> Generator {
        Generator { choose in
            guard range.lowerBound.isFinite, range.upperBound.isFinite else {
                choose.report("", "has no number at equal distances: \(range) has no end")
                throw AssumptionFailure()
            }
            let share = Double(choose._draw("", from: 0, through: steps)) / Double(steps)
            // Not `lower + share * width`, whose width can be infinite.
            return min(
                max(range.lowerBound * (1 - share) + range.upperBound * share, range.lowerBound),
                range.upperBound
            )
        }
    }
}

extension Generator<String> {
    /// A text of so many of the characters.
    public static func string(
        of characters: [Character] = Array("abcdefghijklmnopqrstuvwxyz"),
        count: ClosedRange<Int> = 0...8
    ) -> Generator {
        Generator<[Character]>.array(of: .element(of: characters), count: count).map { String($0) }
    }

    /// A name: a letter, then letters, digits, `-` and `_`.
    public static func identifier(count: ClosedRange<Int> = 1...12) -> Generator {
        let letters = Array("abcdefghijklmnopqrstuvwxyz")
        let rest = Generator<String>.string(
            of: letters + Array("0123456789-_"),
            count: max(0, count.lowerBound - 1)...max(0, count.upperBound - 1)
        )
        return Generator { choose in
            String(choose.element(of: letters)) + (try rest.make(choose))
        }
    }
}
