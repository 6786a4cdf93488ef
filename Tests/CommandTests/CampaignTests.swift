import Foundation
import Testing

/// Verifications over hours: stopped or killed at any moment, they go on where they were.
@Suite(.serialized) struct CampaignTests {
    /// What is kept of a campaign, as far as these tests look at it.
    private struct Kept: Decodable {
        struct Tally: Decodable {
            var cases: Int
            var resumed: Int
        }
        var seed: UInt64
        var next: Int
        var tally: Tally
    }

    private static let folder = CommandRun.scratch.appendingPathComponent("Troubles/campaigns")

    private func file(_ property: String) -> URL {
        Self.folder.appendingPathComponent("TroubleProperties.\(property).json")
    }

    private func kept(_ property: String) throws -> Kept {
        try JSONDecoder().decode(Kept.self, from: Data(contentsOf: file(property)))
    }

    private func overnight(
        _ property: String,
        _ more: [String],
        killing victim: CommandRun.Victim? = nil
    ) throws -> CommandRun {
        try CommandRun(
            ["verify", "--profile", "overnight", "--filter", property] + more,
            fixture: "Troubles",
            killing: victim
        )
    }

    @Test func theNextNightGoesOn() throws {
        try? FileManager.default.removeItem(at: file("least-of-a-set"))
        let first = try overnight("least of a set", ["--cases", "20000", "--budget", "60"])
        #expect(first.status == 0, "\(first)")
        #expect(first.output.contains("fuzz: 20,000 cases"), "\(first)")
        let one = try kept("least-of-a-set")
        let second = try overnight("least of a set", ["--cases", "50000", "--budget", "60"])
        #expect(second.output.contains("fuzz: 50,000 cases"), "\(second)")
        #expect(second.output.contains("20,000 of the cases were run by earlier verifications"), "\(second)")
        let two = try kept("least-of-a-set")
        #expect(two.seed == one.seed && two.next == 50_000 && two.tally.cases == 50_000)

        let other = try overnight("least of a set", ["--cases", "10000", "--seed", "\(one.seed &+ 1)"])
        #expect(other.output.contains("another seed was asked for"), "\(other)")

        try Data("{\"format\": 1".utf8).write(to: file("least-of-a-set"))
        let damaged = try overnight("least of a set", ["--cases", "10000"])
        #expect(damaged.status == 0, "\(damaged)")
        #expect(damaged.output.contains("is damaged (it cannot be parsed); it was moved aside"), "\(damaged)")
        let aside = file("least-of-a-set").appendingPathExtension("damaged")
        #expect(FileManager.default.fileExists(atPath: aside.path))
    }

    /// PROOFMARK_KILLS in the environment: how often.
    @Test(arguments: ["wrong counter", "overflow"]) func nothingIsLostByKills(property: String) throws {
        let name = property.replacing(" ", with: "-")
        try? FileManager.default.removeItem(at: file(name))
        let kills = ProcessInfo.processInfo.environment["PROOFMARK_KILLS"].flatMap { Int($0) } ?? 4
        let first = try overnight(property, ["--cases", "10000", "--budget", "20"])
        #expect(first.status == 1, "\(first)")
        let token = try #require(first.token)
        var last = try kept(name)
        #expect(last.next > 0 && last.next <= 10_000)
        for round in 0..<kills {
            let after = Double.random(in: 0.5...4)
            let run = try overnight(
                property,
                ["--budget", "\(after + 1)"],
                killing: round % 2 == 0 ? .command(after: after) : .workers(after: after)
            )
            if round % 2 == 1 {
                #expect(run.status == 1 && run.token == token, "\(run)")
                #expect(!run.output.contains("internal error"), "\(run)")
            }
            let now = try kept(name)
            #expect(now.seed == last.seed && now.next >= last.next && now.tally.cases >= last.tally.cases)
            last = now
        }
        let end = try overnight(property, ["--cases", "\(last.next + 10)"])
        #expect(end.status == 1 && end.token == token, "\(end)")
        #expect(!end.output.contains("damaged"))
        #expect(try kept(name).next >= last.next + 10)
    }
}
