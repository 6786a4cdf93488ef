/// An invariant: the condition holds in every reachable state, the initial one included.
public struct Always<State>: SpecificationPart {
    public let element: Rule<State>

    /// - Parameters:
    ///   - name: What must hold, as a sentence; unique in its specification.
    ///   - condition: True in every state in which the rule is kept. It must not change anything.
    @inlinable @inline(__always)
    public init(
        _ name: String,
        file: StaticString = #filePath,
        line: UInt = #line,
        _ condition: @escaping (_ state: State) throws -> Bool
    ) {
        let inPlace: (inout State) throws -> Bool = { try condition($0) }
        var rule = Rule<State>(name: name, kind: .always) { _ throws(SpecificationError) in
            Watch(AlwaysMonitor(condition: inPlace), condition: inPlace, whenFalse: .violated)
        }
        rule.location = SourceLocation(file, line)
        element = rule
    }
}
