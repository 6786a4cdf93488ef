import CRuntime

/// Takes states apart by the layout that the runtime knows of their types, and puts them together again: private
/// properties, constants, enums, existentials, types of other modules. Nothing is asked of a type.
///
/// A state is read into words (its shape) and numbers. It is put together again from any state of its shape and
/// other numbers. What is not known is refused; see `WalkRefusal`.
package final class Walker<State> {
    package struct Walk: Hashable {
        package var words: [UInt64]
        package var numbers: [WalkedNumber]
        /// Whether there is a set or a dictionary of several entries.
        package var hasTables = false
    }

    let context: WalkContext
    let plan: WalkPlan

    /// The name of the type, with plain integers in the place of symbolic ones.
    package static var plainName: String { WalkContext.plainName(of: State.self) }

    /// Where a state may hold an object, as its type says: a path of properties with the type; `nil` if it holds none.
    /// What is behind `any` is not known.
    package static var objectPath: String? {
        if WalkerSelfTest.failure != nil { return nil }
        var seen: Set<ObjectIdentifier> = []
        return WalkPlans(codes: true).plan(of: RuntimeType(State.self)).objectPath(&seen)
            .map { $0.hasPrefix(".") ? String($0.dropFirst()) : $0 }
    }

    /// - Parameter coding: For what cannot be taken apart but coded; and for objects, which are copied by it.
    package init(coding: (any WalkCoding)? = nil) {
        context = WalkContext(coding: coding)
        plan =
            WalkerSelfTest.failure == nil
            ? context.plans.plan(of: RuntimeType(State.self))
            : context.plans.codedPlan(of: RuntimeType(State.self))
    }

    package func read(_ state: State) throws(WalkRefusal) -> Walk {
        var reader = WalkReader(context)
        try read(state, &reader)
        return Walk(words: reader.words, numbers: reader.numbers, hasTables: reader.hasTables)
    }

    /// The state as words alone.
    ///
    /// - Parameter value: Of each number that may be a term.
    package func words(of state: State, value: @escaping (WalkedNumber) -> Int128) throws(WalkRefusal)
        -> [UInt64]
    {
        var reader = WalkReader(context, value: value)
        try read(state, &reader)
        return reader.words
    }

    private func read(_ state: State, _ reader: inout WalkReader) throws(WalkRefusal) {
        try withUnsafePointer(to: state) { (pointer) throws(WalkRefusal) in
            try reader.read(UnsafeRawPointer(pointer), plan)
        }
    }

    /// The objects that the state reaches, without keeping them alive.
    package func objects(of state: State) throws(WalkRefusal) -> [WeakObject] {
        guard context.hasObjects else { return [] }
        var reader = WalkReader(context)
        try read(state, &reader)
        return reader.metObjects.map(WeakObject.init)
    }

    /// The state with other numbers, as many as it has.
    package func rebuilt(_ template: State, with numbers: [WalkedNumber]) throws(WalkRefusal) -> State {
        var state = template
        var writer = WalkWriter(numbers, context)
        try withUnsafeMutablePointer(to: &state) { (pointer) throws(WalkRefusal) in
            try writer.write(UnsafeMutableRawPointer(pointer), plan)
        }
        return state
    }

    /// Whether a state read so far held objects, or was taken apart by its coding: then it must be seen for each
    /// state that it comes back whole.
    package var isFragile: Bool { context.hasObjects || !context.coded.isEmpty }

    /// Whether a state read so far held an object.
    package var hasObjects: Bool { context.hasObjects }

    /// Whether a state read so far reached one object in two ways.
    package var hasSharedObjects: Bool { context.hasSharedObjects }

    /// Whether a state read so far held a set or a dictionary of several elements.
    package var hasTables: Bool { context.hasTables }

    /// Whether a state read so far held any set or dictionary.
    package var hasMetTables: Bool { context.hasMetTables }

    /// The types that were taken apart by their coding.
    package var codedTypes: [String] { context.coded.sorted() }
}
