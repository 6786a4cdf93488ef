/// Rows of the timeline in which a counterexample is drawn: one for each tenant or target.
public struct Lanes<State>: SpecificationPart {
    public let name: String
    package let members: Range<Int>
    /// The names of the rows.
    package let rows: [String]
    package let cell: (State, Int) -> String

    /// - Parameters:
    ///   - name: What a row stands for, such as "tenant"; the member's number is added.
    ///   - cell: What to show of the member in this state: a few characters.
    public init(
        _ name: String,
        _ members: Range<Int>,
        _ cell: @escaping (_ state: State, _ member: Int) -> String
    ) {
        self.name = name
        self.members = members
        rows = members.map { "\(name) \($0)" }
        self.cell = cell
    }

    /// A row of its own, such as a total.
    public init(_ name: String, _ cell: @escaping (_ state: State) -> String) {
        self.name = name
        members = 0..<1
        rows = [name]
        self.cell = { state, _ in cell(state) }
    }

    /// The same rows of a larger state, under longer names.
    init<Part>(_ prefix: String, _ lanes: Lanes<Part>, of part: @escaping (State) -> Part) {
        name = prefix + lanes.name
        members = lanes.members
        rows = lanes.rows.map { prefix + $0 }
        cell = { lanes.cell(part($0), $1) }
    }

    public var element: Lanes<State> { self }
}
