/// Isolation: what an observer sees does not depend on what the others do.
///
/// It is a statement about two runs (noninterference): for any two runs that agree on every choice that
/// belongs to the observer or to nobody, and differ in those of the others as they like, the observer sees
/// the same after every step; or, with a slack, nearly the same. An action says whose a choice is by
/// `choose.by(tenant)`:
///
/// ```swift
/// Action("submit") { state, choose in
///     let tenant = choose.index("tenant", below: 3)
///     let cost: Number = choose.by(tenant).number("cost", in: 1...10)
///     state.admission.submit(tenant: tenant, cost: cost)
/// }
/// ```
///
/// The step is then the tenant's: for another observer it may have another cost in the second run, or not
/// happen there at all. A step that is enabled in one of the runs only, or that assumes what holds in one of
/// them only, happens in that one. Where nothing is ever chosen by another, the rule is vacuous. The state
/// must have value semantics.
///
/// Source: J. Goguen, J. Meseguer, "Security Policies and Security Models", S&P 1982; as a property of two
/// runs: M. Clarkson, F. Schneider, "Hyperproperties", 2010.
public struct Isolated<State>: SpecificationPart {
    public let element: Rule<State>

    /// Strict: the observer sees the same in both runs.
    ///
    /// - Parameters:
    ///   - observers: The tenants, each of which is an observer in turn.
    ///   - others: In what the two runs may differ.
    ///   - view: All that the observer sees of a state.
    public init<View: Equatable>(
        _ name: String,
        observers: Range<Int>,
        from others: OthersInput = .stepsAndValues,
        sees view: @escaping (_ state: State, _ observer: Int) throws -> View,
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        let terms = { RuleTerms.isolation(observers, others, "the same after every step") }
        self.init(name, observers, others, .init(file, line), terms, view: { "\(try view($0, $1))" }) {
            place,
            _ in
            Watch(ViewMonitor(place: place, view: view) { $0 == $1 })
        }
    }

    /// With a slack: what is measured of the observer differs by at most so much between the two runs.
    ///
    /// - Parameters:
    ///   - measure: Service received, tokens granted, a place in a queue.
    ///   - slack: The largest difference allowed, at least 0.
    public init<Number: VerifiableInteger>(
        _ name: String,
        observers: Range<Int>,
        from others: OthersInput = .stepsAndValues,
        measures measure: @escaping (_ state: State, _ observer: Int) throws -> Number,
        within slack: Number,
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        let terms = { RuleTerms.isolation(observers, others, "within \(slack)") }
        self.init(name, observers, others, .init(file, line), terms, view: { "\(try measure($0, $1))" }) {
            place,
            _ throws(SpecificationError) in
            try SpecificationError.expectNotNegative(slack, "within", rule: name)
            return Watch(
                ViewMonitor(place: place, view: measure) { first, second in
                    first - second <= slack && second - first <= slack
                }
            )
        }
    }

    /// With a delay: what the observer has received after a step in one run, it has received in the other at
    /// most so many counted steps later.
    ///
    /// - Parameters:
    ///   - progress: A total that never falls: requests completed, tokens served.
    ///   - delay: Counted steps, at least 1.
    ///   - actions: The actions whose steps count; without them, every step counts.
    public init<Number: VerifiableInteger>(
        _ name: String,
        observers: Range<Int>,
        from others: OthersInput = .stepsAndValues,
        progress: @escaping (_ state: State, _ observer: Int) throws -> Number,
        delayedAtMost delay: Int,
        counting actions: [String] = [],
        file: StaticString = #filePath,
        line: UInt = #line
    ) {
        let terms = {
            RuleTerms.isolation(
                observers,
                others,
                "delayed at most \(RuleTerms.steps(delay, counting: actions))"
            )
        }
        self.init(name, observers, others, .init(file, line), terms, view: { "\(try progress($0, $1))" }) {
            place,
            known throws(SpecificationError) in
            guard delay >= 1 else {
                throw .outOfRange("`delayedAtMost:` must be at least 1, not \(delay)", rule: name)
            }
            let monitor = DelayMonitor(
                place: place,
                progress: progress,
                delay: delay,
                counted: try SpecificationError.positions(of: actions, rule: name, known: known)
            )
            return Watch(monitor)
        }
    }

    private init(
        _ name: String,
        _ observers: Range<Int>,
        _ others: OthersInput,
        _ location: SourceLocation,
        _ terms: @escaping () -> String,
        view: @escaping (State, Int) throws -> String,
        _ watch:
            @escaping (_ place: Int, _ actions: [String]) throws(SpecificationError)
            -> Watch<RunPair<State>>
    ) {
        let comparison = Comparison<State>(
            observers: observers,
            others: others,
            view: { (try? view($0, $1)) ?? "" },
            watch: { place, actions throws(SpecificationError) in
                guard !observers.isEmpty else { throw .outOfRange("`observers:` is empty", rule: name) }
                return try watch(place, actions)
            }
        )
        var rule = Rule(name: name, kind: .isolated, location: location, comparing: comparison)
        rule.terms = terms
        element = rule
    }
}
