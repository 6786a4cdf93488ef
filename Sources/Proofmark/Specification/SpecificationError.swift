/// What is wrong with a specification itself, as opposed to the system it specifies.
public enum SpecificationError: Error, Equatable, Sendable, CustomStringConvertible {
    case noActions
    case noRules
    case duplicateAction(String)
    case duplicateRule(String)
    case unknownAction(String, rule: String, known: [String])
    case outOfRange(String, rule: String)
    case weightOutOfRange(Int, action: String)
    case shareOutOfRange(Double, label: String)

    public var description: String {
        switch self {
        case .noActions:
            "the specification has no actions, so nothing can happen; add an Action to `actions`"
        case .noRules:
            "the specification has no rules, so nothing can be checked; add a rule to `rules`"
        case .duplicateAction(let name):
            "two actions are called \"\(name)\"; give each its own name"
        case .duplicateRule(let name):
            "two rules or labels are called \"\(name)\"; give each its own name"
        case .unknownAction(let name, let rule, let known):
            "rule \"\(rule)\" counts steps of \"\(name)\", but no action has that name; "
                + "the actions are: \(known.joined(separator: ", "))"
        case .weightOutOfRange(let weight, let action):
            "action \"\(action)\": `weight:` must be from 1 to 1,000,000, not \(weight)"
        case .shareOutOfRange(let share, let label):
            "cover \"\(label)\": `atLeast:` must be above 0 and at most 1, not \(share)"
        case .outOfRange(let what, let rule):
            "rule \"\(rule)\": \(what)"
        }
    }
}

extension SpecificationError {
    /// A difference is never below 0, so such a limit would be broken by every run.
    @inlinable
    static func expectNotNegative<Number: VerifiableInteger>(
        _ limit: Number,
        _ label: String,
        rule: String
    ) throws(SpecificationError) {
        if limit < 0 {
            throw .outOfRange("`\(label):` must be at least 0, not \(limit)", rule: rule)
        }
    }

    /// For each of the known actions, whether its steps count: those named, or all where none is.
    @usableFromInline
    static func positions(
        of actions: [String],
        rule: String,
        known: [String]
    ) throws(SpecificationError) -> [Bool] {
        var counted: [Bool] = Array(repeating: actions.isEmpty, count: known.count)
        for action in actions {
            guard let position = known.firstIndex(of: action) else {
                throw .unknownAction(action, rule: rule, known: known)
            }
            counted[position] = true
        }
        return counted
    }
}
