/// A monitor that may wait for something to happen.
@usableFromInline
package protocol ObligationKeeping: AnyObject {
    /// Whether what it waits for has not happened yet.
    var hasOpenObligation: Bool { get }
    /// The fewest steps of a run so far after which it began to wait; `nil` if it never did.
    var stepsBeforeObligation: Int? { get }
}
