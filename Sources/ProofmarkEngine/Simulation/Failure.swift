import Proofmark

/// Why a run ended before its time.
@usableFromInline
package enum Failure: Error, Equatable, Sendable {
    case violated(rule: Int)
    /// An error left the action: the code under test failed and nobody handled it.
    case actionThrew(action: Int, error: ThrownError)
    /// The code under test took its process down; known only to those who watch from outside.
    case died(how: String)
    case ruleThrew(rule: Int, error: ThrownError)
    case guardThrew(action: Int, error: ThrownError)
    case misuse(action: Int, String)
    /// What the action assumes does not hold: the run ends before the step, and nothing is wrong.
    case excluded(action: Int)

    /// Whether a shrunk run that fails like `other` still shows the same fault.
    package func isSameFault(as other: Failure) -> Bool {
        switch (self, other) {
        case (.violated(let mine), .violated(let theirs)): mine == theirs
        case (.actionThrew(_, let mine), .actionThrew(_, let theirs)): mine.type == theirs.type
        case (.died, .died): true
        case (.ruleThrew(let mine, _), .ruleThrew(let theirs, _)): mine == theirs
        case (.guardThrew(let mine, _), .guardThrew(let theirs, _)): mine == theirs
        case (.misuse(let mine, _), .misuse(let theirs, _)): mine == theirs
        case (.violated, _), (.actionThrew, _), (.died, _), (.ruleThrew, _), (.guardThrew, _), (.misuse, _),
            (.excluded, _):
            false
        }
    }
}

/// An error that user code threw, as text: the prover's errors may hold numbers that no other engine knows.
@usableFromInline
package struct ThrownError: Equatable, Sendable, CustomStringConvertible {
    @usableFromInline package var description: String
    @usableFromInline package var type: String

    @usableFromInline
    package init(_ error: any Error) {
        description = String(describing: error)
        type = String(describing: Swift.type(of: error))
    }
}

extension Simulation {
    /// What the failure says about which rule.
    package func rule(blamedBy failure: Failure) -> String {
        switch failure {
        case .violated(let rule), .ruleThrew(let rule, _): rules[rule].name
        case .actionThrew, .died, .guardThrew, .misuse, .excluded: ImplicitRule.neverTraps
        }
    }

    /// The failure as a sentence.
    package func describe(_ failure: Failure) -> String {
        switch failure {
        case .violated(let rule):
            monitors[rule].violation ?? violated(rules[rule].kind)
        case .actionThrew(let action, let error): "action \"\(actions[action].name)\" threw \(error)"
        case .died(let how): how
        case .ruleThrew(_, let error):
            "the rule itself threw \(error); a rule must give true or false for every state"
        case .guardThrew(let action, let error):
            "the guard of action \"\(actions[action].name)\" threw \(error); a guard must give true or false"
        case .excluded(let action): "action \"\(actions[action].name)\" assumes what does not hold"
        case .misuse(let action, let message): "action \"\(actions[action].name)\": \(message)"
        }
    }

    private func violated(_ kind: RuleKind) -> String {
        switch kind {
        case .always: "the condition is false"
        case .leadsTo: "the goal was not reached within the limit"
        case .fair: "the difference in service exceeds the bound"
        case .guaranteedShare: "the service falls behind its share by more than the bound"
        case .isolated: "the observer can tell the two runs apart"
        case .sometimes, .cover, .implicit: "violated"
        }
    }
}
