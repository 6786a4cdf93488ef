/// Rows of the timeline in which a counterexample is drawn: one for each tenant or target.
public struct Lanes<State>: SpecificationPart {
    public let name: String
    package let members: Range<Int>
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
        self.cell = cell
    }

    public var element: Lanes<State> { self }
}
