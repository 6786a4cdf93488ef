/// What a specification wants to know about the random runs that are tried: are they the runs that matter?
/// `Classify`, `Cover` and `Collect` make them. Proofs are about all runs and leave them out.
///
/// Source of the words: K. Claessen & J. Hughes, "QuickCheck: A Lightweight Tool for Random Testing of Haskell
/// Programs", ICFP 2000.
public struct Label<State>: SpecificationPart {
    public let name: String
    /// The share of cases that is required; `nil` if none is.
    @usableFromInline package let required: Double?
    @usableFromInline package let look: Look

    @usableFromInline
    package enum Look {
        /// Counts the cases in which this is so in some state.
        case condition((State) -> Bool)
        /// Counts the states by this text.
        case value((State) -> String)
        /// Looks for runs in which this is large.
        case target((State) -> Int)
    }

    @inlinable package var target: ((State) -> Int)? {
        switch look {
        case .target(let target): target
        case .condition, .value: nil
        }
    }

    @inlinable
    init(_ name: String, required: Double? = nil, _ look: Look) {
        self.name = name
        self.required = required
        self.look = look
    }

    @inlinable public var element: Label<State> { self }

    /// Asks the label of the state, for what the code that it calls may do.
    package func ask(_ state: State) {
        switch look {
        case .condition(let isSo): _ = isSo(state)
        case .value(let value): _ = value(state)
        case .target(let target): _ = target(state)
        }
    }
}

/// In what share of the cases does this happen? A case counts if the condition holds in one of its states.
public struct Classify<State>: SpecificationPart {
    public let element: Label<State>

    @inlinable
    public init(_ name: String, _ condition: @escaping (_ state: State) -> Bool) {
        element = Label(name, .condition(condition))
    }
}

/// A `Classify` that must happen in this share of the cases, or the verification is vacuous.
public struct Cover<State>: SpecificationPart {
    public let element: Label<State>

    /// - Parameter share: Above 0, at most 1.
    @inlinable
    public init(_ name: String, atLeast share: Double, _ condition: @escaping (_ state: State) -> Bool) {
        element = Label(name, required: share, .condition(condition))
    }
}

/// How often is the value what? Of all states that random runs go through.
public struct Collect<State>: SpecificationPart {
    public let element: Label<State>

    /// - Parameter value: Of few different values: those beyond the first 100 are counted together.
    @inlinable
    public init<Value>(_ name: String, _ value: @escaping (_ state: State) -> Value) {
        element = Label(name, .value { "\(value($0))" })
    }
}

/// A number that is interesting where it is large: a queue's length, a backlog, a delay. Beside random runs, others
/// are made of those in which it was largest.
public struct Target<State>: SpecificationPart {
    public let element: Label<State>

    @inlinable
    public init<Number: BinaryInteger>(_ name: String, _ number: @escaping (_ state: State) -> Number) {
        element = Label(name, .target { Int(clamping: number($0)) })
    }
}
