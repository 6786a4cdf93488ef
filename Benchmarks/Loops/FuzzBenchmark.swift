import BenchmarkSupport
import FairScheduler
import FairSchedulerRules
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz

/// The fuzzer against the same loop written by hand: the same scheduler, the same random numbers, the same
/// rules, no framework.
struct FuzzBenchmark {
    private let load = Load(weights: [1, 1, 1])
    private let cases = 100_000

    func run() throws {
        var fast = 0
        var checksum = 0
        // The best of many, taken in turns, to be rid of disturbances.
        var framework = Double.infinity
        var byHand = Double.infinity
        for _ in 0..<24 {
            framework = min(
                framework,
                try seconds {
                    // As `Verify` has it made.
                    let specification = FairQueueing<DeficitRoundRobin<Int, Int>>(load)
                    let report = try Fuzzer(
                        CompiledSpecification(specification),
                        loop: { () throws(SpecificationError) in try CaseLoop(specification) },
                        property: "bench",
                        settings: FuzzSettings(cases: cases)
                    ).run().report
                    fast = report.statistics.first { $0.name == "steps" }?.value ?? 0
                }
            )
            byHand = min(
                byHand,
                seconds {
                    var loop = HandWrittenLoop()
                    checksum = loop.run(cases: cases)
                    precondition(loop.timesEveryoneWaited > 0)
                }
            )
        }
        precondition(fast == checksum, "the two loops did not do the same")
        say("(a) fuzzing the fair scheduler with all rules on, \(cases) sequences")
        say("    framework   \(Int(Double(cases) / framework)) sequences/s (\(fast) steps)")
        say("    by hand     \(Int(Double(cases) / byHand)) sequences/s (\(checksum) steps)")
        say("    ratio       \(shown(byHand / framework)) of the hand-written loop's speed\n")
    }
}

/// What a person would write to test the scheduler without Proofmark.
struct HandWrittenLoop {
    private static let shareBound = Load(weights: [1, 1, 1]).shareBound
    /// Cases in which the goal of the `Sometimes` was reached.
    private(set) var timesEveryoneWaited = 0

    /// - Returns: The number of steps, which must be the framework's.
    mutating func run(cases: Int) -> Int {
        var steps = 0
        for number in 0..<cases { steps += run(case: number) }
        return steps
    }

    private mutating func run(case number: Int) -> Int {
        var random = SplitMix64(seed: SplitMix64.stream(UInt64(number), of: 1))
        var scheduler = DeficitRoundRobin<Int, Int>(weights: [1, 1, 1], quantum: 10)
        var submitted = [0, 0, 0]
        var dispatched = [0, 0, 0]
        var served = [0, 0, 0]
        var left = [-1, -1, -1]
        var leads = [Int](repeating: 0, count: 9)
        var wasBacklogged = [false, false, false]
        var before = served
        var leastArrears = [0, 0, 0]
        var everyoneWaited = false
        let length = random.next(from: 1, through: 40)
        for _ in 0..<length {
            let canSubmit = scheduler.count < 6
            let action = canSubmit ? random.next(from: 0, through: 1) : 1 + random.next(from: 0, through: 0)
            var last: (tenant: Int, inOrder: Bool)?
            var idled = false
            if action == 0 {
                let tenant = random.next(from: 0, through: 2)
                let cost = random.next(from: 1, through: 10)
                scheduler.submit(.init(id: submitted[tenant], tenant: tenant, cost: cost))
                submitted[tenant] += 1
            } else {
                let hadWork = scheduler.count > 0
                if let request = scheduler.dispatch() {
                    last = (request.tenant, request.id == dispatched[request.tenant])
                    dispatched[request.tenant] += 1
                    served[request.tenant] += request.cost
                } else {
                    idled = hadWork
                }
            }
            for tenant in 0..<3 {
                let deficit = scheduler.deficits[tenant]
                precondition(0 <= deficit && deficit <= (scheduler.turn == tenant ? 18 : 9))
                precondition(scheduler.isBacklogged(tenant) || deficit == 0)
                precondition(submitted[tenant] - dispatched[tenant] == scheduler.queues[tenant].count)
                if left[tenant] >= 0 || scheduler.isBacklogged(tenant) {
                    if last?.tenant == tenant {
                        left[tenant] = -1
                    } else if left[tenant] < 0 {
                        left[tenant] = 39
                    } else if action == 1 {
                        left[tenant] -= 1
                        precondition(left[tenant] > 0)
                    }
                }
            }
            precondition(last?.inOrder ?? true)
            precondition(!idled)
            for first in 0..<3 {
                for second in 0..<3 where first != second {
                    let both = scheduler.isBacklogged(first) && scheduler.isBacklogged(second)
                    guard both, wasBacklogged[first], wasBacklogged[second] else {
                        leads[first * 3 + second] = 0
                        continue
                    }
                    let gain = (served[first] - before[first]) - (served[second] - before[second])
                    leads[first * 3 + second] = max(0, leads[first * 3 + second] + gain)
                    precondition(leads[first * 3 + second] <= 28)
                }
            }
            let total = served[0] + served[1] + served[2]
            var waiting = 0
            for tenant in 0..<3 {
                let isBacklogged = scheduler.isBacklogged(tenant)
                let arrears = total - 3 * served[tenant]
                if isBacklogged {
                    waiting += 1
                    leastArrears[tenant] =
                        wasBacklogged[tenant] ? min(leastArrears[tenant], arrears) : arrears
                    precondition(arrears - leastArrears[tenant] <= 3 * Self.shareBound)
                }
                wasBacklogged[tenant] = isBacklogged
            }
            if waiting == 3 { everyoneWaited = true }
            before = served
        }
        if everyoneWaited { timesEveryoneWaited += 1 }
        return length
    }
}
