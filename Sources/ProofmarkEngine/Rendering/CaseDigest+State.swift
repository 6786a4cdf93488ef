import Foundation
package import Proofmark

extension CaseDigest {
    /// Deeper than this, a value's description is folded in whole.
    private static var deepest: Int { 64 }

    /// Folds in the stored properties of any value; the elements of sets and dictionaries in no order.
    package mutating func fold(state: Any) { fold(value: state, depth: 0) }

    private mutating func fold(value: Any, depth: Int) {
        func open<Value>(_ value: Value) {
            withUnsafePointer(to: value) {
                fold(UnsafeRawPointer($0), as: StateShape.of(Value.self), depth: depth)
            }
        }
        open(value)
    }

    /// - Parameter place: Where a value of this shape lies.
    mutating func fold(_ place: UnsafeRawPointer, as shape: StateShape, depth: Int) {
        switch shape {
        case .word(let bytes):
            switch bytes {
            case 1: fold(UInt64(place.load(as: UInt8.self)))
            case 2: fold(UInt64(place.load(as: UInt16.self)))
            case 4: fold(UInt64(place.load(as: UInt32.self)))
            default: fold(place.load(as: UInt64.self))
            }
        case .text:
            let text = place.assumingMemoryBound(to: String.self).pointee
            fold(UInt64(text.utf8.count))
            fold(text)
        case .container(let type) where depth < Self.deepest:
            type.fold(place, into: &self, depth: depth + 1)
        case .container(let type): fold(String(describing: type.value(at: place)))
        case .fields(let fields):
            for field in fields { fold(place + field.offset, as: field.shape, depth: depth) }
        case .mirrored(let load): fold(mirrored: load(place), depth: depth)
        }
    }

    private mutating func fold(mirrored value: Any, depth: Int) {
        if let data = value as? Data {
            fold(UInt64(bitPattern: Int64(data.startIndex)))
            fold(UInt64(data.count))
            for byte in data { fold(UInt64(byte)) }
            return
        }
        let mirror = Mirror(reflecting: value)
        let inherited = mirror.superclassMirror
        // A vector has no children that say anything.
        guard !mirror.children.isEmpty || inherited != nil, depth < Self.deepest, !(value is any SIMD) else {
            fold(String(describing: value))
            return
        }
        var ancestor = inherited
        while let mirror = ancestor {
            for child in mirror.children { fold(value: child.value, depth: depth + 1) }
            ancestor = mirror.superclassMirror
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
}
