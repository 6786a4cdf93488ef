extension Generator {
    /// So many values.
    public static func array<Element>(of element: Generator<Element>, count: ClosedRange<Int>) -> Generator
    where Value == [Element] {
        Generator { choose in
            let count = choose._draw("", from: count.lowerBound, through: count.upperBound)
            return try (0..<count).map { _ in try element.make(choose) }
        }
    }

    /// So many different values. What was there already is drawn again, a hundred times at most: a domain that is
    /// too small for the smallest count is misuse.
    public static func set<Element: Hashable>(of element: Generator<Element>, count: ClosedRange<Int>)
        -> Generator
    where Value == Set<Element> {
        Generator { choose in
            let wanted = choose._draw("", from: count.lowerBound, through: count.upperBound)
            var found: Set<Element> = []
            while found.count < wanted {
                found.insert(try element.filter { !found.contains($0) }.make(choose))
            }
            return found
        }
    }

    /// So many different keys, each with a value; see `set(of:count:)`.
    public static func dictionary<Key: Hashable, Element>(
        of key: Generator<Key>,
        to element: Generator<Element>,
        count: ClosedRange<Int>
    ) -> Generator where Value == [Key: Element] {
        Generator { choose in
            let wanted = choose._draw("", from: count.lowerBound, through: count.upperBound)
            var found: [Key: Element] = [:]
            while found.count < wanted {
                let key = try key.filter { found[$0] == nil }.make(choose)
                found[key] = try element.make(choose)
            }
            return found
        }
    }

    /// Some of the elements, in their order.
    public static func subset<Elements: Collection>(of elements: Elements) -> Generator
    where Value == [Elements.Element] {
        Generator { $0.subset(of: elements) }
    }

    /// All of the elements, in any order.
    public static func permutation<Elements: Collection>(of elements: Elements) -> Generator
    where Value == [Elements.Element] {
        Generator { $0.permutation(of: elements) }
    }
}
