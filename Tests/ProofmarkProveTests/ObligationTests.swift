import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// What a proof writes down for others to check.
@Suite struct ObligationTests {
    /// A bucket of tokens; `limits` is what a planted bug would leave out.
    struct Bucket<Number: VerifiableInteger>: Specification {
        struct State: Codable {
            var tokens: Number = 5
            var spent: [Number] = [0, 0]
        }
        var initial: State { State() }
        var actions: Actions {
            Action("take") { state, choose in
                let tenant = choose.index("tenant", below: 2)
                let amount: Number = choose.number("amount", in: 1...4)
                guard amount <= state.tokens else { return }
                state.tokens -= amount
                state.spent[tenant] += amount
            }
            Action("refill") { state, choose in
                let amount: Number = choose.number("amount", in: 0...9)
                state.tokens = min(5, state.tokens + amount / 2)
                state.spent[0] = 0
            }
        }
        var rules: Rules {
            Always("the bucket has a size") { 0 <= $0.tokens && $0.tokens <= 5 }
            Fair("fair", among: 0..<2, backlogged: { _, _ in true }, service: { $0.spent[$1] }, bound: 40)
        }
    }

    private func proved(_ body: (EngineReport, ObligationFiles) throws -> Void) throws {
        let files = ObligationFiles()
        defer { files.remove() }
        var settings = ProverSettings(depth: 3, inducts: true)
        settings.obligations = files.folder.path
        let report = try Prover(
            Bucket<SymbolicInt>(),
            concrete: Bucket<Int>(),
            property: "bucket",
            settings: settings
        ).run()
        #expect(report.internalErrors.isEmpty)
        #expect(report.findings.first?.verdict == .proved(.every))
        try body(report, files)
    }

    @Test func everyObligationHolds() throws {
        try proved { _, files in
            let texts = try files.texts
            // Depths 0 to 3, and an induction for each goal that came to its end.
            #expect(texts.count >= 5)
            var count = 0
            for text in texts {
                let answers = ObligationFiles.answers(to: text)
                #expect(answers.count == text.components(separatedBy: "(check-sat)").count - 1)
                #expect(answers.allSatisfy { $0 == "unsat" }, "\(answers)")
                count += answers.count
            }
            #expect(count > 20)
        }
    }

    /// An obligation that holds because what it supposes cannot be would say nothing.
    @Test func noneHoldsForNothing() throws {
        try proved { _, files in
            for text in try files.texts {
                let answers = ObligationFiles.answers(to: ObligationFiles.suppositions(of: text))
                #expect(answers.allSatisfy { $0 == "sat" }, "\(answers)")
            }
        }
    }

    /// Each path that is left out is missed: the text is about the code.
    @Test func amountsOutsideTheRangeAreMissed() throws {
        try proved { _, files in
            var missed = 0
            for text in try files.texts {
                // As if `amount` could be 5.
                let wider = text.replacingOccurrences(of: " 4)))", with: " 5)))")
                    .replacingOccurrences(of: " 4))\n", with: " 5))\n")
                missed += ObligationFiles.answers(to: wider).filter { $0 == "sat" }.count
            }
            #expect(missed > 0)
        }
    }

    @Test func spacersInvariantsAreWrittenDown() throws {
        let files = ObligationFiles()
        defer { files.remove() }
        var settings = ProverSettings(depth: 3, inducts: true)
        settings.obligations = files.folder.path
        let report = try Prover(
            InductionTests.Bucket<SymbolicInt>(gift: 0),
            concrete: InductionTests.Bucket<Int>(gift: 0),
            property: "bucket",
            settings: settings
        ).run()
        let finding = try #require(report.findings.first)
        #expect(finding.verdict == .proved(.every), "\(finding)")
        let texts = try files.texts
        #expect(texts.contains { $0.contains("the invariant that Spacer found for") })
        for text in texts { #expect(ObligationFiles.answers(to: text).allSatisfy { $0 == "unsat" }) }
    }

    @Test func stepsInARowAreWrittenDown() throws {
        let files = ObligationFiles()
        defer { files.remove() }
        var settings = ProverSettings(depth: 2, inducts: true)
        settings.obligations = files.folder.path
        let report = try Prover(
            InductionTests.Flip<SymbolicInt>(leaks: false),
            concrete: InductionTests.Flip<Int>(leaks: false),
            property: "flip",
            settings: settings
        ).run()
        let finding = try #require(report.findings.first)
        #expect(finding.verdict == .proved(.every), "\(finding)")
        let texts = try files.texts
        #expect(texts.contains { $0.contains("step 2 of 2 that keep") })
        for text in texts { #expect(ObligationFiles.answers(to: text).allSatisfy { $0 == "unsat" }) }
    }

    @Test func folderThatCannotBeMadeIsNamed() {
        var settings = ProverSettings(depth: 1)
        settings.obligations = "/dev/null/obligations"
        #expect(throws: ProverError.self) {
            _ = try Prover(
                Bucket<SymbolicInt>(),
                concrete: Bucket<Int>(),
                property: "bucket",
                settings: settings
            ).run()
        }
    }
}
