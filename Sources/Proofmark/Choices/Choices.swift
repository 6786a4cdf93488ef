/// The one source of everything that the code under test does not determine: which tenant, which cost,
/// which target. Each engine answers in its own way; the answers, in order, are the run.
///
/// Give a choice a name where it helps the reader of a counterexample: `choose.index("tenant", below: 3)`.
///
/// Not `Sendable`: a run happens on one thread.
public final class Choices {
    /// What the fuzzer's inner loop needs of a source. Behind a pointer: access to a property of a class is
    /// watched for overlaps, which costs more than a random number.
    @usableFromInline
    struct Core {
        @usableFromInline var generator: SplitMix64
        /// Whether somebody else than the generator answers.
        @usableFromInline var isDelegated: Bool
        @usableFromInline var isMisused = false
    }

    @usableFromInline let core: UnsafeMutablePointer<Core>

    @inlinable package var generator: SplitMix64 {
        get { core.pointee.generator }
        _modify { yield &core.pointee.generator }
    }

    /// Answers the choices, or `nil` while `generator` does: the fuzzer's fast path.
    package var provider: (any ChoiceProvider)? {
        didSet { core.pointee.isDelegated = provider != nil || interceptor != nil }
    }

    @inlinable package var isMisused: Bool { core.pointee.isMisused }

    /// The first mistake in the use of this source, such as an empty range.
    @usableFromInline package private(set) var misuse: String? {
        didSet { core.pointee.isMisused = misuse != nil }
    }

    /// Told of values that are more than one number; `nil` while nobody reads the run.
    package var listener: (any ValueListener)?

    /// What the value is called that a generator makes: its own choices have no names.
    private var generatedName: StaticString = ""

    /// Told of a misuse at once: the code may not survive the placeholder that it is given.
    package var onMisuse: ((String) -> Void)?

    /// Stands between the code and the source, where two runs are compared.
    private let interceptor: (any ChoiceInterceptor)?
    /// Whose choices these are; see `by`.
    private let owner: Int?
    /// Where mistakes are reported, if not here.
    private let source: Choices?

    package init(seed: UInt64 = 0) {
        (interceptor, owner, source) = (nil, nil, nil)
        core = Self.makeCore(seed: seed, isDelegated: false)
    }

    package init(provider: any ChoiceProvider) {
        self.provider = provider
        (interceptor, owner, source) = (nil, nil, nil)
        core = Self.makeCore(seed: 0, isDelegated: true)
    }

    init(_ interceptor: any ChoiceInterceptor, owner: Int? = nil, reportingTo source: Choices) {
        self.interceptor = interceptor
        self.owner = owner
        self.source = source
        core = Self.makeCore(seed: 0, isDelegated: true)
    }

    deinit { core.deallocate() }

    private static func makeCore(seed: UInt64, isDelegated: Bool) -> UnsafeMutablePointer<Core> {
        let core = UnsafeMutablePointer<Core>.allocate(capacity: 1)
        core.initialize(to: Core(generator: SplitMix64(seed: seed), isDelegated: isDelegated))
        return core
    }

    package func restart(seed: UInt64) {
        generator = SplitMix64(seed: seed)
        if misuse != nil { misuse = nil }
    }

    package func clearMisuse() { misuse = nil }

    /// The same source, for choices that are the tenant's own: its costs, its keys, whether it asks at all.
    ///
    /// `Isolated` compares runs that differ in what others than the observer choose so. The step in which
    /// they do is theirs.
    public func by(_ tenant: Int) -> Choices {
        guard let interceptor else { return self }
        interceptor.belongs(to: tenant)
        return Choices(interceptor, owner: tenant, reportingTo: source ?? self)
    }

    /// A number of the range: a random one in the fuzzer, every one at once in the prover.
    @inlinable
    public func number<Number: ChoosableInteger>(
        _ name: StaticString = "",
        in range: ClosedRange<Number>,
        by distribution: Distribution = .edges
    ) -> Number {
        core.pointee.isDelegated
            ? delegated(name, in: range, by: distribution)
            : Number._choose(name, in: range, by: distribution, from: self)
    }

    @usableFromInline
    func delegated<Number: ChoosableInteger>(
        _ name: StaticString,
        in range: ClosedRange<Number>,
        by distribution: Distribution
    ) -> Number {
        if let interceptor { return interceptor.number(name, in: range, by: distribution, of: owner) }
        return Number._choose(name, in: range, by: distribution, from: self)
    }

    /// A number of the range; an empty range is a mistake in the specification.
    @inlinable
    public func number<Number: ChoosableInteger>(
        _ name: StaticString = "",
        in range: Range<Number>,
        by distribution: Distribution = .edges
    ) -> Number {
        guard range.lowerBound < range.upperBound else {
            reportEmpty(name, "number(in: \(range.lowerBound)..<\(range.upperBound))")
            return range.lowerBound
        }
        return number(name, in: range.lowerBound...(range.upperBound - 1), by: distribution)
    }

    /// An index in `0..<count`; the prover tries each in turn.
    @inlinable @inline(__always)
    public func index(_ name: StaticString = "", below count: Int) -> Int {
        guard count > 0 else {
            reportEmpty(name, "index(below: \(count))")
            return 0
        }
        return _draw(name, from: 0, through: count - 1)
    }

    /// True or false.
    @inlinable
    public func flag(_ name: StaticString = "") -> Bool {
        _draw(name, from: 0, through: 1) == 1
    }

    /// An element of the collection; an empty one is a mistake in the specification.
    @inlinable
    public func element<Elements: RandomAccessCollection>(
        _ name: StaticString = "",
        of elements: Elements
    ) -> Elements.Element {
        if elements.isEmpty { reportEmpty(name, "element(of:) of an empty collection") }
        let offset = elements.isEmpty ? 0 : _draw(name, from: 0, through: elements.count - 1)
        let element = elements[elements.index(elements.startIndex, offsetBy: offset)]
        if core.pointee.isDelegated { tell(name, element, choices: 1) }
        return element
    }

    /// An element, in random runs as often as its weight says, compared to the others; one of weight 0 never is.
    ///
    /// The weights are as many as the elements, none is negative, and not all are 0.
    public func element<Element>(
        _ name: StaticString = "",
        of elements: [Element],
        weights: [Int]
    ) -> Element {
        let wanted = zip(elements, weights).filter { $0.1 > 0 }
        let sum = wanted.reduce(0) { $0.addingReportingOverflow($1.1).partialValue }
        guard weights.count == elements.count, !wanted.isEmpty, weights.allSatisfy({ $0 >= 0 }), sum > 0
        else {
            report(
                name,
                "needs a weight of at least 0 for each of its \(elements.count) elements, and one above 0, not \(weights)"
            )
            return elements[0]
        }
        let distribution = Distribution.weights(wanted.map(\.1))
        let element = wanted[_draw(name, from: 0, through: wanted.count - 1, by: distribution)].0
        tell(name, element, choices: 1)
        return element
    }

    /// A case of the enumeration.
    @inlinable
    public func `case`<Cases: CaseIterable>(_ name: StaticString = "", of type: Cases.Type) -> Cases
    where Cases.AllCases: RandomAccessCollection {
        element(name, of: type.allCases)
    }

    /// Some of the elements, in their order; each is in or out.
    @inlinable
    public func subset<Elements: Collection>(
        _ name: StaticString = "",
        of elements: Elements
    ) -> [Elements.Element] {
        let subset = elements.filter { _ in flag(name) }
        if core.pointee.isDelegated { tell(name, subset, choices: elements.count) }
        return subset
    }

    /// All of the elements in any order; the prover tries every one of them.
    @inlinable
    public func permutation<Elements: Collection>(
        _ name: StaticString = "",
        of elements: Elements
    ) -> [Elements.Element] {
        var rest = Array(elements)
        var result: [Elements.Element] = []
        while rest.count > 1 { result.append(rest.remove(at: _draw(name, from: 0, through: rest.count - 1))) }
        let permutation = result + rest
        if core.pointee.isDelegated { tell(name, permutation, choices: elements.count - 1) }
        return permutation
    }

    /// A value of a generator, under a name for people.
    func make<Value>(_ name: StaticString, _ generator: Generator<Value>) throws -> Value {
        let outer = generatedName
        if name.utf8CodeUnitCount > 0 { generatedName = name }
        defer { generatedName = outer }
        guard let listener else { return try generator.make(self) }
        let before = listener.choiceCount
        let value = try generator.make(self)
        listener.made(name, value, of: listener.choiceCount - before)
        return value
    }

    /// Says what was made of the last choices.
    @usableFromInline
    func tell<Value>(_ name: StaticString, _ value: Value, choices: Int) {
        listener?.made(name, value, of: choices)
    }

    /// Takes for granted that the condition holds: where it does not, the run ends before this step, and is
    /// no violation. For what no range says, such as "a request is not larger than its batch".
    ///
    /// Rather choose from the right range, or guard the action: what is assumed away was chosen in vain. An
    /// action that no choice gets through is vacuous.
    @inlinable
    public func assume(_ condition: Bool) throws {
        if !condition { throw AssumptionFailure() }
    }

    /// For number types: a value of `lower...upper`, `lower <= upper`.
    @inlinable @inline(__always)
    public func _draw(
        _ name: StaticString,
        from lower: Int,
        through upper: Int,
        by distribution: Distribution = .edges
    ) -> Int {
        core.pointee.isDelegated
            ? delegate(name, from: lower, through: upper, by: distribution)
            : core.pointee.generator.next(from: lower, through: upper, by: distribution)
    }

    @usableFromInline
    func delegate(
        _ name: StaticString,
        from lower: Int,
        through upper: Int,
        by distribution: Distribution
    ) -> Int {
        if let provider { return provider.draw(name, from: lower, through: upper, by: distribution) }
        if let interceptor {
            return interceptor.draw(name, from: lower, through: upper, by: distribution, of: owner)
        }
        return generator.next(from: lower, through: upper, by: distribution)
    }

    /// For number types: the range has numbers that no `Int` is.
    public func _reportTooLarge(_ name: StaticString) {
        report(name, "has numbers beyond the range of Int; choose an Int and convert it")
    }

    @usableFromInline
    func reportEmpty(_ name: StaticString, _ what: String) {
        report(
            name,
            "has nothing to choose from: \(what); make the range non-empty or guard the action with `when:`"
        )
    }

    func report(_ ownName: StaticString, _ what: String) {
        let name = ownName.utf8CodeUnitCount == 0 ? generatedName : ownName
        if let source { return source.report(name, what) }
        guard misuse == nil else { return }
        let subject = name.utf8CodeUnitCount == 0 ? "a choice" : "the choice \"\(name)\""
        misuse = "\(subject) \(what)"
        misuse.map { onMisuse?($0) }
    }
}

/// Told of values that are made of choices, to show them as what they are.
package protocol ValueListener: AnyObject {
    /// How many choices there were so far in this step.
    var choiceCount: Int { get }
    /// - Parameter choices: How many of the last choices the value is made of.
    func made<Value>(_ name: StaticString, _ value: Value, of choices: Int)
}

/// Answers choices that may be another's.
protocol ChoiceInterceptor: AnyObject {
    func belongs(to owner: Int)
    func number<Number: ChoosableInteger>(
        _ name: StaticString,
        in range: ClosedRange<Number>,
        by distribution: Distribution,
        of owner: Int?
    ) -> Number
    func draw(
        _ name: StaticString,
        from lower: Int,
        through upper: Int,
        by distribution: Distribution,
        of owner: Int?
    ) -> Int
}

/// Answers choices for an engine that does more than draw at random.
package protocol ChoiceProvider: AnyObject {
    func draw(_ name: StaticString, from lower: Int, through upper: Int, by distribution: Distribution) -> Int
}
