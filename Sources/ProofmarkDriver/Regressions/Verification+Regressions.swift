import Foundation
import Proofmark

/// Violations of earlier verifications: run again before anything else, and saved when they are found.
extension Verification {
    func folder(in package: String) -> RegressionFolder {
        RegressionFolder(
            url: arguments.regressions.map { URL(fileURLWithPath: $0, isDirectory: true) }
                ?? URL(fileURLWithPath: package, isDirectory: true)
                .appendingPathComponent("Properties/Regressions", isDirectory: true)
        )
    }

    /// Runs every saved violation of the properties that are wanted.
    func rerun(
        _ folder: RegressionFolder,
        _ suites: [BuiltSuite],
        _ workplace: Workplace
    ) -> [RegressionOutcome] {
        folder.entries().compactMap { entry in
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
            guard isWanted(regression.property), !workplace.isInterrupted else { return nil }
            status.show("running \(entry.file) again")
            return RegressionOutcome(
                file: entry.file,
                property: regression.property,
                rule: regression.rule,
                verdict: rerun(regression, suites, workplace)
            )
        }
    }

    private func rerun(_ regression: Regression, _ suites: [BuiltSuite], _ workplace: Workplace)
        -> RegressionOutcome.Verdict
    {
        for suite in suites {
            guard let property = suite.properties.first(where: { $0.name == regression.property }) else {
                continue
            }
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
        do throws(CommandFailure) {
            switch try TokenReplay.replay(run, suite.executable, workplace) {
            case .fails(let counterexample): return .stillFails(counterexample)
            case .holds: return .fixed
            case .differs(let difference): return .noLongerApplies(difference)
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
                guard !isKept, let best = property.counterexample(for: rule)?.counterexample else { continue }
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
