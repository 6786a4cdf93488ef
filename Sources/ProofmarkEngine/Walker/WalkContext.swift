/// Takes values apart by their own coding, and puts them together again.
package protocol WalkCoding {
    func read<Value: Codable>(_ value: Value, into reader: inout WalkReader) throws
    /// The value with the numbers that are next.
    func rebuilt<Value: Codable>(_ value: Value, from writer: inout WalkWriter) throws -> Value
    /// A value of the same type, made by decoding.
    func copy<Value: Codable>(_ value: Value) throws -> Value
}

/// What the walks of one kind of state share.
final class WalkContext {
    let plans: WalkPlans
    let coding: (any WalkCoding)?
    private var types: [ObjectIdentifier: UInt64] = [:]
    private var names: [ObjectIdentifier: UInt64] = [:]
    /// Whether a table of more than one entry was met.
    var hasTables = false
    /// Whether any table was met.
    var hasMetTables = false
    /// Whether an object was met.
    var hasObjects = false
    /// Whether an object was met twice in one value.
    var hasSharedObjects = false
    /// The types that were taken apart by their coding.
    private(set) var coded: Set<String> = []

    init(coding: (any WalkCoding)?) {
        self.coding = coding
        plans = WalkPlans(codes: coding != nil)
    }

    func note(coded type: Any.Type) { coded.insert(_typeName(type, qualified: false)) }

    /// Of a type that is met at run time. Where numbers are words, it says the same of a type of symbolic numbers and of
    /// the plain one.
    func word(of type: RuntimeType, isExpanded: Bool) -> UInt64 {
        let key = ObjectIdentifier(type.type)
        if !isExpanded {
            if let known = types[key] { return known }
            let made = UInt64(types.count)
            types[key] = made
            return made
        }
        if let known = names[key] { return known }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in Self.plainName(of: type.type).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        names[key] = hash
        return hash
    }

    /// The name of the type, with plain integers in the place of symbolic ones.
    static func plainName(of type: Any.Type) -> String {
        var name = _typeName(type, qualified: true)
        for width in ["Int", "UInt"].flatMap({ base in ["", "8", "16", "32", "64"].map { base + $0 } }) {
            name.replace("ProofmarkProve.Symbolic<Swift.\(width)>", with: "Swift.\(width)")
        }
        return name
    }

    static func object(at address: UnsafeRawPointer) -> AnyObject {
        Unmanaged<AnyObject>.fromOpaque(address).takeUnretainedValue()
    }

    static func address(of object: AnyObject) -> UnsafeMutableRawPointer {
        Unmanaged.passUnretained(object).toOpaque()
    }

    /// Another object of the same class.
    func copy(of object: AnyObject) throws(WalkRefusal) -> AnyObject {
        func copy<Value: Codable>(_ value: Value) throws(WalkRefusal) -> AnyObject {
            guard let coding else { throw WalkRefusal(type(of: object), .uncodableClass) }
            let made: AnyObject
            do {
                made = try coding.copy(value) as AnyObject
            } catch {
                throw WalkRefusal(type(of: object), .coding("\(error)"))
            }
            guard type(of: made) == type(of: object), made !== object else {
                throw WalkRefusal(type(of: object), .coding("decoding gives no object of its own"))
            }
            return made
        }
        guard let codable = object as? any Codable else {
            throw WalkRefusal(type(of: object), .uncodableClass)
        }
        return try copy(codable)
    }
}
