/// A way to find out whether a run depends on the seed of hash tables: run it under `base`, where it must go as it was
/// recorded, and under `other`.
package struct HashSeedTrial: Sendable {
    package let base: Int?
    package let other: Int?
    /// What a replay watches beside actions and states.
    package let rule: String

    /// What actions and states tell comes first, and no rule cuts the run short; then one rule after the other. A step
    /// that was recorded under one seed may not be enabled under the other, so each seed is tried as the one of the
    /// record.
    package static func all(rules: [String]) -> [HashSeedTrial] {
        ([ImplicitRule.ignoresHashOrder] + rules).flatMap { rule in
            [
                HashSeedTrial(base: nil, other: WorkerProtocol.otherHashSeed, rule: rule),
                HashSeedTrial(base: WorkerProtocol.otherHashSeed, other: nil, rule: rule),
            ]
        }
    }
}
