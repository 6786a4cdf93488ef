import Foundation
import Proofmark

/// What of a verification need not be done again.
extension Verification {
    /// The unit's report, if it was earned before by all that it depends on.
    func cached(_ unit: WorkUnit, _ catalog: SuiteCatalog) -> EngineReport? {
        guard isCacheable, unit.property.problem == nil, !unit.fingerprint.isEmpty else { return nil }
        return catalog.kept(EngineReport.self, key(unit))?.content
    }

    /// Keeps what another run would come to again: no violation, which is run again in any case, and nothing that a
    /// faster machine or a second try may find out.
    func keep(_ report: EngineReport, of unit: WorkUnit, _ cache: VerdictCache?) {
        // Another command may have built other sources in the same place meanwhile.
        guard isCacheable, let cache, isFinal(report, unit.arguments), !unit.fingerprint.isEmpty,
            let stamp = unit.stamp, ExecutableStamp(unit.executable) == stamp
        else { return }
        var report = report
        report.cached = Self.provenance
        cache.write(
            WithInputs(content: report, inputs: unit.workplace.inputs(of: unit.executable)),
            key(unit)
        )
    }

    /// What became of a saved violation when it was last run again, if nothing changed since then.
    func cached(_ regression: Regression, of suites: [BuiltSuite], _ catalog: SuiteCatalog)
        -> RegressionOutcome?
    {
        guard isCacheable, let suite = suites.first(having: regression.property),
            !suite.fingerprint.isEmpty, let key = key(regression, suite)
        else { return nil }
        return catalog.kept(RegressionOutcome.self, key)?.content
    }

    /// Keeps what does not fail: a violation is run again in any case.
    func keep(
        _ outcome: RegressionOutcome,
        of regression: Regression,
        _ suites: [BuiltSuite],
        _ workplace: Workplace,
        _ cache: VerdictCache?
    ) {
        guard isCacheable, let cache, outcome.exitCode == .holds,
            let suite = suites.first(having: regression.property), !suite.fingerprint.isEmpty,
            let stamp = suite.stamp, let executable = suite.executable, ExecutableStamp(executable) == stamp,
            let key = key(regression, suite)
        else { return }
        var outcome = outcome
        outcome.cached = Self.provenance
        cache.write(WithInputs(content: outcome, inputs: workplace.inputs(of: executable)), key)
    }

    private static var provenance: EngineReport.Provenance {
        .init(earned: Date.now.formatted(.iso8601), host: ProcessInfo.processInfo.hostName)
    }

    /// Overnight, every run is another one; what is to be written or checked beside is not in a report.
    private var isCacheable: Bool {
        arguments.profile != .overnight && !arguments.covers && arguments.obligations == nil
            && !arguments.crossChecks
    }

    private func isFinal(_ report: EngineReport, _ arguments: Arguments) -> Bool {
        guard report.internalErrors.isEmpty, !report.findings.isEmpty else { return false }
        let isSettled = report.findings.allSatisfy { finding in
            switch finding.verdict {
            case .proved, .exhausted, .passed, .vacuous: true
            case .violated, .crashed, .unknown, .misuse: false
            }
        }
        guard isSettled, report.engine == .fuzz else { return isSettled }
        return report.statistics.first { $0.name == "cases" }?.value == arguments.cases
    }

    private func key(_ regression: Regression, _ suite: BuiltSuite) -> String? {
        guard let digest = try? ContentDigest(of: regression).text else { return nil }
        return VerdictCache.key(["regression", suite.fingerprint, digest, "\(arguments.memory)"])
    }

    private func key(_ unit: WorkUnit) -> String {
        let arguments = unit.arguments
        return VerdictCache.key([
            "verdict", unit.fingerprint, unit.suite, unit.property.name, unit.engine.rawValue,
            "\(arguments.seed) \(arguments.cases) \(arguments.hashSeeds) \(arguments.memory)",
            "\(arguments.depth ?? -1) \(arguments.budget) \(arguments.isVerbose)",
        ])
    }
}

extension [BuiltSuite] {
    func first(having property: String) -> BuiltSuite? { first { $0.has(property) } }
}

extension BuiltSuite {
    func has(_ property: String) -> Bool { properties.contains { $0.name == property } }
}
