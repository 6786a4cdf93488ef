import Foundation
import Proofmark
import ProofmarkDriver
import TestSupport
import Testing

/// Workers that somebody else kills, such as a system that ran out of memory: nothing of that is the suite's doing.
@Suite struct KilledWorkerTests {
    /// Asks an executable for its properties that is killed so many times before it answers.
    private func ask(kills: Int) throws -> [PropertyReport] {
        try TestTools.withFolder { folder in
            let (suite, answer) = (
                folder.appendingPathComponent("suite"), folder.appendingPathComponent("answer")
            )
            let events: [WorkerEvent] = [
                .hello(version: WorkerProtocol.version, suite: "S"), .properties([]), .finished,
            ]
            var said = Data()
            for (number, event) in events.enumerated() {
                said += try WorkerProtocol.line(event, number: number)
            }
            try said.write(to: answer)
            let script = """
                #!/bin/sh
                echo asked >> '\(folder.path)/asked'
                if [ $(wc -l < '\(folder.path)/asked') -le \(kills) ]; then kill -9 $$; fi
                exec cat '\(answer.path)'

                """
            try Data(script.utf8).write(to: suite)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: suite.path)
            return try SuiteRun(executable: suite.path, seed: 1, cases: 1, depth: nil, seconds: 5).run()
        }
    }

    @Test(arguments: 0...3) func aListingIsAskedForAgain(kills: Int) throws {
        #expect(try ask(kills: kills).isEmpty)
    }

    @Test func whatIsAlwaysKilledIsReported() {
        let failure = #expect(throws: CommandFailure.self) { try ask(kills: 100) }
        #expect(failure?.description.contains("was ended by signal 9") == true)
    }
}
