import Foundation
import Proofmark

/// Which units a verification has.
extension Verification {
    struct Selection {
        var units: [WorkUnit]
        /// Without findings yet.
        var report: VerificationReport
        var costs: UnitCosts
    }

    /// - Throws: If there is nothing to verify where there should be.
    func select(
        _ suites: [BuiltSuite],
        _ catalog: SuiteCatalog,
        _ workplace: Workplace,
        _ crossCheck: CrossCheck?,
        _ campaigns: URL?
    ) throws(CommandFailure) -> Selection {
        try check(suites)
        var report = VerificationReport(package: catalog.packagePath)
        report.requirements = arguments.configuration.requirements
        (report.scope.filter, report.scope.engine) = (arguments.filter, arguments.engine)
        var wanted = suites
        if let revision = arguments.since {
            let change = try Changes(since: revision, catalog.packagePath)
                .affected(suites, try catalog.graph(), arguments.savedViolations(in: catalog.packagePath))
            report.scope.since = change
            wanted.removeAll { suite in !change.affected.contains { $0.suite == suite.name } }
        }
        let all = try units(of: wanted, workplace, crossCheck, campaigns)
        if all.isEmpty, arguments.since == nil || !wanted.isEmpty { throw nothing(in: wanted) }
        let costs = try UnitCosts.known(arguments, catalog.cache)
        var units = all
        if let share = arguments.shard {
            let plan = WorkPlan(all, costs)
            let own = Set(plan.share(share))
            units.removeAll { !own.contains($0.identifier) }
            report.scope.shard = .init(
                number: share.number,
                count: share.count,
                plan: plan.units.map(\.id),
                units: plan.units.map(\.id).filter(own.contains),
                basis: try basis(of: all, try catalog.graph(), catalog.packagePath)
            )
        }
        for unit in units
        where !report.properties.contains(where: {
            $0.suite == unit.suite && $0.property == unit.property.name
        }) {
            var empty = PropertyReport(suite: unit.suite, property: unit.property.name)
            empty.locations = unit.property.locations(in: catalog.packagePath)
            report.properties.append(empty)
        }
        return Selection(units: units, report: report, costs: costs)
    }

    /// What the verdicts of all shards are about.
    private func basis(
        of units: [WorkUnit],
        _ graph: PackageGraph,
        _ package: String
    ) throws(CommandFailure) -> String {
        let fingerprint = Fingerprint(packagePath: package, graph: graph)
        var digest = ContentDigest()
        for suite in Set(units.map(\.suite)).sorted() {
            let own = try arguments.ofSuite(suite)
            digest.fold(fingerprint.sources(of: suite))
            digest.fold(
                "\(own.seed) \(own.cases) \(own.hashSeeds) \(own.depth ?? -1) \(own.budget) \(own.memory)"
            )
        }
        for requirement in arguments.configuration.requirements { digest.fold("\(requirement)") }
        return digest.text
    }

    /// The units of this verification, with what they cost, without running any.
    func plan() throws(CommandFailure) -> WorkPlan {
        let catalog = try SuiteCatalog(arguments, status: status)
        let suites = try catalog.suites()
        let workplace = try Workplace(in: catalog.packagePath, memory: arguments.memory)
        defer { workplace.cleanUp() }
        let selection = try select(suites, catalog, workplace, nil, nil)
        return WorkPlan(selection.units, selection.costs)
    }

    /// Properties are told apart by their names.
    private func check(_ suites: [BuiltSuite]) throws(CommandFailure) {
        for suite in suites {
            let properties = suite.properties.map(\.name)
            let repeated = Set(properties.filter { name in properties.filter { $0 == name }.count > 1 })
            if let name = repeated.sorted().first {
                throw CommandFailure(.usage, "\(suite.name) has more than one property called \"\(name)\"")
            }
        }
    }

    private func units(
        of suites: [BuiltSuite],
        _ workplace: Workplace,
        _ crossCheck: CrossCheck?,
        _ campaigns: URL?
    ) throws(CommandFailure) -> [WorkUnit] {
        let wanted = suites.flatMap(\.properties).filter { isWanted($0.name) }.count
        var units: [WorkUnit] = []
        for suite in suites {
            var own = try arguments.ofSuite(suite.name)
            if own.sharesBudget { own.budget /= Double(max(1, wanted)) }
            for property in suite.properties where isWanted(property.name) {
                for engine in property.engines where engine == arguments.engine ?? engine {
                    let title = "\(engine.rawValue) \(property.name)"
                    units.append(
                        WorkUnit(
                            suite: suite.name,
                            executable: suite.executable ?? "",
                            fingerprint: suite.fingerprint,
                            property: property,
                            engine: engine,
                            arguments: own,
                            workplace: workplace,
                            crossCheck: crossCheck,
                            campaigns: campaigns,
                            progress: { [status] in status.update(title, $0) }
                        )
                    )
                }
            }
        }
        return units
    }

    /// Why there are no units.
    private func nothing(in suites: [BuiltSuite]) -> CommandFailure {
        if suites.flatMap(\.properties).contains(where: { isWanted($0.name) }) {
            return CommandFailure(
                .usage,
                "none of these properties can be proved: they have no second specification over SymbolicInt (`proving:`)"
            )
        }
        return CommandFailure(
            .usage,
            arguments.filter.map { "no property has \"\($0)\" in its name; proofmark list shows them all" }
                ?? "the property suites are empty: add a Verify to `suite`"
        )
    }
}

extension PropertyDescription {
    /// Those that can say something of it.
    var engines: [Engine] { isProvable ? [.fuzz, .prove] : [.fuzz] }
}

extension WorkUnit {
    /// Tells it from all others of the package, on any machine.
    var identifier: String { "\(suite)/\(property.name)/\(engine.rawValue)" }
}
