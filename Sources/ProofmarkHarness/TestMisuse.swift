/// A call inside a test that cannot be answered: what is wrong, and what to do.
public struct TestMisuse: Error, Hashable, CustomStringConvertible {
    public var description: String

    package init(_ description: String) { self.description = description }
}
