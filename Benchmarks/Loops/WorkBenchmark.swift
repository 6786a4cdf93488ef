import BenchmarkSupport
import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz

/// A system whose step costs what one likes: so many rounds of a mixing function.
struct Work: Specification {
    struct State {
        var value: UInt64 = 1
        var steps = 0
    }

    var rounds: Int
    var initial: State { State() }
    var actions: Actions {
        Action("mix") { state, choose in
            state.value = Work.mix(state.value &+ UInt64(choose.number("salt", in: 0...99)), rounds)
            state.steps += 1
        }
    }
    var rules: Rules {
        Always("the value is never 0") { $0.value != 0 }
        Always("steps are counted") { $0.steps >= 0 }
    }

    @inline(never)
    static func mix(_ value: UInt64, _ rounds: Int) -> UInt64 {
        var value = value
        for _ in 0..<rounds { value = (value ^ (value >> 29)) &* 0xBF58_476D_1CE4_E5B9 | 1 }
        return value
    }
}

/// The fuzzer beside loops written by hand, for steps of three costs; and what its journal and its digests cost.
struct WorkBenchmark {
    func run() throws {
        say("(a2) fuzzing steps of other costs: the framework's speed, of the hand-written loop's")
        say("    step           framework/s    by hand/s   ratio   journal on   digests on")
        for (name, rounds, cases) in [
            ("cheap", 1, 200_000), ("middling", 100, 50_000), ("costly", 10_000, 1_000),
        ] {
            let specification = Work(rounds: rounds)
            let settings = FuzzSettings(cases: cases)
            var (framework, byHand) = (Double.infinity, Double.infinity)
            var (journalled, digested) = (Double.infinity, Double.infinity)
            let folder = FileManager.default.temporaryDirectory
            let paths = ["journal", "digests"].map {
                folder.appendingPathComponent("proofmark-bench-\(getpid())-\($0)").path
            }
            defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
            let journal = FileJournal(journal: try Journal(path: paths[0]))
            let digests = try CaseDigests(.init(path: paths[1], cases: 0..<cases))
            var steps = 0
            for _ in 0..<3 {
                framework = min(
                    framework,
                    try seconds {
                        steps = try Fuzzer(specification, property: "work", settings: settings).run().steps
                    }
                )
                byHand = min(byHand, seconds { precondition(Self.loop(rounds, cases) == steps) })
                journalled = min(
                    journalled,
                    try seconds { _ = try fuzzer(specification, settings, journal: journal).run() }
                )
                digested = min(
                    digested,
                    try seconds { _ = try fuzzer(specification, settings, digests: digests).run() }
                )
            }
            say(
                "    \(column(name, 10, isText: true))\(column("\(Int(Double(cases) / framework))", 16))"
                    + column("\(Int(Double(cases) / byHand))", 13)
                    + "\(column(shown(byHand / framework), 8))\(column(shown(framework / journalled), 13))"
                    + column(shown(framework / digested), 13)
            )
        }
        say("")
    }

    private func fuzzer(
        _ specification: Work,
        _ settings: FuzzSettings,
        journal: (any CaseJournal)? = nil,
        digests: CaseDigests? = nil
    ) -> Fuzzer<Work> {
        Fuzzer(
            specification,
            loop: { () throws(SpecificationError) in try CaseLoop(specification) },
            property: "work",
            settings: settings,
            journal: journal,
            digests: digests
        )
    }

    /// - Returns: The number of steps, which must be the framework's.
    private static func loop(_ rounds: Int, _ cases: Int) -> Int {
        var steps = 0
        for number in 0..<cases {
            var random = SplitMix64(seed: SplitMix64.stream(UInt64(number), of: 1))
            var state = Work.State()
            let length = random.next(from: 1, through: 40)
            for _ in 0..<length {
                _ = random.next(from: 0, through: 0)
                state.value = Work.mix(state.value &+ UInt64(random.next(from: 0, through: 99)), rounds)
                state.steps += 1
                precondition(state.value != 0)
                precondition(state.steps >= 0)
            }
            steps += length
        }
        return steps
    }
}

/// Notes cases as a worker does.
private struct FileJournal: CaseJournal {
    let journal: Journal

    func begin(case number: Int) { journal.caseNumber = number }
    func begin(run: ChoiceSequence) { journal.run = run }
    func misused(_ message: String) {}
}
