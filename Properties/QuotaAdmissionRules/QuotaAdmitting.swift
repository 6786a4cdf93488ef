public import Proofmark
public import QuotaAdmission

/// What the rules need of admission control, so that a planted bug is judged by the same rules.
public protocol QuotaAdmitting: Codable {
    associatedtype Number: VerifiableInteger

    init(tenants: Int, quota: Number, burst: Number)
    var used: [Number] { get }
    var borrowed: [Number] { get }
    var pool: Number { get }
    mutating func admit(_ cost: Number, of tenant: Int) -> Bool
    mutating func beginWindow()
}

extension AdmissionControl: QuotaAdmitting where Cost: VerifiableInteger {
    public typealias Number = Cost
}
