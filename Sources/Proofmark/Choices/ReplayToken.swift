import Foundation

/// A counterexample as one word that can be pasted: `pm1-…`. It carries the property, the rule and the
/// choices, and a checksum, so that a damaged one is refused and not replayed as something else.
public struct ReplayToken: Hashable, Sendable {
    /// What every token begins with.
    package static let prefix = "pm1-"

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case notAToken
        case unknownVersion(String)
        case damaged

        public var description: String {
            switch self {
            case .notAToken:
                "this is not a replay token; one starts with \"pm1-\" and is printed with each counterexample"
            case .unknownVersion(let version):
                "this token has format \"\(version)\", and this Proofmark reads pm1; replay it with the version that made it"
            case .damaged:
                "the token is damaged (its checksum does not match); copy it again, whole"
            }
        }
    }

    public var property: String
    public var rule: String
    public var choices: ChoiceSequence

    public init(property: String, rule: String, choices: ChoiceSequence) {
        self.property = property
        self.rule = rule
        self.choices = choices
    }

    public var text: String {
        var bytes = ByteWriter()
        bytes.append(property)
        bytes.append(rule)
        bytes.append(choices)
        let payload = bytes.bytes
        let sum = Self.checksum(payload)
        let all = payload + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * UInt32($0))) }
        let encoded = Data(all).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-")
            .replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
        return Self.prefix + encoded
    }

    public init(_ text: String) throws(Failure) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed.hasPrefix("pm"), let dash = trimmed.firstIndex(of: "-") else { throw .notAToken }
        let version = String(trimmed[..<dash])
        guard version == "pm1" else { throw .unknownVersion(version) }
        var encoded = String(trimmed[trimmed.index(after: dash)...])
            .replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        encoded += String(repeating: "=", count: (4 - encoded.count % 4) % 4)
        guard let all = Data(base64Encoded: encoded).map(Array.init), all.count > 4 else { throw .damaged }
        let payload = Array(all.dropLast(4))
        let sum = all.suffix(4).enumerated().reduce(UInt32(0)) {
            $0 | UInt32($1.element) << (8 * UInt32($1.offset))
        }
        guard Self.checksum(payload) == sum else { throw .damaged }

        var reader = ByteReader(payload)
        guard let property = reader.string(), let rule = reader.string(),
            let choices = reader.sequence(), reader.isAtEnd
        else { throw .damaged }
        self.init(property: property, rule: rule, choices: choices)
    }

    /// FNV-1a, 32 bits: finds slips of copying, which is all it is for.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
