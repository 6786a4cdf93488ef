package import Proofmark

/// A rule with all that is known of it, as reports for machines list it.
package struct RuleOutcome {
    package var property: PropertyReport
    package var rule: String

    package var code: ExitCode { property.exitCode(for: rule) }
    package var holds: Bool { code == .holds }
    package var location: SourceLocation? { property.locations[rule] }
    package var counterexample: (engine: Engine, counterexample: Counterexample)? {
        property.counterexample(for: rule)
    }

    /// Each engine with its verdict, such as "fuzz ✓ 10,000 cases".
    package var evidence: [(engine: String, verdict: String)] {
        let isSettled = [.holds, .violated].contains(code)
        return property.findings(for: rule).map {
            ($0.engine.rawValue, TextReport.brief($0.finding, seenElsewhere: isSettled))
        }
    }

    /// Why the rule does not hold, in a sentence or a few; empty if it holds.
    package var reason: String {
        if holds { return "" }
        if let found = counterexample?.counterexample {
            return "\(found.message), in \(TextReport.steps(found.choices.steps.count))"
        }
        let reasons = property.findings(for: rule).compactMap { engine, finding -> String? in
            switch finding.verdict {
            case .vacuous(let what): "\(engine.rawValue): vacuous, \(what)"
            case .unknown(let why): "\(engine.rawValue): unknown, \(why)"
            case .misuse(let what): "\(engine.rawValue): misuse, \(what)"
            case .proved, .exhausted, .passed, .violated, .crashed: nil
            }
        }
        return reasons.joined(separator: "; ")
    }

    /// The run as a terminal shows it, without colours; `nil` if there is none.
    package var run: String? {
        counterexample.map { engine, found in
            CounterexampleText(
                found,
                property: property.property,
                rule: rule,
                engine: engine,
                location: location,
                style: .plain
            ).text
        }
    }
}

extension VerificationReport {
    package var outcomes: [RuleOutcome] {
        properties.flatMap { property in property.rules.map { RuleOutcome(property: property, rule: $0) } }
    }

    /// What does not stand with a rule, and is no pass: regressions that still fail, files that cannot be read,
    /// contradictions, and that the verification did not come to its end.
    package var troubles: [(title: String, reason: String)] {
        var found = regressions.compactMap { outcome -> (String, String)? in
            switch outcome.verdict {
            case .stillFails(let run):
                ("\(outcome.property): \(outcome.rule)", "\(outcome.file) still fails: \(run.message)")
            case .damaged(let why): (outcome.file, "damaged: \(why)")
            case .unknown(let why): (outcome.file, "could not be run again: \(why)")
            case .fixed, .noLongerApplies: nil
            }
        }
        for property in properties {
            found += property.contradictions.map { (property.property, "internal error: \($0)") }
            found += property.engines.flatMap(\.internalErrors).map {
                (property.property, "internal error: \($0)")
            }
        }
        found += shortfalls.map { ($0.title ?? "evidence", $0.message) }
        if !isComplete { found.append(("verification", "incomplete: it was interrupted")) }
        return found
    }
}
