import Proofmark

/// What `list --since` says as JSON.
struct AffectedProperties: Encodable {
    var change: ReportScope.Change
    var properties: [PropertyDescription]

    init(change: ReportScope.Change, suites: [BuiltSuite]) {
        self.change = change
        properties = suites.flatMap(\.properties)
    }
}
