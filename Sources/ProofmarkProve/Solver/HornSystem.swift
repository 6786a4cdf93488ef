/// Constrained Horn clauses: which states lead to which, whatever leads there.
///
/// A predicate stands for the reachable states of one shape. Source: N. Bjørner, A. Gurfinkel, K. McMillan,
/// A. Rybalchenko, "Horn Clause Solvers for Program Verification", 2015.
struct HornSystem {
    /// A predicate and the numbers that it is said of.
    struct Atom {
        var predicate: Int
        var arguments: [TermID]
    }

    /// If the body holds and the guards do, so does the head; without a head, they must not.
    struct Clause {
        var body: Atom?
        var guards: [TermID]
        var head: Atom?
    }

    /// Of each predicate, how many numbers it is said of.
    var arities: [Int] = []
    var clauses: [Clause] = []
}
