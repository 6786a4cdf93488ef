/// A fairness bound: over every interval in which two members are both backlogged, the service that one
/// received exceeds the service of the other by at most `bound`.
///
/// With weights, what is compared is normalised service: received service divided by weight, times the
/// least common multiple of all weights, so that it stays a whole number; `bound` is in that unit. With
/// equal weights that is the service itself.
///
/// An interval begins in any state in which both are backlogged and lasts while they stay so; the step
/// that ends a member's backlog does not count.
///
/// Source: S. J. Golestani, "A Self-Clocked Fair Queueing Scheme for Broadband Applications", 1994;
/// for deficit round robin, Shreedhar & Varghese 1996, Definition 1 (fairness measure).
public struct Fair<State, Number: VerifiableInteger>: SpecificationPart {
    public let element: Rule<State>

    /// - Parameters:
    ///   - members: The tenants compared, at least two.
    ///   - weights: A positive weight for each member; equal ones by default.
    ///   - backlogged: Whether the member has work waiting in this state.
    ///   - service: What the member has received since the start of the run: a total that never falls,
    ///     in tokens, bytes or seconds.
    ///   - bound: The largest difference allowed, at least 0. Without one, the prover finds the smallest
    ///     that holds within its scope.
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
            try unsafeDowncast(monitor, to: FairMonitor<State, Number>.self)
                .observe(&state, backlogged: backlogged, service: service)
        }
        var rule = Rule<State>(name: name, kind: .fair) { _ throws(SpecificationError) in
            if let bound { try SpecificationError.expectNotNegative(bound, "bound", rule: name) }
            let weights = try Weights(weights, of: members, atLeast: 2, rule: name)
            guard let scales = weights.scales else {
                throw .outOfRange("the least common multiple of `weights:` is too large", rule: name)
            }
            return Watch(
                FairMonitor(
                    members: members,
                    scales: scales.map { Number($0) },
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
