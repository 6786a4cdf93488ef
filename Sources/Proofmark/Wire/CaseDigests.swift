import Foundation

/// A file with a number for each case that says how it came out. Two workers that ran the same cases under
/// different circumstances are compared by it.
package final class CaseDigests {
    /// The file, and the cases that it is about.
    package struct Place: Codable, Hashable, Sendable {
        package var path: String
        package var cases: Range<Int>

        package init(path: String, cases: Range<Int>) {
            self.path = path
            self.cases = cases
        }
    }

    package let place: Place
    private let numbers: UnsafeMutablePointer<UInt64>

    private static func size(_ place: Place) -> Int {
        max(1, place.cases.count) * MemoryLayout<UInt64>.stride
    }

    /// Opens the file, making it if there is none. A case that never came to its end has 0.
    package init(_ place: Place) throws(Journal.Failure) {
        let path = place.path
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(path: path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let size = Self.size(place)
        guard ftruncate(descriptor, off_t(size)) == 0,
            let base = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0),
            base != MAP_FAILED
        else { throw .unusable(path: path, String(cString: strerror(errno))) }
        self.place = place
        numbers = base.bindMemory(to: UInt64.self, capacity: max(1, place.cases.count))
    }

    deinit { munmap(numbers, Self.size(place)) }

    package subscript(number: Int) -> UInt64 {
        get {
            precondition(place.cases.contains(number))
            return numbers[number - place.cases.lowerBound]
        }
        set {
            precondition(place.cases.contains(number))
            numbers[number - place.cases.lowerBound] = newValue
        }
    }
}
