/// A guaranteed share: over every interval in which a member is backlogged, it receives at least its share
/// (weight / sum of weights) of all service given in that interval, less at most `bound`, whatever the
/// others do.
///
/// An interval begins in any state in which the member is backlogged and lasts while it stays so; the step
/// that ends its backlog does not count.
///
/// Source: A. Parekh, R. Gallager, "A Generalized Processor Sharing Approach to Flow Control", 1993
/// (the service that GPS guarantees); D. Stiliadis, A. Varma, "Latency-Rate Servers", 1998.
public struct GuaranteedShare<State, Number: VerifiableInteger>: SpecificationPart {
    public let element: Rule<State>

    /// - Parameters:
    ///   - members: The tenants that share the service, at least one.
    ///   - weights: A positive weight for each member; equal ones by default.
    ///   - backlogged: Whether the member has work waiting in this state.
    ///   - service: What the member has received since the start of the run: a total that never falls.
    ///   - bound: How far a member may fall behind its share, in the unit of service, at least 0.
    ///     Without a bound, the prover finds the smallest that holds within its scope.
    @inlinable @inline(__always)
    public init(
        _ name: String,
        among members: Range<Int>,
        weights: [Int]? = nil,
        backlogged: @escaping (_ state: State, _ member: Int) throws -> Bool,
        service: @escaping (_ state: State, _ member: Int) throws -> Number,
        bound: Number? = nil,
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        let watching: Watch<State>.Watching = { state, monitor, _ in
            try unsafeDowncast(monitor, to: GuaranteedShareMonitor<State, Number>.self)
                .observe(&state, backlogged: backlogged, service: service)
        }
        var rule = Rule<State>(name: name, kind: .guaranteedShare) { _ throws(SpecificationError) in
            if let bound { try SpecificationError.expectNotNegative(bound, "bound", rule: name) }
            let weights = try Weights(weights, of: members, atLeast: 1, rule: name)
            return Watch(
                GuaranteedShareMonitor(
                    members: members,
                    weights: weights.values.map { Number($0) },
                    sum: Number(weights.sum),
                    bound: bound,
                    watching: watching
                ),
                watching
            )
        }
        rule.seeksBound = bound == nil
        rule.location = SourceLocation(file, line)
        rule.terms = { RuleTerms.service(members, weights: weights, bound: bound.map { "\($0)" }) }
        element = rule
    }
}
