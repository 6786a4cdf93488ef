import Foundation
import Proofmark

/// The work units of a verification, with what they cost: what shards are made of.
struct WorkPlan: Codable, Equatable {
    static let currentFormat = 1

    struct Unit: Codable, Equatable {
        var id: String
        var suite: String
        var property: String
        var engine: Engine
        /// What it took, or is supposed to take.
        var seconds: Double
        /// Whether an earlier verification took so long.
        var isMeasured: Bool
    }

    var format = WorkPlan.currentFormat
    /// In the order of their identifiers.
    var units: [Unit]

    init(_ units: [WorkUnit], _ costs: UnitCosts) {
        self.units = units.map { unit in
            Unit(
                id: unit.identifier,
                suite: unit.suite,
                property: unit.property.name,
                engine: unit.engine,
                seconds: costs.seconds(of: unit),
                isMeasured: costs.known[unit.identifier] != nil
            )
        }.sorted { $0.id < $1.id }
    }

    static func read(_ file: String) throws(CommandFailure) -> WorkPlan {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(.usage, "there is no plan \(file), or it cannot be read")
        }
        guard let plan = try? JSONDecoder().decode(WorkPlan.self, from: data) else {
            throw CommandFailure(
                .usage,
                "\(file) is no plan; write one with proofmark plan --format json >FILE"
            )
        }
        guard plan.format == currentFormat else {
            throw CommandFailure(
                .usage,
                "\(file) has format \(plan.format), and this Proofmark reads \(currentFormat)"
            )
        }
        guard plan.units.allSatisfy({ $0.seconds.isFinite && $0.seconds >= 0 }) else {
            throw CommandFailure(.usage, "\(file) has a cost that is no number of seconds from 0")
        }
        return plan
    }

    /// The units of one share. The longest first, each to the share that has least: at most 4/3 of what is possible.
    ///
    /// Source: R. L. Graham, "Bounds on Multiprocessing Timing Anomalies", 1969.
    func share(_ share: Arguments.Share) -> [String] {
        var loads = [Double](repeating: 0, count: share.count)
        var own: [String] = []
        for unit in units.sorted(by: { ($1.seconds, $0.id) < ($0.seconds, $1.id) }) {
            let place = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            // Even what costs nothing is to be spread.
            loads[place] += max(unit.seconds, 0.001)
            if place == share.number - 1 { own.append(unit.id) }
        }
        return own
    }

    var text: String {
        var lines = units.map { unit in
            let seconds = "\((unit.seconds * 10).rounded() / 10) s"
            return
                "\(unit.isMeasured ? " " : "~")\(String(repeating: " ", count: max(0, 9 - seconds.count)))\(seconds)  \(unit.id)"
        }
        let sum = units.reduce(0) { $0 + $1.seconds }
        lines.append("\(units.count) units, \((sum * 10).rounded() / 10) s in all; ~ is a guess")
        return lines.joined(separator: "\n") + "\n"
    }
}
