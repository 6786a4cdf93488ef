/// A fixed number of values that a monitor remembers.
///
/// Not an array: access to a property of a class is watched for overlaps, which costs more than what most
/// monitors do with it. Whoever makes them deallocates them. Positions are those of `indices`: they are checked
/// in debug builds alone.
@usableFromInline
struct Cells<Element> {
    @usableFromInline let start: UnsafeMutablePointer<Element>
    @usableFromInline let count: Int

    @inlinable
    init(repeating element: Element, count: Int) {
        start = .allocate(capacity: count)
        start.initialize(repeating: element, count: count)
        self.count = count
    }

    @inlinable
    func deallocate() {
        start.deinitialize(count: count)
        start.deallocate()
    }

    @inlinable var indices: Range<Int> { 0..<count }

    @inlinable
    subscript(position: Int) -> Element {
        get {
            assert(indices.contains(position))
            return start[position]
        }
        nonmutating _modify {
            assert(indices.contains(position))
            yield &start[position]
        }
    }
}
