/// Compares values by their stored properties, whatever their types.
enum Reflection {
    /// Whether two values of one type have the same stored properties, all the way down. Numbers are the
    /// same if they are the same term; sets and dictionaries if they have as many elements.
    static func isSame(_ first: Any, _ second: Any) -> Bool {
        if let number = first as? any AnySymbolic, let other = second as? any AnySymbolic {
            return number.identity == other.identity
        }
        let (mine, theirs) = (Mirror(reflecting: first), Mirror(reflecting: second))
        guard mine.displayStyle == theirs.displayStyle, mine.children.count == theirs.children.count else {
            return false
        }
        switch mine.displayStyle {
        case .set, .dictionary: return true
        case .enum where mine.children.isEmpty: return "\(first)" == "\(second)"
        case nil where mine.children.isEmpty: return "\(first)" == "\(second)"
        default: break
        }
        return zip(mine.children, theirs.children).allSatisfy { child, other in
            child.label == other.label && isSame(child.value, other.value)
        }
    }
}
