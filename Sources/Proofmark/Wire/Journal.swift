import Foundation

/// A small file in shared memory in which a worker notes what it is about to run. It outlives the worker,
/// whatever way that dies, and costs a store to memory.
///
/// Layout: heartbeat, case number, length of the run, whether it has a fill, the fill (all 64 bits), then the run in
/// bytes; at the end, what the fuzzer counts. Written by one process, read by another when the first is dead, or for
/// the heartbeat alone.
package final class Journal {
    private static let size = 1 << 20
    /// At the end of the file, for `CaseCounts`.
    private static let countsSize = 1 << 16
    private static let runSize = size - header - countsSize
    private static let header = 40
    private let base: UnsafeMutableRawPointer

    package enum Failure: Error, CustomStringConvertible {
        case unusable(path: String, String)

        package var description: String {
            switch self {
            case .unusable(let path, let why): "the journal \(path) cannot be used: \(why)"
            }
        }
    }

    /// Opens the file, making it if there is none.
    package init(path: String) throws(Failure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(path: path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        guard ftruncate(descriptor, off_t(Self.size)) == 0,
            let base = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            base != MAP_FAILED
        else { throw .unusable(path: path, String(cString: strerror(errno))) }
        self.base = base
    }

    deinit { munmap(base, Self.size) }

    package func clear() {
        store(0, at: 0)
        store(-1, at: 8)
        store(-1, at: 16)
        store(0, at: 24)
    }

    /// Changes whenever the worker makes progress.
    package var heartbeat: Int { load(at: 0) }

    package func beat() { store(heartbeat &+ 1, at: 0) }

    /// The case about to be run.
    package var caseNumber: Int? {
        get { load(at: 8) >= 0 ? load(at: 8) : nil }
        set {
            store(newValue ?? -1, at: 8)
            store(-1, at: 16)
            beat()
        }
    }

    /// The run about to happen, where it is not known by its number. Longer than the file: `nil`.
    package var run: ChoiceSequence? {
        get {
            let length = load(at: 16)
            guard length > 0, length <= Self.runSize else { return nil }
            let bytes = UnsafeRawBufferPointer(start: base + Self.header, count: length)
            var reader = ByteReader(Array(bytes))
            return reader.sequence()
        }
        set {
            store(-1, at: 16)
            beat()
            guard let newValue else { return }
            var writer = ByteWriter()
            writer.append(newValue)
            guard writer.bytes.count <= Self.runSize else { return }
            writer.bytes.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress else { return }
                (base + Self.header).copyMemory(from: start, byteCount: bytes.count)
            }
            store(writer.bytes.count, at: 16)
        }
    }

    /// The seed of what the run has no choices for.
    package var fill: UInt64? {
        get { load(at: 24) == 1 ? UInt64(bitPattern: Int64(load(at: 32))) : nil }
        set {
            store(Int(truncatingIfNeeded: newValue ?? 0), at: 32)
            store(newValue == nil ? 0 : 1, at: 24)
        }
    }

    package var counts: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(
            start: base + (Self.size - Self.countsSize),
            count: Self.countsSize
        )
    }

    private func load(at offset: Int) -> Int { base.load(fromByteOffset: offset, as: Int.self) }

    private func store(_ value: Int, at offset: Int) {
        base.storeBytes(of: value, toByteOffset: offset, as: Int.self)
    }
}
