/// A reachability goal: some run reaches a state in which the condition holds.
///
/// It guards against rules that hold because nothing interesting ever happens: a `Sometimes` that no
/// engine saw makes the verdict `vacuous`.
public struct Sometimes<State>: SpecificationPart {
    public let element: Rule<State>

    @inlinable @inline(__always)
    public init(
        _ name: String,
        file: StaticString = #filePath,
        line: UInt = #line,
        _ condition: @escaping (_ state: State) throws -> Bool
    ) {
        let inPlace: (inout State) throws -> Bool = { try condition($0) }
        var rule = Rule<State>(name: name, kind: .sometimes) { _ throws(SpecificationError) in
            Watch(SometimesMonitor(condition: inPlace), condition: inPlace, whenFalse: .quiet)
        }
        rule.location = SourceLocation(file, line)
        element = rule
    }
}
