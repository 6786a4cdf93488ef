import Foundation
package import Proofmark
import Synchronization

/// The main job: builds the suites, runs every engine on every property, and makes the report.
package struct Verification {
    let arguments: Arguments
    let status: StatusLine

    package init(_ arguments: Arguments, status: StatusLine) {
        self.arguments = arguments
        self.status = status
    }

    package func run() throws(CommandFailure) -> VerificationReport {
        let start = ContinuousClock.now
        let crossCheck = arguments.crossChecks ? try CrossCheck() : nil
        if let folder = arguments.obligations { try Self.prepare(folder) }
        let catalog = try SuiteCatalog(arguments, status: status)
        var suites = try catalog.suites()
        let workplace = try Workplace(
            in: catalog.packagePath,
            workers: arguments.workers,
            memory: arguments.memory
        )
        defer { workplace.cleanUp() }
        let interruption = Interruption { workplace.interrupt() }
        defer { interruption.stop() }

        let scratch = URL(fileURLWithPath: catalog.toolchain.folder)
        let campaigns = arguments.profile == .overnight ? scratch.appendingPathComponent("campaigns") : nil
        let shrinking = ShrinkingFolder(url: scratch.appendingPathComponent("shrinking"))
        let folder = arguments.savedViolations(in: catalog.packagePath)
        let selection = try select(suites, catalog, workplace, crossCheck, campaigns)
        var (units, report) = (selection.units, selection.report)
        if report.hasNothingToDo {
            status.clear()
            return report
        }
        report.problems += adopt(shrinking, folder, suites)
        let kept = units.map { cached($0, catalog) }
        let saved = recall(folder, suites, catalog) { [report] in report.scope.isAbout($0, report) }
        try build(&suites, to: zip(units, kept).filter { $1 == nil }.map(\.0), saved, catalog)
        let builds = try coverage(of: suites, in: catalog.packagePath, workplace)
        report.regressions = rerun(saved, folder, suites, workplace, catalog.cache)
        for place in units.indices { units[place].equip(suites, builds, shrinking, report.regressions) }

        let reports = perform(units, kept, selection.costs, catalog.cache)
        for suite in suites { catalog.keep(suite, workplace.inputs(of: suite.executable ?? "")) }
        status.clear()
        for (unit, made) in zip(units, reports) {
            let target = report.properties.firstIndex {
                $0.suite == unit.suite && $0.property == unit.property.name
            }
            if let target, let made { report.properties[target].engines.append(made) }
        }
        for build in builds { report.add(build, in: catalog.packagePath) }
        report.isComplete = !workplace.isInterrupted
        UnitCosts.keep(of: report, in: catalog.cache)
        catalog.cache?.prune()
        report.problems += catalog.cache?.notes ?? []
        report.problems += save(report, in: folder, suites)
        if workplace.isInterrupted { explainInterruption(of: &report, shrinking) }
        report.seconds = (ContinuousClock.now - start).inSeconds
        return report
    }

    /// Builds the suites of which something is to be run: these units, or a saved violation.
    private func build(
        _ suites: inout [BuiltSuite],
        to run: [WorkUnit],
        _ saved: [RegressionFolder.Entry],
        _ catalog: SuiteCatalog
    ) throws(CommandFailure) {
        let open = saved.filter { $0.known == nil }.compactMap { try? $0.content.get().property }
        for (place, suite) in suites.enumerated()
        where run.contains(where: { $0.suite == suite.name }) || open.contains(where: suite.has) {
            suites[place] = try catalog.build(suite)
        }
    }

    /// Runs the units that no report was kept of.
    ///
    /// - Returns: The report of each unit.
    private func perform(
        _ units: [WorkUnit],
        _ kept: [EngineReport?],
        _ costs: UnitCosts,
        _ cache: VerdictCache?
    ) -> [EngineReport?] {
        let open = units.indices.filter { kept[$0] == nil }
        if open.allSatisfy({ costs.known[units[$0].identifier] != nil }) {
            status.begin(
                costs: open.map { (units[$0].title, costs.seconds(of: units[$0])) },
                workers: arguments.workers
            )
        }
        let reports = Reports(kept)
        Parallel.perform(open.count, atMost: arguments.workers) { [self] number in
            let unit = units[open[number]]
            let made = unit.run()
            if !unit.workplace.isInterrupted { keep(made, of: unit, cache) }
            reports.all.withLock { $0[open[number]] = made }
            status.finish(unit.title)
        }
        return reports.all.withLock { $0 }
    }

    private final class Reports: Sendable {
        let all: Mutex<[EngineReport?]>

        init(_ kept: [EngineReport?]) { all = Mutex(kept) }
    }

    private func explainInterruption(of report: inout VerificationReport, _ shrinking: ShrinkingFolder) {
        report.problems.append(
            "interrupted: this is what was known by then"
                + (arguments.profile == .overnight
                    ? "; the next --profile overnight goes on from there" : "")
        )
        for left in shrinking.leftovers() where isWanted(left.property) {
            report.settle(left)
            report.problems.append(
                "a run that breaks \"\(left.rule)\" of \"\(left.property)\" was being shrunk; "
                    + "the next verification begins with it"
            )
        }
    }

    /// Builds the suites once more, with counters in the code.
    private func coverage(
        of suites: [BuiltSuite],
        in package: String,
        _ workplace: Workplace
    ) throws(CommandFailure) -> [CoverageBuild] {
        guard arguments.covers else { return [] }
        let tools = try CoverageTools()
        let toolchain = Toolchain(packagePath: package, scratchPath: arguments.scratchPath, covers: true)
        let wanted = suites.filter { $0.properties.contains { isWanted($0.name) } }.map(\.name)
        let sources = try toolchain.codeUnderTest(of: wanted)
        var builds: [CoverageBuild] = []
        for suite in wanted {
            status.announce("building \(suite) with coverage", isQuiet: arguments.isQuiet)
            builds.append(try CoverageBuild(suite, of: sources[suite] ?? [], toolchain, tools, workplace))
        }
        return builds
    }

    /// Before anything is built: a proof whose obligations cannot be written would be for nothing.
    private static func prepare(_ folder: String) throws(CommandFailure) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(
                .usage,
                "--emit-smt cannot use the folder \(folder): \(error.localizedDescription)"
            )
        }
        guard FileManager.default.isWritableFile(atPath: folder) else {
            throw CommandFailure(.usage, "--emit-smt cannot write to the folder \(folder)")
        }
    }

    func isWanted(_ name: String) -> Bool {
        arguments.filter.map { name.localizedCaseInsensitiveContains($0) } ?? true
    }
}

extension PropertyDescription {
    /// Where each rule is stated, relative to the package if there is one.
    func locations(in package: String?) -> [String: SourceLocation] {
        var found: [String: SourceLocation] = [:]
        for rule in rules {
            guard var location = rule.location else { continue }
            if let package, location.file.hasPrefix(package + "/") {
                location.file.removeFirst(package.count + 1)
            }
            found[rule.name] = location
        }
        return found
    }
}

extension VerificationReport {
    /// Puts down what code the runs of a build went through.
    fileprivate mutating func add(_ build: CoverageBuild, in package: String) {
        do throws(CommandFailure) {
            coverage.append(try build.report(package: package))
        } catch {
            problems.append("what code \(build.suite) went through is not known: \(error.description)")
        }
    }
}

extension WorkUnit {
    /// Takes what the unit needs to run.
    fileprivate mutating func equip(
        _ suites: [BuiltSuite],
        _ builds: [CoverageBuild],
        _ shrinking: ShrinkingFolder,
        _ regressions: [RegressionOutcome]
    ) {
        self.shrinking = shrinking
        if let suite = suites.first(where: { $0.name == self.suite }) {
            executable = suite.executable ?? ""
            fingerprint = suite.fingerprint
            stamp = suite.stamp
        }
        guard engine == .fuzz else { return }
        known = regressions.violations(of: property.name)
        if let build = builds.first(where: { $0.suite == suite }) {
            coverage = build
            executable = build.executable
        }
    }

    var title: String { "\(engine.rawValue) \(property.name)" }
}
