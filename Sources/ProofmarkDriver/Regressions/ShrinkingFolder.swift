import Foundation
import Proofmark

/// The simplest runs so far of violations that are being shrunk, one in a file, in the scratch folder: whatever ends
/// the command, the next one goes on from there.
struct ShrinkingFolder: Sendable {
    let url: URL

    /// Keeps the run, whole or not at all; without it only time is lost, so nobody is told if that fails.
    func keep(_ run: ChoiceSequence, breaking rule: String, of unit: WorkUnit) {
        let regression = Regression(
            shrinking: run,
            suite: unit.suite,
            property: unit.property.name,
            rule: rule,
            actions: unit.property.actions
        )
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let file = url.appendingPathComponent("\(Self.prefix(unit))\(WorkUnit.plain(rule)).json")
        try? regression.data().write(to: file, options: .atomic)
    }

    /// What the unit found is in its report.
    func settle(_ unit: WorkUnit) { remove { $0.hasPrefix(Self.prefix(unit)) } }

    /// What commands left that did not come to their end.
    func leftovers() -> [Regression] {
        names.compactMap { name in
            (try? Data(contentsOf: url.appendingPathComponent(name))).flatMap { try? Regression($0) }
        }
    }

    var isEmpty: Bool { names.isEmpty }

    func clear(of properties: Set<String>) {
        remove { name in properties.contains { name.contains(".\(WorkUnit.plain($0)).") } }
    }

    private var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? [])
            .filter { $0.hasSuffix(".json") }.sorted()
    }

    private func remove(where isMeant: (String) -> Bool) {
        for name in names where isMeant(name) {
            try? FileManager.default.removeItem(at: url.appendingPathComponent(name))
        }
    }

    private static func prefix(_ unit: WorkUnit) -> String {
        "\(WorkUnit.plain(unit.suite)).\(WorkUnit.plain(unit.property.name)).\(unit.engine.rawValue)."
    }
}
