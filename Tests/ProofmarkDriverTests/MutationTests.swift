import Foundation
import Proofmark
import ProofmarkDriver
import ProofmarkReport
import TestSupport
import Testing

/// Input that something has damaged: no crash, no hang, and no pass that is not there.
@Suite struct MutationTests {
    /// Damages, each of another kind or at another place, the same for the same number.
    private static func mutated(_ data: Data, _ number: Int) -> Data {
        var random = SplitMix64(seed: UInt64(number))
        func place(_ count: Int) -> Int { random.next(from: 0, through: max(0, count - 1)) }
        var bytes = [UInt8](data)
        switch number % 8 {
        case 0: bytes[place(bytes.count)] ^= UInt8(1 << place(8))
        case 1: bytes.removeLast(1 + place(bytes.count))
        case 2:
            let start = place(bytes.count)
            bytes.removeSubrange(start..<min(bytes.count, start + 1 + place(40)))
        case 3:
            bytes.insert(contentsOf: (0...place(40)).map { _ in UInt8(place(256)) }, at: place(bytes.count))
        case 4:
            // A digit for another.
            let digits = bytes.indices.filter { (48...57).contains(bytes[$0]) }
            if !digits.isEmpty { bytes[digits[place(digits.count)]] = UInt8(48 + place(10)) }
        case 5, 6:
            var lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
            let line = place(lines.count)
            if number % 8 == 5 {
                lines.remove(at: line)
            } else {
                lines.insert(lines[line], at: place(lines.count))
            }
            bytes = Array(lines.joined(separator: [10]))
        default:
            let (one, other) = (place(bytes.count), place(bytes.count))
            bytes.swapAt(one, other)
        }
        return Data(bytes)
    }

    private static let rule = PropertyDescription.Rule(name: "never negative", kind: .always)

    private static func tally(isBroken: Bool) -> FuzzTally {
        var tally = FuzzTally(
            seed: 1,
            longest: 40,
            rules: [.init(name: rule.name, kind: .always, stepsToViolate: 0)],
            actions: [.init(name: "add", taken: 4_321)]
        )
        (tally.cases, tally.steps) = (200, 4_321)
        tally.rules[0].wasTriggered = true
        if isBroken {
            let run = ChoiceSequence(steps: [.init(action: 0)])
            tally.settled[rule.name] = .violated(
                Counterexample(
                    message: "the condition is false",
                    choices: run,
                    trace: Trace(),
                    token: "pm2-x"
                )
            )
        }
        return tally
    }

    private static func stream(_ events: [WorkerEvent]) throws -> Data {
        var data = Data()
        for (number, event) in events.enumerated() { data += try WorkerProtocol.line(event, number: number) }
        return data
    }

    /// An executable that says what is in the files, whatever it is asked.
    private static func suite(in folder: URL) throws -> (executable: URL, said: URL) {
        let (executable, said) = (
            folder.appendingPathComponent("suite"), folder.appendingPathComponent("said")
        )
        let listed = folder.appendingPathComponent("listed")
        let property = PropertyDescription(
            name: "p",
            rules: [rule],
            actions: ["add"],
            isProvable: false,
            depth: nil,
            problem: nil
        )
        let hello = WorkerEvent.hello(version: WorkerProtocol.version, suite: "S")
        try stream([hello, .properties([property]), .finished]).write(to: listed)
        let script = """
            #!/bin/sh
            read -r request
            case "$request" in *'"list"'*) exec cat '\(listed.path)' ;; esac
            exec cat '\(said.path)'

            """
        try Data(script.utf8).write(to: executable)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: executable.path)
        return (executable, said)
    }

    @Test func protocolStreams() throws {
        try TestTools.withFolder { folder in
            let (executable, said) = try Self.suite(in: folder)
            func run() throws -> PropertyReport {
                let suite = try SuiteRun(
                    executable: executable.path,
                    seed: 1,
                    cases: 200,
                    depth: nil,
                    seconds: 5,
                    hashSeeds: 1
                )
                return try #require(try suite.run().first)
            }
            let hello = WorkerEvent.hello(version: WorkerProtocol.version, suite: "S")
            let empty = FuzzTally(
                seed: 1,
                longest: 40,
                rules: [.init(name: Self.rule.name, kind: .always, stepsToViolate: 0)],
                actions: [.init(name: "add", taken: 0)]
            )
            var passes = 0
            for isBroken in [false, true] {
                let events: [WorkerEvent] = [
                    hello, .tally(empty),
                    .progress(.init(done: 100, of: 200, unit: "cases", detail: "")),
                    .tally(Self.tally(isBroken: isBroken)), .finished,
                ]
                let whole = try Self.stream(events)
                try whole.write(to: said)
                let right = try run()
                #expect(right.exitCode == (isBroken ? .violated : .holds))
                for number in 0..<500 {
                    let data = Self.mutated(whole, number)
                    try data.write(to: said)
                    let report = try run()
                    if data == whole { continue }
                    #expect(!(isBroken && report.exitCode == .holds), "mutation \(number)")
                    if report.exitCode == .holds {
                        passes += 1
                        // What was damaged was none of what matters.
                        #expect(report.engines[0].findings == right.engines[0].findings, "mutation \(number)")
                    }
                }
            }
            // Most damage is noticed.
            #expect(passes < 50, "\(passes)")
        }
    }

    @Test func reportFiles() throws {
        var report = VerificationReport(package: "/p")
        let broken = Self.tally(isBroken: true).report
        let healthy = Self.tally(isBroken: false).report
        report.properties = [
            PropertyReport(suite: "S", property: "p", engines: [broken]),
            PropertyReport(suite: "S", property: "q", engines: [healthy]),
        ]
        let whole = Data(try JSONReport.text(report).utf8)
        #expect(try JSONReport.read(whole) == report)
        for number in 0..<1_000 {
            guard let read = try? JSONReport.read(Self.mutated(whole, number)) else { continue }
            #expect(read == report, "mutation \(number)")
        }
    }

    @Test func configurationFiles() throws {
        try TestTools.withFolder { folder in
            let whole = Data(
                """
                {
                  "profile": "quick", "cases": 50, "budget": 2.5,
                  "profiles": {"merge": {"depth": 9, "hashSeeds": 1}},
                  "suites": {"S": {"cases": 70}},
                  "require": [{"rule": "a*", "depth": "every"}, {"property": "p", "rule": "r", "cases": 5}]
                }
                """.utf8
            )
            let file = folder.appendingPathComponent(Configuration.fileName)
            try whole.write(to: file)
            _ = try Configuration.read(in: folder.path)
            var refused = 0
            for number in 0..<1_000 {
                try Self.mutated(whole, number).write(to: file)
                do {
                    // A value that is out of its range is found where flags are read.
                    _ = try Arguments(["verify"]) { (_) throws(CommandFailure) in
                        try Configuration.read(in: folder.path)
                    }
                } catch let failure as CommandFailure {
                    refused += 1
                    #expect(failure.exitCode == .usage)
                    #expect(failure.description.contains(Configuration.fileName), "\(failure)")
                }
            }
            #expect(refused > 500, "\(refused)")
        }
    }

    @Test func cacheFiles() throws {
        try TestTools.withFolder { folder in
            let cache = VerdictCache(folder)
            let report = Self.tally(isBroken: false).report
            let key = VerdictCache.key(["k"])
            cache.write(report, key)
            let file = folder.appendingPathComponent("\(key).json")
            let whole = try Data(contentsOf: file)
            #expect(cache.read(EngineReport.self, key) == report)
            for number in 0..<1_000 {
                try Self.mutated(whole, number).write(to: file)
                let read = VerdictCache(folder).read(EngineReport.self, key)
                #expect(read == nil || read == report, "mutation \(number)")
            }
        }
    }
}
