import Proofmark

/// Joins the reports of shards into the report of the whole.
struct ReportMerger {
    /// - Parameter reports: Each with the name of its file.
    /// - Throws: If they are not shards of one plan.
    static func merge(
        _ reports: [(file: String, report: VerificationReport)]
    ) throws(CommandFailure) -> VerificationReport {
        guard let first = reports.first else { throw CommandFailure(.usage, "there are no reports to merge") }
        guard let begun = first.report.scope.shard else { throw noShard(first.file) }
        var whole = first.report
        whole.properties = []
        (whole.regressions, whole.coverage, whole.problems) = ([], [], [])
        whole.scope.shard = nil
        var ran: [String: String] = [:]
        var numbers: [Int: String] = [:]
        for (file, report) in reports {
            guard let shard = report.scope.shard else { throw noShard(file) }
            guard shard.count == begun.count, shard.plan == begun.plan else {
                throw CommandFailure(
                    .usage,
                    "\(file) and \(first.file) are no shards of one plan: they were made of other properties, or of another number of shards"
                )
            }
            guard shard.basis == begun.basis else {
                throw CommandFailure(
                    .usage,
                    "\(file) and \(first.file) are about different sources or settings; verify all shards of the same checkout with the same flags and \(Configuration.fileName)"
                )
            }
            if let other = numbers.updateValue(file, forKey: shard.number) {
                throw CommandFailure(.usage, "\(other) and \(file) are both shard \(shard.number)")
            }
            for property in report.properties {
                for engine in property.engines {
                    let unit = "\(property.suite)/\(property.property)/\(engine.engine.rawValue)"
                    if let other = ran.updateValue(file, forKey: unit) {
                        throw CommandFailure(.usage, "\(other) and \(file) have both run \(unit)")
                    }
                }
                add(property, to: &whole)
            }
            whole.regressions += report.regressions
            whole.coverage += report.coverage
            whole.problems += report.problems.map { "shard \(shard.number): \($0)" }
            whole.isComplete = whole.isComplete && report.isComplete
            whole.seconds = max(whole.seconds, report.seconds)
        }
        let missing = (1...begun.count).filter { numbers[$0] == nil }
        if !missing.isEmpty {
            whole.isComplete = false
            let names = missing.map(String.init).joined(separator: ", ")
            whole.problems.append(
                "missing: shard\(missing.count == 1 ? "" : "s") \(names) of \(begun.count)"
            )
        }
        for unit in begun.plan where ran[unit] == nil {
            whole.isComplete = false
            whole.problems.append("missing: no shard ran \(unit)")
        }
        let order = begun.plan
        func place(_ property: PropertyReport) -> Int {
            order.firstIndex { $0.hasPrefix("\(property.suite)/\(property.property)/") } ?? order.count
        }
        whole.properties.sort { place($0) < place($1) }
        return whole
    }

    private static func add(_ property: PropertyReport, to whole: inout VerificationReport) {
        let place = whole.properties.firstIndex {
            $0.suite == property.suite && $0.property == property.property
        }
        guard let place else { return whole.properties.append(property) }
        whole.properties[place].engines += property.engines
        whole.properties[place].engines.sort { $0.engine.rawValue < $1.engine.rawValue }
        whole.properties[place].locations.merge(property.locations) { first, _ in first }
    }

    private static func noShard(_ file: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "\(file) is not the report of a shard; write one with proofmark verify --shard I/N --report json=FILE"
        )
    }
}
