import Foundation
import Proofmark
import ProofmarkDriver
import Testing

/// What the tools of LLVM say is read as they say it.
@Suite struct CoverageToolsTests {
    @Test func countersAreReadFromAProfile() {
        let profile = """
            $s4CodeF
            # Func Hash:
            12
            # Num Counters:
            3
            # Counter Values:
            5
            6
            7

            $s4CodeG
            # Func Hash:
            12
            # Num Counters:
            2
            # Counter Values:
            16
            18

            $s5OtherF
            # Func Hash:
            1
            # Num Counters:
            1
            # Counter Values:
            1

            """
        // The second was compiled twice, so its values are sums and no positions.
        #expect(CoverageTools.counters(in: profile, of: ["$s4CodeF", "$s4CodeG"]) == [4..<7])
        #expect(CoverageTools.counters(in: "", of: ["$s4CodeF"]).isEmpty)
        #expect(CoverageTools.counters(in: "$s4CodeF\n12\n3\n5\n", of: ["$s4CodeF"]).isEmpty)
    }

    @Test func linesInARowAreOneRange() {
        let trace =
            "SF:/a.swift\nDA:1,0\nDA:2,0\nDA:3,4\nDA:5,0\nend_of_record\nSF:/b.swift\nDA:6,0\nDA:7,x\n"
        #expect(
            CoverageTools.uncovered(in: trace) == ["/a.swift": [1...2, 5...5], "/b.swift": [6...6]]
        )
    }

    @Test func piecesOfLinesAreToldFromLines() throws {
        // `if a { b }` that was run without `b`, a function over lines 4 to 6 that was not, and what no code is.
        let export = """
            [[1,1,3,true,true,false],[2,8,0,true,true,false],[2,13,3,true,false,false],[3,2,0,false,false,false],
            [4,9,0,true,true,false],[6,2,0,false,false,false],[7,1,0,true,true,true],[7,5,2,true,true,false]]
            """
        let segments = try JSONDecoder().decode([CoverageSegment].self, from: Data(export.utf8))
        #expect(
            CoverageSegment.uncovered(in: segments, beside: [4...6])
                == [CoverageReport.Place(line: 2, column: 8)]
        )
        #expect(CoverageSegment.uncovered(in: segments, beside: []).count == 2)
    }
}
