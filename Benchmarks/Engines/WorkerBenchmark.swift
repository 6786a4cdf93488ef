import BenchmarkSupport
import Foundation
import Proofmark

/// The workers of the fair scheduler's suite, as the command starts them: one and two, under a second hash seed, and
/// with counters in the code.
struct WorkerBenchmark {
    private let cases = 400_000
    private let suite = "FairSchedulerProperties"

    func run() throws {
        print("(a3) \(cases) cases of the fair scheduler in workers, as `proofmark verify` starts them")
        let plain = ".build/proofmark/release/\(suite)"
        guard FileManager.default.isExecutableFile(atPath: plain) else {
            print("    not measured: run make verify first\n")
            return
        }
        let one = try measure(plain, workers: 1)
        let two = try measure(plain, workers: 2)
        let again = try measure(plain, workers: 1, isRepetition: true)
        print("    one worker             \(shown(one)) s")
        print("    two workers            \(shown(two)) s, \(shown(one / two)) times as fast")
        print("    the second hash seed   \(shown(again)) s on top, \(shown(again / one)) of the first run")
        let covered = ".build/proofmark-coverage/release/\(suite)"
        if FileManager.default.isExecutableFile(atPath: covered) {
            let seconds = try measure(covered, workers: 1)
            print("    counters in the code   \(shown(seconds)) s, \(shown(seconds / one)) times as long\n")
        } else {
            print("    counters in the code   not measured: run proofmark verify --coverage first\n")
        }
    }

    private func measure(_ executable: String, workers: Int, isRepetition: Bool = false) throws -> Double {
        try seconds {
            let share = cases / workers
            let processes = try (0..<workers).map { number in
                var order = FuzzOrder(seed: 1, cases: share, budget: nil)
                order.first = share * number
                if isRepetition {
                    order.settled = [
                        "a deficit is at most what a turn can leave", "an idle tenant saves nothing",
                        "no request is lost or dispatched twice",
                        "each tenant's requests leave in the order of arrival",
                        "work is never left while the scheduler idles", "every tenant is backlogged at once",
                        "a backlogged tenant is served",
                        "service is fair while two tenants are backlogged",
                        "a backlogged tenant gets its share, whatever the others do",
                    ]
                }
                return try WorkerProcess(
                    executable,
                    WorkerRequest(.fuzz(property: "fair queueing", order)),
                    hashSeed: isRepetition ? WorkerProtocol.otherHashSeed : nil
                )
            }
            for process in processes {
                let end = process.run(.init(total: 300)) { _ in }
                precondition(end == .orderly, "\(process.lastErrors)")
            }
        }
    }
}
