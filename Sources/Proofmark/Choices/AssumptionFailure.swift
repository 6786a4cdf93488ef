/// What `Choices.assume` throws; an action must let it pass.
package struct AssumptionFailure: Error {
    package init() {}
}
