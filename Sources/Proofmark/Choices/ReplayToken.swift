import Foundation

/// A counterexample as one word that can be pasted: `pm2-…`. It carries the property, the rule, the choices, a
/// digest of the name of each action that it takes and one of what the choices came to, so that it is not replayed as
/// another run when the specification has changed; and a checksum, so that a damaged one is refused.
public struct ReplayToken: Hashable, Sendable {
    private static let version = "pm2"
    /// What every token begins with.
    private static let prefix = "\(version)-"

    /// Whether the text can be nothing but a token, of this format or of another.
    package static func isMeant(by text: String) -> Bool { text.firstMatch(of: /^pm[0-9]+-/) != nil }

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case notAToken
        case unknownVersion(String)
        case damaged

        public var description: String {
            switch self {
            case .notAToken:
                "this is not a replay token; one starts with \"\(prefix)\" and is printed with each counterexample"
            case .unknownVersion(let version):
                "this token has format \"\(version)\", and this Proofmark reads \(ReplayToken.version); replay it with the version that made it"
            case .damaged:
                "the token is damaged (its checksum does not match); copy it again, whole"
            }
        }
    }

    public var property: String
    public var rule: String
    /// The run, with its actions by the positions that they had when the token was made; see `placed(among:)`.
    public private(set) var choices: ChoiceSequence
    /// Of the names of the actions that the run takes, in the order of their positions.
    private var digests: [UInt32]
    /// Of what the choices came to, such as elements of a collection; 0 if that is not known.
    private var values: UInt32

    /// - Parameters:
    ///   - actions: The names of all actions of the specification, in its order.
    ///   - trace: What the choices came to; `nil` if that is not known.
    public init(
        property: String,
        rule: String,
        choices: ChoiceSequence,
        actions: [String],
        trace: Trace? = nil
    ) {
        self.property = property
        self.rule = rule
        self.choices = choices
        values = trace.map { Self.digest($0, steps: choices.steps.count) } ?? 0
        digests = Self.positions(in: choices).map {
            actions.indices.contains($0) ? Self.digest(actions[$0]) : 0
        }
    }

    /// An action of the run that the specification does not have.
    public struct MissingAction: Error, Equatable, CustomStringConvertible {
        /// Counted from 1.
        public var step: Int

        public var description: String {
            "the action of step \(step) is gone, or has another name"
        }
    }

    /// The same run with its actions at the positions that they have now.
    ///
    /// - Parameter actions: The names of all actions of the specification, in its order.
    package func placed(among actions: [String]) throws(MissingAction) -> ReplayToken {
        let known = Dictionary(zip(actions.map(Self.digest), actions.indices)) { first, _ in first }
        var placed = choices
        for (number, digest) in names.enumerated() {
            guard let position = known[digest] else { throw MissingAction(step: number + 1) }
            placed.steps[number].action = position
        }
        var token = ReplayToken(property: property, rule: rule, choices: placed, actions: actions)
        token.values = values
        return token
    }

    /// Whether the same choices come to other values now: then it is another run.
    package func hasOtherValues(than trace: Trace) -> Bool {
        values != 0 && values != Self.digest(trace, steps: choices.steps.count)
    }

    /// Never 0. A step in which the run died is there, what lies behind the last is not.
    private static func digest(_ trace: Trace, steps: Int) -> UInt32 {
        let values = trace.steps.dropFirst().prefix(steps).map { $0.arguments.joined(separator: "\n") }
        return max(1, digest(values.joined(separator: "\n\n")))
    }

    /// Whether these were the names of the actions, one for each step.
    package func isNamed(_ names: [String]) -> Bool {
        self.names == names.map(Self.digest)
    }

    /// The digest of the name of each step's action.
    private var names: [UInt32] {
        let known = Dictionary(zip(Self.positions(in: choices), digests)) { first, _ in first }
        return choices.steps.compactMap { known[$0.action] }
    }

    private static func positions(in choices: ChoiceSequence) -> [Int] {
        Set(choices.steps.map(\.action)).sorted()
    }

    private static func digest(_ name: String) -> UInt32 { checksum(Array(name.utf8)) }

    public var text: String {
        var bytes = ByteWriter()
        bytes.append(property)
        bytes.append(rule)
        bytes.append(choices)
        for digest in digests + [values] { bytes.append(Int(digest)) }
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
        guard version == Self.version else { throw .unknownVersion(version) }
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
        guard let property = reader.string(), let rule = reader.string(), let choices = reader.sequence()
        else {
            throw .damaged
        }
        digests = []
        for _ in 0...Self.positions(in: choices).count {
            guard let digest = reader.integer().flatMap({ UInt32(exactly: $0) }) else { throw .damaged }
            digests.append(digest)
        }
        guard reader.isAtEnd, let values = digests.popLast() else { throw .damaged }
        self.values = values
        (self.property, self.rule, self.choices) = (property, rule, choices)
    }

    /// FNV-1a, 32 bits: finds slips of copying and tells names apart, which is all it is for.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.reduce(0x811C_9DC5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
    }
}
