import Foundation
import Testing

/// Code that counts where runs go.
@Suite struct CoverageTests {
    @Test func coverageLeadsWhereRandomRunsDoNotGet() throws {
        let words = ["verify", "--filter", "lock", "--cases", "100000", "--hash-seeds", "1"]
        let random = try CommandRun(words, fixture: "Troubles")
        #expect(random.status == 0, "\(random)")
        let steered = try CommandRun(words + ["--show-uncovered"], fixture: "Troubles")
        #expect(steered.status == 1, "\(steered)")
        #expect(steered.output.contains("✗ in 5 steps"), "\(steered)")
        #expect(steered.output.contains("found by fuzz in a steered run of seed 1"), "\(steered)")
        #expect(steered.output.contains("5 enter(digit: 65)"), "\(steered)")
        // All but `dismantle`, and what no digit does to an open lock.
        #expect(
            steered.output.contains("Sources/CombinationLock/CombinationLock.swift  26 of 28 regions"),
            "\(steered)"
        )
        #expect(steered.output.contains("not reached: 24–26\n"), "\(steered)")
        #expect(steered.output.contains("not reached, within a line, from: 20:34\n"), "\(steered)")
    }
}
