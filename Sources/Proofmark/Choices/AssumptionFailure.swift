/// What `Choices.assume` throws; an action must let it pass.
@usableFromInline
package struct AssumptionFailure: Error {
    @usableFromInline package init() {}
}
