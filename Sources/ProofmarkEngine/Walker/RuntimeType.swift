import CRuntime

/// What the runtime's metadata says of a type.
struct RuntimeType {
    let type: Any.Type
    let metadata: UnsafeRawPointer

    init(_ type: Any.Type) {
        self.type = type
        metadata = unsafeBitCast(type, to: UnsafeRawPointer.self)
    }

    init(metadata: UnsafeRawPointer) {
        type = unsafeBitCast(metadata, to: Any.Type.self)
        self.metadata = metadata
    }

    /// The kinds of metadata that a walk knows. Source: swift/include/swift/ABI/MetadataKind.def.
    enum Kind: Equatable {
        case structure, enumeration, optional, tuple, function, existential, metatype, object
        case other(UInt)
    }

    var kind: Kind {
        switch proofmark_kind(metadata) {
        case 0x200: .structure
        case 0x201: .enumeration
        case 0x202: .optional
        case 0x301: .tuple
        case 0x302: .function
        case 0x303: .existential
        case 0x304, 0x306: .metatype
        // A class of Objective-C has a pointer here.
        case 0, 0x801...: .object
        case let kind: .other(UInt(kind))
        }
    }

    var size: Int { proofmark_size(metadata) }
    var stride: Int { proofmark_stride(metadata) }
    var alignmentMask: Int { proofmark_alignment_mask(metadata) }

    private var flags: UInt32 { proofmark_flags(metadata) }
    var isCopyable: Bool { flags & 0x80_0000 == 0 }
    var isBitwiseTakable: Bool { flags & 0x10_0000 == 0 }
    var hasEnumWitnesses: Bool { flags & 0x20_0000 != 0 }
    /// Whether an existential holds it in place.
    var isInline: Bool { flags & 0x2_0000 == 0 }

    struct Field {
        var name: String
        var type: RuntimeType
        var offset: Int
        /// False for `weak` and `unowned`.
        var isStrong: Bool
    }

    /// Of a structure, a tuple, or a class with its superclasses.
    var fields: [Field] {
        (0..<proofmark_field_count(metadata)).compactMap { index in
            let field = proofmark_field_at(metadata, index)
            defer { proofmark_field_done(field) }
            guard let type = field.type else { return nil }
            return Field(
                name: field.name.map { String(cString: $0) } ?? "\(index)",
                type: RuntimeType(metadata: type),
                offset: field.offset,
                isStrong: field.is_strong
            )
        }
    }

    struct Case {
        var name: String
        var hasPayload: Bool
        var payload: RuntimeType?
        var isIndirect: Bool
    }

    /// Of an enum, by their tags; `nil` if nothing is known of them.
    var cases: [Case]? {
        if kind == .optional {
            let wrapped = metadata.load(fromByteOffset: 16, as: UnsafeRawPointer.self)
            return [
                Case(name: "", hasPayload: true, payload: RuntimeType(metadata: wrapped), isIndirect: false),
                Case(name: "none", hasPayload: false, payload: nil, isIndirect: false),
            ]
        }
        let count = proofmark_case_count(metadata)
        guard count >= 0, hasEnumWitnesses else { return nil }
        return (0..<count).map { tag in
            let found = proofmark_case_at(metadata, tag)
            return Case(
                name: found.name.map { String(cString: $0) } ?? "\(tag)",
                hasPayload: found.has_payload,
                payload: found.type.map(RuntimeType.init(metadata:)),
                isIndirect: found.is_indirect
            )
        }
    }

    /// Of a class: itself, then what it inherits from.
    var classes: [Any.Type] {
        var found: [Any.Type] = []
        var next: UnsafeRawPointer? = metadata
        while let metadata = next {
            let type = RuntimeType(metadata: metadata)
            guard type.kind == .object else { break }
            found.append(type.type)
            next = proofmark_superclass(metadata)
        }
        return found
    }

    /// Of an existential type.
    var isClassBound: Bool { proofmark_existential_flags(metadata) & 0x8000_0000 == 0 }
    /// `any Error`, which is a box of its own kind.
    var isSpecialExistential: Bool { proofmark_existential_flags(metadata) & 0x3F00_0000 != 0 }
}
