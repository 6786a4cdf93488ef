/// A reachability goal: some run reaches a state in which the condition holds.
///
/// It guards against rules that hold because nothing interesting ever happens: a `Sometimes` that no
/// engine saw makes the verdict `vacuous`.
public struct Sometimes<State>: SpecificationPart {
    public let element: Rule<State>

    @inlinable
    public init(_ name: String, _ condition: @escaping (_ state: State) throws -> Bool) {
        element = Rule(name: name, kind: .sometimes) { _ throws(SpecificationError) in
            Watch(SometimesMonitor(condition: condition), condition: condition, whenFalse: .quiet)
        }
    }
}
