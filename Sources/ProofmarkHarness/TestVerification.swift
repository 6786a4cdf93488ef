import Foundation
package import Proofmark
import ProofmarkDriver
package import ProofmarkRunner

/// One verification inside a test.
package struct TestVerification: Sendable {
    private let property: Verify
    private let budget: TestBudget
    /// What makes this very test run again in a process of its own; see `Reexecution`.
    private let test: Reexecution.Test

    package init(_ property: Verify, _ budget: TestBudget, in test: Reexecution.Test) {
        self.property = property
        self.budget = budget
        self.test = test
    }

    /// Runs all engines. In a process that was started to work for another, it does that work and ends the process.
    ///
    /// - Throws: `TestMisuse`
    package func run() throws(TestMisuse) -> [PropertyReport] {
        let environment = ProcessInfo.processInfo.environment
        if let worker = Reexecution.worker(in: environment) {
            // Of the calls of one test, only the one that is asked for has anything to do.
            guard property.names.contains(worker.property) else { return [] }
            property.work(executable: worker.executable, events: worker.events)
        }
        let settings = try budget.resolved(in: environment)
        guard settings.isIsolated else {
            return property.runHere(
                seed: settings.seed,
                cases: settings.cases,
                depth: settings.depth,
                seconds: settings.seconds
            )
        }
        let launcher = try Reexecution.makeLauncher(for: test, property: property.names[0])
        defer { try? FileManager.default.removeItem(at: launcher.folder) }
        do {
            return try SuiteRun(
                executable: launcher.file.path,
                seed: settings.seed,
                cases: settings.cases,
                depth: settings.depth,
                seconds: settings.seconds
            ).run()
        } catch {
            throw TestMisuse(error.description)
        }
    }
}
