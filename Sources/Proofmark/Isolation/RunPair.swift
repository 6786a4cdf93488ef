/// Two runs side by side, and whose view of them is compared.
package struct RunPair<State> {
    package var first: State
    package var second: State
    /// The position among the rules that compare runs, and the observer; -1 until the first step chooses.
    var rule: Int
    var observer: Int
    /// Whether another than the observer has chosen anything so far: before, the runs cannot differ.
    var hasOthers: Bool
}

extension RunPair: Codable where State: Codable {}
