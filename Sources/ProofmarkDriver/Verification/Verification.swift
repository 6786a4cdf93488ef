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
        let package = catalog.packagePath
        var suites = try catalog.suites()
        let workplace = try Workplace(workers: arguments.workers, memory: arguments.memory)
        defer { workplace.cleanUp() }
        let interruption = Interruption { workplace.interrupt() }
        defer { interruption.stop() }

        let campaigns: URL? =
            arguments.profile == .overnight
            ? URL(fileURLWithPath: Toolchain(packagePath: package, scratchPath: arguments.scratchPath).folder)
                .appendingPathComponent("campaigns") : nil
        let shrinking = ShrinkingFolder(
            url: URL(
                fileURLWithPath: Toolchain(packagePath: package, scratchPath: arguments.scratchPath).folder
            ).appendingPathComponent("shrinking")
        )
        let selection = try select(suites, catalog, workplace, crossCheck, campaigns)
        var (units, report) = (selection.units, selection.report)
        if report.hasNothingToDo {
            status.clear()
            return report
        }
        let folder = folder(in: package)
        report.problems += adopt(shrinking, folder, suites)
        let kept = units.map { cached($0, catalog.cache) }
        let missing = Set(zip(units, kept).filter { $1 == nil }.map(\.0.suite))
        let saved = folder.entries().compactMap { try? $0.content.get() }.filter {
            report.scope.isAbout($0.property, report) && isWanted($0.property)
                && cached($0, of: suites, catalog.cache) == nil
        }
        for place in suites.indices
        where missing.contains(suites[place].name)
            || suites[place].properties.contains(where: { property in
                saved.contains { $0.property == property.name }
            })
        {
            suites[place] = try catalog.build(suites[place])
        }
        for place in units.indices {
            guard let suite = suites.first(where: { $0.name == units[place].suite }) else { continue }
            units[place].executable = suite.executable ?? ""
            units[place].fingerprint = suite.fingerprint
            units[place].stamp = suite.stamp
        }
        let builds = try coverage(of: suites, in: package, workplace)
        for place in units.indices where units[place].engine == .fuzz {
            units[place].cover(builds.first { $0.suite == units[place].suite })
        }
        for place in units.indices { units[place].shrinking = shrinking }
        report.regressions = rerun(folder, suites, workplace, catalog.cache) { [report] in
            report.scope.isAbout($0, report)
        }
        let reports = Mutex<[Int: EngineReport]>([:])
        for place in units.indices where units[place].engine == .fuzz {
            units[place].known = report.regressions.violations(of: units[place].property.name)
        }
        let work = units
        let open = work.indices.filter { kept[$0] == nil }
        for place in work.indices { reports.withLock { $0[place] = kept[place] } }
        if open.allSatisfy({ selection.costs.known[work[$0].identifier] != nil }) {
            status.begin(
                costs: open.map { (work[$0].title, selection.costs.seconds(of: work[$0])) },
                workers: arguments.workers
            )
        }
        Parallel.perform(open.count, atMost: arguments.workers) { [self] number in
            let place = open[number]
            let made = work[place].run()
            if !workplace.isInterrupted { keep(made, of: work[place], catalog.cache) }
            reports.withLock { $0[place] = made }
            status.finish(work[place].title)
        }
        status.clear()
        for (place, made) in reports.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            let unit = work[place]
            let target = report.properties.firstIndex {
                $0.suite == unit.suite && $0.property == unit.property.name
            }
            if let target { report.properties[target].engines.append(made) }
        }
        for build in builds {
            do throws(CommandFailure) {
                report.coverage.append(try build.report(package: package))
            } catch {
                report.problems.append(
                    "what code \(build.suite) went through is not known: \(error.description)"
                )
            }
        }
        report.isComplete = !workplace.isInterrupted
        UnitCosts.keep(of: report, in: catalog.cache)
        catalog.cache?.prune()
        report.problems += catalog.cache?.notes ?? []
        report.problems += save(report, in: folder, suites)
        if workplace.isInterrupted {
            report.problems.append(
                "interrupted: this is what was known by then"
                    + (campaigns == nil ? "" : "; the next --profile overnight goes on from there")
            )
            for left in shrinking.leftovers() where isWanted(left.property) {
                report.settle(left)
                report.problems.append(
                    "a run that breaks \"\(left.rule)\" of \"\(left.property)\" was being shrunk; "
                        + "the next verification begins with it"
                )
            }
        }
        let spent = (ContinuousClock.now - start).components
        report.seconds = Double(spent.seconds) + Double(spent.attoseconds) / 1e18
        return report
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
            arguments.isQuiet
                ? status.show("building \(suite) with coverage")
                : status.announce("building \(suite) with coverage")
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

extension WorkUnit {
    mutating func cover(_ build: CoverageBuild?) {
        guard let build else { return }
        coverage = build
        executable = build.executable
    }

    var title: String { "\(engine.rawValue) \(property.name)" }
}
