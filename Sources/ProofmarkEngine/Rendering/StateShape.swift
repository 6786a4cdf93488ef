import Proofmark
import Synchronization

#if os(Linux)
    @_spi(Reflection) import Swift
#endif

/// How the values of a type become part of a digest: found out once for each type, and read from then on where they lie
/// in memory. A mirror takes a microsecond for each value.
indirect enum StateShape: Sendable {
    /// A number or a truth value of so many bytes.
    case word(bytes: Int)
    case text
    case container(any FoldableContainer.Type)
    /// A structure or a tuple. What lies between its fields means nothing.
    case fields([Field])
    /// Anything else. So are structures that hold references: a weak one is told from others by a mirror alone.
    case mirrored(load: @Sendable (UnsafeRawPointer) -> Any)

    struct Field: Sendable {
        var offset: Int
        var shape: StateShape
    }

    private static let known = Mutex<[ObjectIdentifier: StateShape]>([:])

    static func of<Value>(_ type: Value.Type) -> StateShape {
        let key = ObjectIdentifier(type)
        if let shape = known.withLock({ $0[key] }) { return shape }
        let shape = find(type)
        known.withLock { $0[key] = shape }
        return shape
    }

    private static func find<Value>(_ type: Value.Type) -> StateShape {
        if words.contains(ObjectIdentifier(type)) { return .word(bytes: MemoryLayout<Value>.size) }
        if type == String.self { return .text }
        if let container = type as? any FoldableContainer.Type { return .container(container) }
        // A vector says what is in it only as a whole.
        if isStructure(type), !(type is any CustomReflectable.Type), !(type is any SIMD.Type),
            let fields = fields(of: type)
        {
            return .fields(fields)
        }
        return .mirrored { $0.assumingMemoryBound(to: Value.self).pointee }
    }

    private static let words: Set<ObjectIdentifier> = [
        ObjectIdentifier(Int.self), ObjectIdentifier(Int8.self), ObjectIdentifier(Int16.self),
        ObjectIdentifier(Int32.self), ObjectIdentifier(Int64.self), ObjectIdentifier(UInt.self),
        ObjectIdentifier(UInt8.self), ObjectIdentifier(UInt16.self), ObjectIdentifier(UInt32.self),
        ObjectIdentifier(UInt64.self), ObjectIdentifier(Bool.self), ObjectIdentifier(Double.self),
        ObjectIdentifier(Float.self),
    ]

    private struct Box<Value> { var value: Value }

    /// Asked through a box: of an existential itself the standard library may not be asked for fields.
    private static func isStructure<Value>(_ type: Value.Type) -> Bool {
        #if os(Linux)
            return _forEachField(of: Box<Value>.self) { _, _, _, kind in
                switch kind {
                case .struct, .tuple: true
                default: false
                }
            }
        #else
            return false
        #endif
    }

    /// - Returns: `nil` if the type has no fields, or one that may be a reference.
    private static func fields(of type: Any.Type) -> [Field]? {
        // Elsewhere the standard library does not offer this.
        #if os(Linux)
            var fields: [Field] = []
            let areAllPlain = _forEachField(of: type) { _, offset, type, kind in
                switch kind {
                case .struct, .enum, .tuple: break
                case .optional where isPlainOptional(type): break
                default: return false
                }
                fields.append(Field(offset: offset, shape: shape(of: type)))
                return true
            }
            return areAllPlain && !fields.isEmpty ? fields : nil
        #else
            return nil
        #endif
    }

    private static func shape(of type: Any.Type) -> StateShape {
        func open<Value>(_ type: Value.Type) -> StateShape { of(type) }
        return open(type)
    }

    /// Whether no weak reference looks like this.
    private static func isPlainOptional(_ type: Any.Type) -> Bool {
        guard let optional = type as? any FoldableContainer.Type else { return false }
        if case .mirrored = optional.content { return false }
        return true
    }
}

/// Holds values of one type, one behind another.
protocol FoldableContainer: SendableMetatype {
    static var content: StateShape { get }
    static func fold(_ place: UnsafeRawPointer, into digest: inout CaseDigest, depth: Int)
}

extension FoldableContainer {
    static func value(at place: UnsafeRawPointer) -> Self { place.assumingMemoryBound(to: Self.self).pointee }
}

extension Array: FoldableContainer {
    static var content: StateShape { StateShape.of(Element.self) }

    static func fold(_ place: UnsafeRawPointer, into digest: inout CaseDigest, depth: Int) {
        let content = content
        value(at: place).withUnsafeBufferPointer { elements in
            // The end is told from what follows.
            digest.fold(UInt64(elements.count))
            guard var place = UnsafeRawPointer(elements.baseAddress) else { return }
            for _ in 0..<elements.count {
                digest.fold(place, as: content, depth: depth)
                place += MemoryLayout<Element>.stride
            }
        }
    }
}

extension Optional: FoldableContainer {
    static var content: StateShape { StateShape.of(Wrapped.self) }

    static func fold(_ place: UnsafeRawPointer, into digest: inout CaseDigest, depth: Int) {
        guard let value = value(at: place) else { return digest.fold(0) }
        digest.fold(1)
        withUnsafePointer(to: value) { digest.fold(UnsafeRawPointer($0), as: content, depth: depth) }
    }
}
