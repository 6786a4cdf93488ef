/// Comparisons: where the values do not decide them, the path forks.
extension Symbolic: Hashable, Comparable {
    public static func == (lhs: Symbolic, rhs: Symbolic) -> Bool {
        if lhs.isConstant, rhs.isConstant { return lhs.constant == rhs.constant }
        let exploration = exploration
        let (first, second) = (lhs.term(in: exploration), rhs.term(in: exploration))
        // Keys of a hash table have been hashed, so their values are known; which of them a table compares
        // depends on its layout and must not leave a mark on the path.
        if let value = exploration.value(of: first), let other = exploration.value(of: second) {
            return value == other
        }
        return exploration.decide(exploration.arena.equal(first, second))
    }

    public static func < (lhs: Symbolic, rhs: Symbolic) -> Bool { !(rhs <= lhs) }

    public static func <= (lhs: Symbolic, rhs: Symbolic) -> Bool {
        if lhs.isConstant, rhs.isConstant { return lhs.constant <= rhs.constant }
        let exploration = exploration
        return exploration.decide(
            exploration.arena.lessOrEqual(lhs.term(in: exploration), rhs.term(in: exploration))
        )
    }

    public static func > (lhs: Symbolic, rhs: Symbolic) -> Bool { !(lhs <= rhs) }

    public static func >= (lhs: Symbolic, rhs: Symbolic) -> Bool { rhs <= lhs }

    /// Equal values must hash equally, so the hash is that of the concrete value.
    public func hash(into hasher: inout Hasher) {
        concrete(for: "a hash").hash(into: &hasher)
    }
}

/// An `AnyHashable` of a plain number equals those of other plain numbers; that of a symbolic one does not.
extension Symbolic: _HasCustomAnyHashableRepresentation {
    /// None: that a number became an `AnyHashable` makes the proof incomplete.
    public func _toCustomAnyHashable() -> AnyHashable? {
        ExplorationContext.current?.noteGap(
            "the code put a number into an AnyHashable, which is equal to others in other cases then; keep the number itself"
        )
        return nil
    }
}
