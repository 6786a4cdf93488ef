import Foundation
import Proofmark

/// What work units took when they were last run.
struct UnitCosts {
    /// Seconds, by the unit's identifier.
    var known: [String: Double] = [:]

    private static let key = VerdictCache.key(["costs"])

    /// What the plan says, if one is given; else a guess where units are shared, because all machines must come to the
    /// same shares, and what the cache knows where they are not.
    static func known(_ arguments: Arguments, _ cache: VerdictCache?) throws(CommandFailure) -> UnitCosts {
        if let file = arguments.plan {
            let plan = try WorkPlan.read(file)
            return UnitCosts(
                known: Dictionary(
                    plan.units.map { ($0.id, $0.seconds) },
                    uniquingKeysWith: { first, _ in first }
                )
            )
        }
        if arguments.shard != nil { return UnitCosts() }
        return UnitCosts(known: cache?.read([String: Double].self, key) ?? [:])
    }

    /// A proof takes longer than random runs, most of the time.
    func seconds(of unit: WorkUnit) -> Double {
        if let seconds = known[unit.identifier] { return seconds }
        return switch unit.engine {
        case .fuzz: 1
        case .explore, .prove: 4
        }
    }

    /// Adds what a verification has measured.
    static func keep(of report: VerificationReport, in cache: VerdictCache?) {
        guard let cache, report.isComplete else { return }
        var known = cache.read([String: Double].self, key) ?? [:]
        var isNew = false
        for property in report.properties {
            for engine in property.engines where engine.cached == nil {
                known["\(property.suite)/\(property.property)/\(engine.engine.rawValue)"] =
                    (engine.seconds * 1_000).rounded() / 1_000
                isNew = true
            }
        }
        if isNew { cache.write(known, key) }
    }
}
