/// Bounded response: whenever the trigger holds, the goal holds in that state or in one of the states
/// after the next `limit` counted steps. In metric temporal logic: G (trigger → F≤limit goal).
///
/// An obligation stays until the goal holds, also when the trigger has gone. A run that is cut short before the limit is
/// no violation. One that ends is: in a final state (`Specification.isFinal`), or where no action is enabled.
///
/// Source: R. Koymans, "Specifying Real-Time Properties with Metric Temporal Logic", 1990.
public struct LeadsTo<State>: SpecificationPart {
    public let element: Rule<State>

    /// - Parameters:
    ///   - limit: Number of counted steps, at least 1.
    ///   - counting: The actions whose steps count; without them, every step counts.
    @inlinable @inline(__always)
    public init(
        _ name: String,
        from trigger: @escaping (_ state: State) throws -> Bool,
        to goal: @escaping (_ state: State) throws -> Bool,
        within limit: Int,
        counting actions: [String] = [],
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        self.init(
            name,
            forEach: 0..<1,
            from: { state, _ in try trigger(state) },
            to: { state, _ in try goal(state) },
            within: limit,
            counting: actions,
            file: file,
            line: line
        )
    }

    /// The same for each of several tenants or targets, each with its own obligation.
    @inlinable @inline(__always)
    public init(
        _ name: String,
        forEach members: Range<Int>,
        from trigger: @escaping (_ state: State, _ member: Int) throws -> Bool,
        to goal: @escaping (_ state: State, _ member: Int) throws -> Bool,
        within limit: Int,
        counting actions: [String] = [],
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        let watching: Watch<State>.Watching = { state, monitor, action in
            try unsafeDowncast(monitor, to: LeadsToMonitor<State>.self)
                .look(at: &state, after: action, trigger: trigger, goal: goal)
        }
        var rule = Rule<State>(name: name, kind: .leadsTo) { known throws(SpecificationError) in
            guard limit >= 1 else {
                throw .outOfRange("`within:` must be at least 1, not \(limit)", rule: name)
            }
            guard !members.isEmpty else { throw .outOfRange("`forEach:` is empty", rule: name) }
            return Watch(
                LeadsToMonitor(
                    members: members,
                    limit: limit,
                    counted: try SpecificationError.positions(of: actions, rule: name, known: known),
                    watching: watching
                ),
                watching
            )
        }
        rule.stepsToViolate = limit
        rule.location = SourceLocation(file, line)
        rule.terms = { RuleTerms.response(members, within: limit, counting: actions) }
        element = rule
    }
}
