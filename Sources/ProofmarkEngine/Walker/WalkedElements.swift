/// An array, whichever of the three kinds.
protocol WalkedElements {
    static var elementType: RuntimeType { get }
    /// What the code can tell of it beside its elements.
    static func head(_ place: UnsafeRawPointer) -> [UInt64]
    static func read<Failure: Error>(
        _ place: UnsafeRawPointer,
        _ body: (UnsafeRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure)
    static func change<Failure: Error>(
        _ place: UnsafeMutableRawPointer,
        _ body: (UnsafeMutableRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure)
}

extension WalkedElements {
    static func head(_ place: UnsafeRawPointer) -> [UInt64] { [] }
}

/// Bytes of a buffer of elements, and how many elements they are.
private func raw<Element>(_ buffer: UnsafeBufferPointer<Element>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(buffer)
}

extension Array: WalkedElements {
    static var elementType: RuntimeType { RuntimeType(Element.self) }

    static func read<Failure: Error>(
        _ place: UnsafeRawPointer,
        _ body: (UnsafeRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try place.assumingMemoryBound(to: Self.self).pointee.withUnsafeBufferPointer {
            (buffer) throws(Failure) in try body(raw(buffer), buffer.count)
        }
    }

    static func change<Failure: Error>(
        _ place: UnsafeMutableRawPointer,
        _ body: (UnsafeMutableRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try place.assumingMemoryBound(to: Self.self).pointee.withUnsafeMutableBufferPointer {
            (buffer) throws(Failure) in try body(UnsafeMutableRawBufferPointer(buffer), buffer.count)
        }
    }
}

extension ContiguousArray: WalkedElements {
    static var elementType: RuntimeType { RuntimeType(Element.self) }

    static func read<Failure: Error>(
        _ place: UnsafeRawPointer,
        _ body: (UnsafeRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try place.assumingMemoryBound(to: Self.self).pointee.withUnsafeBufferPointer {
            (buffer) throws(Failure) in try body(raw(buffer), buffer.count)
        }
    }

    static func change<Failure: Error>(
        _ place: UnsafeMutableRawPointer,
        _ body: (UnsafeMutableRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try place.assumingMemoryBound(to: Self.self).pointee.withUnsafeMutableBufferPointer {
            (buffer) throws(Failure) in try body(UnsafeMutableRawBufferPointer(buffer), buffer.count)
        }
    }
}

extension ArraySlice: WalkedElements {
    static var elementType: RuntimeType { RuntimeType(Element.self) }

    static func head(_ place: UnsafeRawPointer) -> [UInt64] {
        [UInt64(bitPattern: Int64(place.assumingMemoryBound(to: Self.self).pointee.startIndex))]
    }

    static func read<Failure: Error>(
        _ place: UnsafeRawPointer,
        _ body: (UnsafeRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try place.assumingMemoryBound(to: Self.self).pointee.withUnsafeBufferPointer {
            (buffer) throws(Failure) in try body(raw(buffer), buffer.count)
        }
    }

    static func change<Failure: Error>(
        _ place: UnsafeMutableRawPointer,
        _ body: (UnsafeMutableRawBufferPointer, Int) throws(Failure) -> Void
    ) throws(Failure) {
        try place.assumingMemoryBound(to: Self.self).pointee.withUnsafeMutableBufferPointer {
            (buffer) throws(Failure) in try body(UnsafeMutableRawBufferPointer(buffer), buffer.count)
        }
    }
}
