import Proofmark

extension ReportScope {
    /// Whether the saved violations of the property are run again by this verification: of all shards, by the one that
    /// has its first unit.
    func isAbout(_ property: String, _ report: VerificationReport) -> Bool {
        if let shard {
            guard
                let first = shard.plan.first(where: {
                    $0.split(separator: "/").dropFirst().first ?? "" == property
                })
            else { return shard.number == 1 && since == nil }
            return shard.units.contains(first)
        }
        return since == nil || report.properties.contains { $0.property == property }
    }
}
