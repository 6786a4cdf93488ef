/// What a rule about two runs needs: who observes, in what the runs may differ, and how they are compared.
package struct Comparison<State> {
    let observers: Range<Int>
    let others: OthersInput
    /// What an observer sees, for a person to read.
    let view: (State, Int) -> String
    /// - Parameter place: The rule's position among those that compare runs.
    let watch: (_ place: Int, _ actions: [String]) throws(SpecificationError) -> Watch<RunPair<State>>
}

/// In what two runs may differ that an observer must not be able to tell apart.
public enum OthersInput: Sendable {
    /// In the values that the others choose; they take the same steps.
    case values
    /// In the others' steps and the values that they choose in them.
    case stepsAndValues
}
