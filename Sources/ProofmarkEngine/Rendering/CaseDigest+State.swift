package import Proofmark

extension CaseDigest {
    /// Deeper than this, a value's description is folded in whole.
    private static var deepest: Int { 8 }

    /// Folds in the stored properties of any value, by reflection; the elements of sets and dictionaries in no
    /// order.
    package mutating func fold(state: Any) { fold(value: state, depth: 0) }

    private mutating func fold(value: Any, depth: Int) {
        if foldNumber(value) { return }
        let mirror = Mirror(reflecting: value)
        guard !mirror.children.isEmpty, depth < Self.deepest else {
            fold(String(describing: value))
            return
        }
        switch mirror.displayStyle {
        case .set, .dictionary:
            var sum: UInt64 = 0
            for child in mirror.children {
                var digest = CaseDigest()
                digest.fold(value: child.value, depth: depth + 1)
                sum &+= digest.value
            }
            fold(sum)
        case .enum:
            for child in mirror.children {
                fold(child.label ?? "")
                fold(value: child.value, depth: depth + 1)
            }
        default:
            // The end is told from what follows.
            fold(UInt64(mirror.children.count))
            for child in mirror.children { fold(value: child.value, depth: depth + 1) }
        }
    }

    /// What states mostly consist of, without a mirror: that takes a microsecond.
    ///
    /// - Returns: Whether it was such a value.
    private mutating func foldNumber(_ value: Any) -> Bool {
        let type = type(of: value)
        if type == Int.self, let number = value as? Int {
            fold(UInt64(bitPattern: Int64(number)))
        } else if type == Bool.self, let flag = value as? Bool {
            fold(flag ? 1 : 0)
        } else if type == [Int].self, let numbers = value as? [Int] {
            fold(UInt64(numbers.count))
            for number in numbers { fold(UInt64(bitPattern: Int64(number))) }
        } else if type == UInt64.self, let number = value as? UInt64 {
            fold(number)
        } else if type == Double.self, let number = value as? Double {
            fold(number.bitPattern)
        } else if type == String.self, let text = value as? String {
            fold(UInt64(text.utf8.count))
            fold(text)
        } else {
            return false
        }
        return true
    }
}
