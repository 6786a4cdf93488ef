package import Proofmark

/// From where on code was run so often, up to the next segment of the file; as `llvm-cov export` writes it.
package struct CoverageSegment: Decodable {
    var place: CoverageReport.Place
    var count: Int
    /// Whether there is code that is counted.
    var isCounted: Bool
    /// Whether it is what stands between two pieces of code.
    var isGap: Bool

    /// An array: line, column, count, whether it is counted, whether a region begins here, whether it is a gap.
    package init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        place = CoverageReport.Place(line: try values.decode(Int.self), column: try values.decode(Int.self))
        count = try values.decode(Int.self)
        isCounted = try values.decode(Bool.self)
        _ = try values.decode(Bool.self)
        isGap = values.isAtEnd ? false : try values.decode(Bool.self)
    }

    /// Where code begins that was not run, but for what lies on the lines that are known.
    package static func uncovered(
        in segments: [CoverageSegment],
        beside lines: [ClosedRange<Int>]
    ) -> [CoverageReport.Place] {
        segments.indices.compactMap { position in
            let segment = segments[position]
            guard segment.count == 0, segment.isCounted, !segment.isGap else { return nil }
            let end = position + 1 < segments.count ? segments[position + 1].place.line : segment.place.line
            let isKnown = lines.contains { $0.overlaps(segment.place.line...max(end, segment.place.line)) }
            return isKnown ? nil : segment.place
        }
    }
}
