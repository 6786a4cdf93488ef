/// A monitor of a rule whose bound the user left to be found.
package protocol BoundSeeking: AnyObject {
    /// What counts as the bound for now; without one, nothing is a violation, and `largest` is kept.
    var limit: Int? { get set }

    /// The largest value met in any run without a limit; only where numbers are concrete.
    var largest: Int { get }
}
