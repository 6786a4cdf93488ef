/// Why a state cannot be taken apart. The list is closed: what is not known is refused, not guessed.
package struct WalkRefusal: Error, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case closure
        case weakReference
        case pointer
        /// What only the compiler knows: an address, a task, a continuation, a vector.
        case builtin
        case typeValue
        case index
        case error
        case actor
        /// A class of the standard library or of the system's: what is behind its fields is in no metadata.
        case systemClass
        case uncodableClass
        /// An object that is referred to from elsewhere, too.
        case heldElsewhere
        /// An object in a key: its copies may have other hashes.
        case objectInKey
        /// A number in an `AnyHashable`.
        case boxedNumber
        case cycle
        case notCopyable
        /// Its memory has parts that its metadata does not name.
        case hiddenLayout
        /// A kind of metadata that is not known.
        case unknownKind(UInt)
        case coding(String)
    }

    /// From the state to the property.
    package private(set) var path = ""
    package let type: String
    package let reason: Reason

    init(_ type: Any.Type, _ reason: Reason) {
        self.type = _typeName(type, qualified: false)
        self.reason = reason
    }

    /// Puts the name of what holds the property in front of its path.
    mutating func prepend(_ label: String) {
        let separator = path.isEmpty || path.hasPrefix("[") || label.isEmpty ? "" : "."
        path = label + separator + path
    }

    /// Whether the coding of a type of the system's that holds it may stand for it. Not so for what must never be compared by anything else
    /// than what it is.
    var allowsCoding: Bool {
        switch reason {
        case .systemClass, .pointer, .builtin, .hiddenLayout: true
        case .closure, .weakReference, .typeValue, .index, .error, .actor, .uncodableClass, .heldElsewhere,
            .objectInKey,
            .boxedNumber, .cycle, .notCopyable,
            .unknownKind, .coding:
            false
        }
    }

    package var description: String {
        let property: String
        switch reason {
        case .heldElsewhere: property = "an object in the state"
        default: property = path.isEmpty ? "the state itself" : "the state's property \"\(path)\""
        }
        return "\(property), of type \(type), cannot be taken apart: \(explanation)"
    }

    private var explanation: String {
        switch reason {
        case .closure:
            "two closures cannot be compared; keep in the state what the closure depends on, as an enum or a structure, "
                + "and make the closure where it is called"
        case .weakReference:
            "it is a weak or unowned reference; keep an identifier in its place"
        case .pointer: "it is an address; keep a value or an identifier in its place"
        case .builtin:
            "it holds what only the compiler knows, such as an address, a task or a continuation; keep a value in its place"
        case .typeValue: "it is a type; keep an enum in its place"
        case .index:
            "it is an index of a hash table, which is valid in that one table only; keep the key in its place"
        case .error: "errors are not known here; keep a text or an enum in its place"
        case .actor: "it is an actor; keep what the actor protects in the state, as a structure"
        case .systemClass:
            "what an object of the standard library or the system holds cannot be seen; keep a value in its place, such as "
                + "an array, a number or a text"
        case .uncodableClass:
            "each run needs an object of its own, which is made by decoding; make the class Codable, or a structure"
        case .heldElsewhere:
            "the object is referred to from outside of the state as well, by a static property, the specification, a closure "
                + "or a cache, and each run of a proof gets copies; make the object anew for each state, or keep an enum or "
                + "an identifier in its place"
        case .objectInKey:
            "it is an object in the key of a set or dictionary, and a copy of it may have another hash; use an identifier "
                + "as the key"
        case .boxedNumber:
            "it is a number in an AnyHashable, whose hash in a proof is another; keep the number itself, or an enum"
        case .cycle: "the object refers to itself; keep identifiers in the place of references back"
        case .notCopyable: "its type cannot be copied; keep what it holds in its place"
        case .hiddenLayout:
            "its memory has parts that its type does not name; keep a value of Swift in its place"
        case .unknownKind(let kind):
            "values of this kind (\(String(kind, radix: 16))) are not known; keep a plain value in its place"
        case .coding(let why): "its coding cannot be used: \(why)"
        }
    }
}
