/// What an attempt to prove rules at every depth came to. Rules are given by their positions.
struct InductionOutcome {
    static let mostShapes = 200
    static let tooManyShapes = "there are more than \(mostShapes) shapes of states; keep queues short"

    /// What holds at every depth.
    var proved: Set<Int> = []
    /// Whether no step of any run can trap.
    var neverTraps = false
    /// For the rules that are not inductive, a state and a step that breaks them. The state need not be
    /// reachable.
    var counterexamples: [Int: String] = [:]
    /// In the attempt that met most.
    var shapes = 0
    /// For the rules that a stretch of steps keeps, its length.
    var steps: [Int: Int] = [:]
    /// For the rules that Spacer's invariants prove, these, in the user's terms.
    var invariants: [Int: [String]] = [:]
    /// The rules that some run breaks that is longer than those looked at.
    var broken: Set<Int> = []
    /// For the rules for which Spacer found nothing, why.
    var searches: [Int: String] = [:]
    /// Why rules were left out, by rule.
    var reasons: [Int: String] = [:]
    var reason: String?

    /// Takes over what another attempt found out about the rules that it was for.
    mutating func add(_ other: InductionOutcome, goal: [Int]) {
        proved.formUnion(other.proved.intersection(goal))
        for rule in goal {
            counterexamples[rule] = other.counterexamples[rule]
            reasons[rule] = other.reasons[rule] ?? other.reason
            steps[rule] = other.steps[rule]
            invariants[rule] = other.invariants[rule]
            searches[rule] = other.searches[rule]
            if other.broken.contains(rule) { broken.insert(rule) }
        }
        shapes = max(shapes, other.shapes)
    }
}
