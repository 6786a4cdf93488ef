import Proofmark
import ProofmarkEngine

extension BoundedProof {
    func run(to group: Group, _ action: Int?, _ choices: [PathChoice], _ model: Model)
        -> ChoiceSequence
    {
        var evaluator = TermEvaluator(arena: exploration.arena)
        evaluator.use(model)
        return run(to: group, action, choices, under: &evaluator)
    }

    private func run(
        to group: Group,
        _ action: Int?,
        _ choices: [PathChoice],
        under evaluator: inout TermEvaluator
    ) -> ChoiceSequence {
        var sequence = group.run(under: &evaluator)
        if let action {
            sequence.steps.append(.init(action: action, choices: choices.map { $0.choice(&evaluator) }))
        }
        return sequence
    }

    /// Notes the run that the present path stands for.
    func notePath(to group: Group, _ action: Int?, _ choices: [PathChoice]) {
        examination?.note { run(to: group, action, choices, under: &exploration.evaluator) }
    }

    func note(
        _ observations: [Stepper<S>.Said],
        from group: Group,
        _ model: Model
    ) {
        for said in observations where !finished.contains(said.rule) {
            let rule = said.rule
            switch said.observation {
            case .quiet: break
            case .triggered:
                guard triggeredAt[rule] == nil else { break }
                if stepper.rules[rule].kind.isWitnessed {
                    guard witnesses.triggers(rule: rule, in: run(to: group, nil, [], model)) else {
                        internalErrors.append(
                            "a run that reaches \"\(stepper.rules[rule].name)\" does not on Int"
                        )
                        break
                    }
                    finished.insert(rule)
                }
                triggeredAt[rule] = exploration.depth
            case .violated:
                triggeredAt[rule] = triggeredAt[rule] ?? exploration.depth
                failed(.violated(rule: rule), run(to: group, nil, [], model))
                finished.insert(rule)
            }
        }
    }

    func failed(_ failure: Failure, _ sequence: ChoiceSequence) {
        let name: String
        switch failure {
        case .violated(let rule), .ruleThrew(let rule, _): name = stepper.rules[rule].name
        case .actionThrew, .died, .guardThrew, .misuse, .excluded: name = ImplicitRule.neverTraps
        }
        switch failure {
        case .violated, .actionThrew, .died: if settled[name] != nil { return }
        // Whatever is known of the rule: the run ends here, and nobody has asked the other rules of it.
        case .ruleThrew, .guardThrew, .misuse, .excluded: if misuse != nil { return }
        }
        let found = witnesses.counterexample(
            failure,
            from: sequence,
            depth: exploration.depth,
            mayTrap: exploration.assumesNoTrap
        )
        guard let found else {
            if let why = examination?.misuseByLooking(sequence) {
                misuse = why
                return
            }
            settled[name] =
                settled[name] ?? .unknown("internal error: a counterexample did not reproduce on Int")
            internalErrors.append(
                "a run that breaks \"\(name)\" in the proof does not break it on Int: \(sequence)"
            )
            return
        }
        switch failure {
        case .violated: settled[name] = .violated(found)
        case .actionThrew, .died: settled[name] = .crashed(found)
        // What the other rules say of this run, and what comes after it, is not known.
        case .ruleThrew: misuse = "rule \"\(name)\": \(found.message)"
        case .guardThrew, .misuse, .excluded: misuse = found.message
        }
    }

    func trapped(_ what: String, _ sequence: ChoiceSequence) {
        exploration.assumeNoTrap()
        guard settled[ImplicitRule.neverTraps] == nil else { return }
        if let found = witnesses.trap(what, in: sequence, depth: exploration.depth) {
            settled[ImplicitRule.neverTraps] = .crashed(found)
        } else {
            settled[ImplicitRule.neverTraps] = .unknown("internal error: a trap did not reproduce on Int")
            internalErrors.append("a run that traps in the proof (\(what)) does not trap on Int: \(sequence)")
        }
    }
}
