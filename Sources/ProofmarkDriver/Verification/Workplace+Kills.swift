import Foundation
import Proofmark

extension WorkerProcess.End {
    /// Whether somebody else may have ended it, such as a system that ran out of memory.
    var wasKilled: Bool { self == .signalled(SIGKILL) }
}

extension Workplace {
    /// How often a worker may be killed by somebody else before that is what is reported.
    static let mostKills = 3

    /// Asks again while somebody else ends the worker before it has answered.
    func insist<Answer>(
        _ ask: () throws(CommandFailure) -> (answer: Answer, end: WorkerProcess.End)
    ) throws(CommandFailure) -> Answer {
        for _ in 0..<Self.mostKills {
            let (answer, end) = try ask()
            if !end.wasKilled || isInterrupted { return answer }
        }
        return try ask().answer
    }
}
