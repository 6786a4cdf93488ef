/// Compares values by their stored properties, whatever their types: whether a coding lost anything.
enum Reflection {
    /// Whether two values of one type have the same stored properties, all the way down, those of superclasses too.
    /// Numbers are the same if they are the same term; sets and dictionaries if each element has its like.
    static func isSame(_ first: Any, _ second: Any) -> Bool {
        if let number = first as? any AnySymbolic, let other = second as? any AnySymbolic {
            return number.identity == other.identity
        }
        return isSame(Mirror(reflecting: first), Mirror(reflecting: second), first, second)
    }

    private static func isSame(_ mine: Mirror, _ theirs: Mirror, _ first: Any, _ second: Any) -> Bool {
        guard mine.displayStyle == theirs.displayStyle, mine.children.count == theirs.children.count else {
            return false
        }
        switch (mine.superclassMirror, theirs.superclassMirror) {
        case (nil, nil): break
        case (let mine?, let theirs?) where isSame(mine, theirs, first, second): break
        default: return false
        }
        if mine.children.isEmpty {
            switch mine.displayStyle {
            case .enum, nil: return "\(first)" == "\(second)"
            default: return true
            }
        }
        switch mine.displayStyle {
        case .set, .dictionary:
            var others = Array(theirs.children)
            return mine.children.allSatisfy { child in
                guard let place = others.firstIndex(where: { isSame(child.value, $0.value) }) else {
                    return false
                }
                others.remove(at: place)
                return true
            }
        default:
            return zip(mine.children, theirs.children).allSatisfy { child, other in
                child.label == other.label && isSame(child.value, other.value)
            }
        }
    }
}
