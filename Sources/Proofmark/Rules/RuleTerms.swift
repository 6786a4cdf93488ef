/// The numbers of a rule, in words.
@usableFromInline
enum RuleTerms {
    @usableFromInline
    static func response(_ members: Range<Int>, within limit: Int, counting actions: [String]) -> String {
        "within \(steps(limit, counting: actions))" + (members.count > 1 ? ", for each of \(members)" : "")
    }

    /// - Parameter bound: `nil` if it is to be found.
    @usableFromInline
    static func service(_ members: Range<Int>, weights: [Int]?, bound: String?) -> String {
        let shares = weights.map { ", weights \($0.map(String.init).joined(separator: ":"))" } ?? ""
        return "among \(members)\(shares), bound \(bound ?? "to be found")"
    }

    static func isolation(_ observers: Range<Int>, _ others: OthersInput, _ how: String) -> String {
        let what =
            switch others {
            case .stepsAndValues: "steps and values"
            case .values: "values"
            }
        return "observers \(observers), from the \(what) of others: \(how)"
    }

    static func steps(_ count: Int, counting actions: [String]) -> String {
        "\(count) step\(count == 1 ? "" : "s")\(actions.isEmpty ? "" : " of \(actions.joined(separator: ", "))")"
    }
}
