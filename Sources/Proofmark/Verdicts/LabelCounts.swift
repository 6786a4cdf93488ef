/// What was counted for a `Classify`, `Cover` or `Collect`.
public struct LabelCounts: Hashable, Codable, Sendable {
    public enum Unit: String, Codable, Sendable {
        case cases
        case states
    }

    public var name: String
    public var unit: Unit
    /// The share of the cases that is required.
    public var required: Double?
    /// Of how many cases or states the counts are.
    public var total = 0
    /// By value; of cases there is one, "yes".
    public var counts: [String: Int] = [:]

    /// Different values that are told apart.
    package static let mostValues = 100
    /// What the others are counted as.
    package static let others = "others"
    package static let yes = "yes"

    package init(name: String, unit: Unit, required: Double?) {
        self.name = name
        self.unit = unit
        self.required = required
    }

    package mutating func add(_ other: LabelCounts) {
        total += other.total
        for (value, count) in other.counts.sorted(by: { $0.key < $1.key }) { add(count, of: value) }
    }

    package mutating func add(_ count: Int, of value: String) {
        let isOther = counts[value] == nil && counts.count >= Self.mostValues
        counts[isOther ? Self.others : value, default: 0] += count
    }

    /// The share of the cases or states with this value, from 0 to 1.
    public func share(of value: String) -> Double {
        total == 0 ? 0 : Double(counts[value] ?? 0) / Double(total)
    }

    /// The counts, the largest first.
    public var sorted: [(value: String, count: Int)] {
        counts.map { (value: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
    }

    /// A share as text, such as "12.5%".
    public static func percent(_ share: Double) -> String {
        let tenths = (share * 1_000).rounded() / 10
        return share > 0 && tenths == 0 ? "less than 0.1%" : "\(tenths)%"
    }

    /// The share as it was written, however small.
    static func exactPercent(_ share: Double) -> String {
        let rounded = (share * 1e6).rounded() / 1e4
        return "\(rounded > 0 ? rounded : share * 100)%"
    }

    /// Whether the required share is missed.
    public var isMissed: Bool { required.map { share(of: Self.yes) < $0 } ?? false }
}
