/// A fixed number of values that a monitor remembers.
///
/// Not an array: access to a property of a class is watched for overlaps, which costs more than what most
/// monitors do with it.
@usableFromInline
final class Cells<Element> {
    @usableFromInline let start: UnsafeMutablePointer<Element>
    @usableFromInline let count: Int

    @inlinable
    init(repeating element: Element, count: Int) {
        start = .allocate(capacity: count)
        start.initialize(repeating: element, count: count)
        self.count = count
    }

    @inlinable
    deinit {
        start.deinitialize(count: count)
        start.deallocate()
    }

    @inlinable var indices: Range<Int> { 0..<count }

    @inlinable
    subscript(position: Int) -> Element {
        get {
            precondition(position >= 0 && position < count)
            return start[position]
        }
        _modify {
            precondition(position >= 0 && position < count)
            yield &start[position]
        }
    }
}
