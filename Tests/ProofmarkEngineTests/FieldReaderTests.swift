import Foundation
import Proofmark
import ProofmarkEngine
import Testing

@Suite struct FieldReaderTests {
    enum Box {
        case empty
        case full(Int, Set<String>)
        case one(Set<String>)
    }

    struct State { var box = Box.empty }

    /// Two tables of the same elements, which may have them in other places.
    private func shown(_ box: (Set<String>) -> Box) -> Set<String> {
        let names = (0..<12).map { "k\($0)" }
        var other = Set<String>(minimumCapacity: 500)
        for name in names.reversed() { other.insert(name) }
        return Set(
            [Set(names), other].flatMap { names in FieldReader.fields(of: State(box: box(names))).map(\.value)
            }
        )
    }

    @Test func theOrderOfTablesIsNotShown() {
        #expect(shown { .full(1, $0) }.count == 1)
        #expect(shown { .one($0) }.count == 1)
        #expect(shown { .full($0.count, []) } == ["full(12, [])"])
        #expect(FieldReader.fields(of: State(box: .one(["a"]))).map(\.value) == ["one([a])"])
        #expect(FieldReader.fields(of: State()).map(\.value) == ["empty"])
    }

    @Test func dataIsShownAndComparedByItsBytes() {
        func made(_ last: UInt8) -> [Data] { [Data(repeating: 7, count: 40) + [last]] }
        func digest(_ state: [Data]) -> UInt64 {
            var digest = CaseDigest()
            digest.fold(state: state)
            return digest.value
        }
        #expect(digest(made(1)) == digest(made(1)))
        #expect(digest(made(1)) != digest(made(2)))
        #expect(FieldReader.fields(of: [Data([10, 255])]).map(\.value) == ["<a ff>"])
        #expect(FieldReader.fields(of: made(1)).map(\.value) == FieldReader.fields(of: made(1)).map(\.value))
    }
}
