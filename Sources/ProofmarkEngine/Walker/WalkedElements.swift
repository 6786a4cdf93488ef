/// An array, whichever of the three kinds.
protocol WalkedElements {
    associatedtype Element

    /// What the code can tell of it beside its elements.
    var head: [UInt64] { get }

    func withUnsafeBufferPointer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result

    mutating func withUnsafeMutableBufferPointer<Result, Failure: Error>(
        _ body: (inout UnsafeMutableBufferPointer<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result
}

extension WalkedElements {
    static var elementType: RuntimeType { RuntimeType(Element.self) }

    static func head(_ place: UnsafeRawPointer) -> [UInt64] {
        place.assumingMemoryBound(to: Self.self).pointee.head
    }

    static func read<Failure: Error>(
        _ place: UnsafeRawPointer,
        _ body: (UnsafeRawBufferPointer, _ count: Int) throws(Failure) -> Void
    ) throws(Failure) {
        try place.assumingMemoryBound(to: Self.self).pointee.withUnsafeBufferPointer {
            (buffer) throws(Failure) in try body(UnsafeRawBufferPointer(buffer), buffer.count)
        }
    }

    /// What the array shares with others is copied first.
    static func change<Failure: Error>(
        _ place: UnsafeMutableRawPointer,
        _ body: (UnsafeMutableRawBufferPointer, _ count: Int) throws(Failure) -> Void
    ) throws(Failure) {
        try place.assumingMemoryBound(to: Self.self).pointee.withUnsafeMutableBufferPointer {
            (buffer) throws(Failure) in try body(UnsafeMutableRawBufferPointer(buffer), buffer.count)
        }
    }
}

extension Array: WalkedElements {
    var head: [UInt64] { [] }
}

extension ContiguousArray: WalkedElements {
    var head: [UInt64] { [] }
}

extension ArraySlice: WalkedElements {
    var head: [UInt64] { [UInt64(bitPattern: Int64(startIndex))] }
}
