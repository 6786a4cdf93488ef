extension Generator {
    /// So many values.
    public static func array<Element>(of element: Generator<Element>, count: ClosedRange<Int>) -> Generator
    where Value == [Element] {
        Generator { choose in
            let count = try choose.count(count)
            return try (0..<count).map { _ in try element.make(choose) }
        }
    }

    /// So many different values. What was there already is drawn again, a hundred times at most: a domain that is
    /// too small for the smallest count is misuse.
    public static func set<Element: Hashable>(of element: Generator<Element>, count: ClosedRange<Int>)
        -> Generator
    where Value == Set<Element> {
        Generator { choose in
            let wanted = try choose.count(count)
            var found: Set<Element> = []
            while found.count < wanted {
                let new = element.filter(starving: starving(wanted, "elements")) { !found.contains($0) }
                found.insert(try new.make(choose))
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
            let wanted = try choose.count(count)
            var found: [Key: Element] = [:]
            while found.count < wanted {
                let new = key.filter(starving: starving(wanted, "keys")) { found[$0] == nil }
                let key = try new.make(choose)
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

    private static func starving(_ count: Int, _ what: String) -> String {
        "no other \(what) came up in 100 draws, and there are to be \(count); ask for fewer, or choose them from more"
    }
}

extension Choices {
    /// How many there are to be.
    fileprivate func count(_ range: ClosedRange<Int>) throws -> Int {
        guard range.lowerBound >= 0 else {
            report("", "has a count below 0: \(range)")
            throw AssumptionFailure()
        }
        return _draw("", from: range.lowerBound, through: range.upperBound)
    }
}
