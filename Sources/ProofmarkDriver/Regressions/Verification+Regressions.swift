import Foundation
import Proofmark

extension [RegressionOutcome] {
    /// What still fails, by rule; but not what takes a process down: each such case must be met, to be left out.
    func violations(of property: String) -> [String: Verdict] {
        var found: [String: Verdict] = [:]
        for outcome in self where outcome.property == property && outcome.rule != ImplicitRule.neverTraps {
            if case .stillFails(let counterexample) = outcome.verdict {
                found[outcome.rule] = .violated(counterexample)
            }
        }
        return found
    }
}

extension VerificationReport {
    /// Puts down a violation of which no engine came to report.
    mutating func settle(_ left: Regression) {
        guard let run = left.unfinished else { return }
        for place in properties.indices
        where properties[place].property == left.property && properties[place].suite == left.suite {
            for engine in properties[place].engines.indices
            where properties[place].engines[engine].engine == .fuzz {
                for rule in properties[place].engines[engine].findings.indices
                where properties[place].engines[engine].findings[rule].rule == left.rule {
                    properties[place].engines[engine].findings[rule].verdict = .violated(run)
                }
            }
        }
    }
}

/// Violations of earlier verifications: run again before anything else, and saved when they are found.
extension Verification {
    /// Saves what a command that did not come to its end was shrinking, unless a run that breaks the same rule is
    /// saved already: then it is run again with the others.
    ///
    /// - Returns: What could not be saved.
    func adopt(_ shrinking: ShrinkingFolder, _ folder: RegressionFolder, _ suites: [BuiltSuite]) -> [String] {
        var problems: [String] = []
        let leftovers = shrinking.leftovers().filter { isWanted($0.property) }
        var saved = folder.entries().compactMap { try? $0.content.get() }
        for left in leftovers
        where !saved.contains(where: { $0.property == left.property && $0.rule == left.rule }) {
            do {
                try folder.save(left)
                saved.append(left)
            } catch {
                problems.append(
                    "a run that breaks \"\(left.rule)\" could not be saved in \(folder.url.path): "
                        + error.localizedDescription
                )
                return problems
            }
        }
        shrinking.clear(of: Set(leftovers.map(\.property)))
        return problems
    }

    /// What is saved of the properties that are wanted, with what is known of it; and what cannot be read.
    ///
    /// - Parameter isOurs: Whether the property's violations are run again here, and not by another shard.
    func recall(
        _ folder: RegressionFolder,
        _ suites: [BuiltSuite],
        _ catalog: SuiteCatalog,
        isOurs: (_ property: String) -> Bool
    ) -> [RegressionFolder.Entry] {
        folder.entries().compactMap { entry in
            guard case .success(let saved) = entry.content else { return entry }
            guard isWanted(saved.property), isOurs(saved.property) else { return nil }
            var entry = entry
            entry.known = cached(saved, of: suites, catalog)
            // The same violation may be in a file of another name by now.
            entry.known?.file = entry.file
            return entry
        }
    }

    /// Runs every saved violation of which it is not known what becomes of it.
    func rerun(
        _ saved: [RegressionFolder.Entry],
        _ folder: RegressionFolder,
        _ suites: [BuiltSuite],
        _ workplace: Workplace,
        _ cache: VerdictCache?
    ) -> [RegressionOutcome] {
        saved.compactMap { entry in
            let regression: Regression
            switch entry.content {
            case .failure(let failure):
                return RegressionOutcome(
                    file: entry.file,
                    property: "",
                    rule: "",
                    verdict: .damaged(failure.description)
                )
            case .success(let read): regression = read
            }
            if workplace.isInterrupted { return nil }
            if let known = entry.known { return known }
            status.show("running \(entry.file) again")
            if regression.isUnfinished == true,
                let found = shrink(regression, entry.file, in: folder, suites, workplace)
            {
                return RegressionOutcome(
                    file: replace(entry.file, by: found.regression, in: folder),
                    property: regression.property,
                    rule: regression.rule,
                    verdict: .stillFails(found.counterexample)
                )
            }
            let outcome = RegressionOutcome(
                file: entry.file,
                property: regression.property,
                rule: regression.rule,
                verdict: rerun(regression, suites, workplace)
            )
            keep(outcome, of: regression, suites, workplace, cache)
            return outcome
        }
    }

    /// Goes on shrinking; `nil` if the run does not break its rule any more, or is of no use.
    private func shrink(
        _ regression: Regression,
        _ file: String,
        in folder: RegressionFolder,
        _ suites: [BuiltSuite],
        _ workplace: Workplace
    ) -> (regression: Regression, counterexample: Counterexample)? {
        guard let suite = suites.first(having: regression.property),
            let property = suite.properties.first(where: { $0.name == regression.property }),
            let run = try? regression.run(with: property.actions).run,
            let (journal, path) = try? workplace.makeJournal()
        else { return nil }
        var made: Counterexample?
        var best: ChoiceSequence?
        _ = workplace.run(
            suite.executable ?? "",
            .shrink(property: property.name, rule: regression.rule, run.choices),
            limits: .init(total: 60, silence: 15),
            journal: journal,
            journalPath: path
        ) { event in
            if case .investigated(let found) = event { made = found }
            if case .shrunk(_, let simpler) = event { best = simpler }
        }
        if let made {
            let saved = Regression(
                made,
                suite: regression.suite,
                property: property.name,
                rule: regression.rule,
                actions: property.actions
            )
            return (saved, made)
        }
        if let best, best.isSimpler(than: run.choices) {
            let shorter = Regression(
                shrinking: best,
                suite: regression.suite,
                property: property.name,
                rule: regression.rule,
                actions: property.actions
            )
            _ = replace(file, by: shorter, in: folder)
        }
        return nil
    }

    /// - Returns: The name of the file in which the violation is now.
    private func replace(_ file: String, by regression: Regression, in folder: RegressionFolder) -> String {
        guard let name = try? folder.save(regression) else { return file }
        if name != file { try? FileManager.default.removeItem(at: folder.url.appendingPathComponent(file)) }
        return name
    }

    private func rerun(_ regression: Regression, _ suites: [BuiltSuite], _ workplace: Workplace)
        -> RegressionOutcome.Verdict
    {
        if let suite = suites.first(having: regression.property),
            let property = suite.properties.first(where: { $0.name == regression.property })
        {
            guard
                ImplicitRule.all.contains(regression.rule)
                    || property.rules.contains(where: { $0.name == regression.rule })
            else {
                return .noLongerApplies("the property has no such rule any more")
            }
            do throws(Regression.Failure) {
                let (run, missing) = try regression.run(with: property.actions)
                guard let run else {
                    return .noLongerApplies("there is no action \"\(missing ?? "")\" any more")
                }
                return verdict(run, suite, workplace)
            } catch {
                return .damaged(error.description)
            }
        }
        return .noLongerApplies("there is no such property any more")
    }

    private func verdict(_ run: ReplayToken, _ suite: BuiltSuite, _ workplace: Workplace)
        -> RegressionOutcome.Verdict
    {
        if workplace.isInterrupted { return .unknown("interrupted") }
        do throws(CommandFailure) {
            switch try TokenReplay.replay(run, suite.executable ?? "", workplace) {
            case .fails(let counterexample): return .stillFails(counterexample)
            case .holds: return .fixed
            case .differs(let difference):
                return workplace.isInterrupted ? .unknown("interrupted") : .noLongerApplies(difference)
            }
        } catch {
            return .unknown(error.description)
        }
    }

    /// Saves the simplest violation of each rule that none is kept of, or none that still fails.
    ///
    /// - Returns: What could not be saved.
    func save(_ report: VerificationReport, in folder: RegressionFolder, _ suites: [BuiltSuite]) -> [String] {
        var problems: [String] = []
        for property in report.properties {
            let actions = suites.flatMap(\.properties).first { $0.name == property.property }?.actions ?? []
            for rule in property.rules {
                let isKept = report.regressions.contains {
                    guard $0.property == property.property, $0.rule == rule else { return false }
                    if case .stillFails = $0.verdict { return true }
                    return false
                }
                guard !isKept, let best = property.counterexample(for: rule)?.counterexample,
                    // One that shows in another hash order is kept with the rule about hash order.
                    (try? ReplayToken(best.token))?.rule == rule
                else { continue }
                let regression = Regression(
                    best,
                    suite: property.suite,
                    property: property.property,
                    rule: rule,
                    actions: actions
                )
                do {
                    try folder.save(regression)
                } catch {
                    problems.append(
                        "the violation of \"\(rule)\" could not be saved in \(folder.url.path): "
                            + "\(error.localizedDescription); keep its token, or name another folder with --regressions"
                    )
                }
            }
        }
        return problems
    }
}

extension Arguments {
    /// Where violations are saved.
    func savedViolations(in package: String) -> RegressionFolder {
        RegressionFolder(
            url: regressions.map { URL(fileURLWithPath: $0, isDirectory: true) }
                ?? URL(fileURLWithPath: package, isDirectory: true)
                .appendingPathComponent("Properties/Regressions", isDirectory: true)
        )
    }
}
