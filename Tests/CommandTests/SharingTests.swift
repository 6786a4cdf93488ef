import Foundation
import TestSupport
import Testing

extension OneBuild {
    /// Work that is shared among machines: plans, shards, merged reports, what a branch affects, and a real Slurm.
    @Suite(.serialized) struct SharingTests {
        /// Slurm's sockets lie in its folder, and their paths must be short.
        private static let folder = CommandRun.scratch.appendingPathComponent("shared")
        private let package: TwoSuites

        init() throws { package = try TwoSuites(at: Self.folder) }

        private func run(_ words: [String], settings: [String: String] = [:]) throws -> CommandRun {
            try CommandRun(
                words + ["--package", Self.folder.path, "--scratch-path", OneBuild.scratch],
                settings: settings
            )
        }

        /// Runs all shards; their reports.
        private func shards(_ count: Int, in folder: URL, _ words: [String] = []) throws -> [URL] {
            try (1...count).map { number in
                let file = folder.appendingPathComponent("shard-\(number).json")
                let run = try run(
                    [
                        "verify", "--cases", "200", "--shard", "\(number)/\(count)", "--report",
                        "json=\(file.path)",
                    ] + words
                )
                #expect(run.output.contains("shard \(number) of \(count)"), "\(run)")
                return file
            }
        }

        private func merge(_ files: [URL]) throws -> CommandRun {
            try CommandRun(["merge"] + files.map(\.path))
        }

        @Test func shardsTogetherAreTheWhole() throws {
            try TestTools.withFolder { folder in
                let whole = try run(["verify", "--cases", "200"])
                #expect(whole.status == 0, "\(whole)")
                for count in [1, 2, 3] {
                    let merged = try merge(try shards(count, in: folder))
                    #expect(merged.status == 0, "\(merged)")
                    #expect(merged.output.contains("✓ 10 of 10 rules hold"), "\(merged)")
                }
                let files = try shards(2, in: folder)
                let missing = try merge([files[1]])
                #expect(missing.status == 3, "\(missing)")
                #expect(missing.output.contains("missing: shard 1 of 2"), "\(missing)")
                #expect(
                    missing.output.contains("missing: no shard ran FallingProperties/falling/fuzz"),
                    "\(missing)"
                )
                let twice = try merge([files[0], files[0]])
                #expect(twice.status == 2 && twice.errors.contains("are both shard 1"), "\(twice)")
                let other = try shards(3, in: folder.appendingPathComponent("of-three"))
                let mixed = try merge([files[0], other[1]])
                #expect(mixed.status == 2 && mixed.errors.contains("are no shards of one plan"), "\(mixed)")
                // Shards of other sources or settings say nothing of these.
                let settings = try shards(2, in: folder.appendingPathComponent("fewer"), ["--depth", "3"])
                let odd = try merge([files[0], settings[1]])
                #expect(
                    odd.status == 2 && odd.errors.contains("are about different sources or settings"),
                    "\(odd)"
                )
                try package.code("Rising", adds: "count += amount + 1")
                let later = try shards(2, in: folder.appendingPathComponent("later"))
                let stale = try merge([files[0], later[1]])
                #expect(
                    stale.status == 2 && stale.errors.contains("different sources or settings"),
                    "\(stale)"
                )
                let report = folder.appendingPathComponent("whole.json")
                _ = try run(["verify", "--cases", "200", "--report", "json=\(report.path)"])
                let none = try merge([report])
                #expect(none.status == 2 && none.errors.contains("is not the report of a shard"), "\(none)")
            }
        }

        @Test func aViolationInAShardIsOneOfTheWhole() throws {
            try package.code("Falling", adds: "count -= amount")
            try TestTools.withFolder { folder in
                let merged = try merge(try shards(2, in: folder))
                #expect(merged.status == 1 && merged.output.contains("✗ never negative"), "\(merged)")
            }
        }

        @Test func plansAreBalancedByWhatUnitsTook() throws {
            try TestTools.withFolder { folder in
                let listed = try run(["plan", "--format", "json", "--no-cache"])
                #expect(listed.status == 0 && listed.output.contains("\"isMeasured\" : false"), "\(listed)")
                // The plan's costs decide, whoever measured them.
                let text = """
                    {"format": 1, "units": [
                      {"id": "FallingProperties/falling/fuzz", "suite": "FallingProperties", "property": "falling",
                       "engine": "fuzz", "seconds": 1, "isMeasured": true},
                      {"id": "RisingProperties/rising/fuzz", "suite": "RisingProperties", "property": "rising",
                       "engine": "fuzz", "seconds": 9, "isMeasured": true}]}
                    """
                let plan = folder.appendingPathComponent("plan.json")
                try Data(text.utf8).write(to: plan)
                let words = ["verify", "--cases", "200", "--shard", "1/2", "--plan", plan.path]
                let first = try run(words)
                #expect(first.output.contains("rising") && !first.output.contains("falling"), "\(first)")
                for (text, message) in [
                    ("[", "is no plan"), (#"{"format": 9, "units": []}"#, "has format 9"),
                    (
                        text.replacing("\"seconds\": 9", with: "\"seconds\": -9"),
                        "no number of seconds from 0"
                    ),
                ] {
                    try Data(text.utf8).write(to: plan)
                    let bad = try run(words)
                    #expect(bad.status == 2 && bad.errors.contains(message), "\(bad)")
                }
            }
        }

        private func git(_ words: [String]) throws {
            let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
            let made = try TestTools.run(["git", "-C", Self.folder.path] + identity + words)
            #expect(made.status == 0, "\(made.output)")
        }

        @Test func onlyWhatABranchAffectsIsVerified() throws {
            let outside = try run(["verify", "--since", "main"])
            // This repository's own checkout is not the package's, or it knows no such revision of it.
            #expect(outside.status == 2 || outside.output.contains("since main"), "\(outside)")
            try git(["init", "-q", "-b", "main"])
            try package.write(".build/\n", ".gitignore")
            try git(["add", "-A"])
            try git(["commit", "-q", "-m", "begin"])
            let nothing = try run(["verify", "--since", "main"])
            #expect(
                nothing.status == 0 && nothing.output.contains("no property depends on what changed"),
                "\(nothing)"
            )

            try git(["checkout", "-q", "-b", "branch"])
            try package.write("A text.\n", "README.md")
            try package.code("Falling", adds: "count -= amount")
            try git(["add", "-A"])
            try git(["commit", "-q", "-m", "change"])
            let changed = try run(["verify", "--since", "main", "--cases", "200"])
            #expect(changed.status == 1, "\(changed)")
            #expect(
                changed.output.contains("FallingProperties, because of Sources/Falling/Falling.swift"),
                "\(changed)"
            )
            #expect(changed.output.contains("not affected: RisingProperties"), "\(changed)")
            #expect(!changed.output.contains("rising  RisingProperties"), "\(changed)")

            // What is not committed counts too.
            try package.write("let more = 1\n", "Sources/Rising/More.swift")
            let listed = try run(["list", "--since", "main"])
            #expect(
                listed.status == 0 && listed.output.contains("because of Sources/Rising/More.swift"),
                "\(listed)"
            )
            // What came to main meanwhile is no change of the branch.
            try git(["stash", "-q", "-u"])
            try git(["checkout", "-q", "main"])
            try package.write("// later\n", "Sources/Rising/Later.swift")
            try git(["add", "-A"])
            try git(["commit", "-q", "-m", "later"])
            try git(["checkout", "-q", "branch"])
            #expect(try !run(["list", "--since", "main"]).output.contains("RisingProperties, because"))
            // Data that a suite reads, and violations that are to be run again, concern it too.
            try package.samples("Rising", from: "Data/amounts.csv")
            try package.write("amount\n1\n", "Data/amounts.csv")
            try package.code("Falling")
            try git(["add", "-A"])
            try git(["commit", "-q", "-m", "data"])
            #expect(try run(["list"]).status == 0)
            let same = try run(["list", "--since", "HEAD"])
            #expect(same.status == 0 && !same.output.contains(", because"), "\(same)")
            try package.write("amount\n2000\n", "Data/amounts.csv")
            let data = try run(["verify", "--since", "HEAD", "--cases", "200"])
            #expect(
                data.status == 1 && data.output.contains("RisingProperties, because of Data/amounts.csv"),
                "\(data)"
            )
            try git(["checkout", "-q", "."])
            try package.code("Falling", adds: "count -= amount")
            let saved = Self.folder.appendingPathComponent("Properties/Regressions").path
            let broken = try run(["verify", "--cases", "200", "--regressions", saved])
            #expect(broken.status == 1, "\(broken)")
            try git(["add", "Sources"])
            try git(["commit", "-q", "-m", "broken"])
            let violation = try run(["verify", "--since", "HEAD", "--cases", "200", "--regressions", saved])
            #expect(violation.status == 1, "\(violation)")
            #expect(
                violation.output.contains("FallingProperties, because of Properties/Regressions/falling."),
                "\(violation)"
            )
            for revision in ["nowhere", "--output=x", ""] {
                let bad = try run(["verify", "--since=\(revision)"])
                #expect(bad.status == 2 && bad.errors.contains("--since"), "\(bad)")
            }
        }

        // MARK: Slurm

        private static let slurm = CommandRun.root.appendingPathComponent("Tests/Tools/slurm.sh").path

        /// A Slurm of two nodes with one processor each.
        private func withSlurm(_ body: (_ settings: [String: String], _ folder: String) throws -> Void) throws
        {
            let folder = "/tmp/pm-slurm-\(UUID().uuidString.prefix(8))"
            let started = try TestTools.run(["bash", Self.slurm, "start", folder])
            try #require(started.status == 0, "\(started.output)")
            defer {
                _ = try? TestTools.run(["bash", Self.slurm, "stop", folder])
                try? FileManager.default.removeItem(atPath: folder)
            }
            let configuration = started.output.split(separator: "\n").last.map(String.init) ?? ""
            try body(["SLURM_CONF": configuration], folder)
        }

        @Test(.enabled(if: TestTools.hasSlurm, "no slurmctld, slurmd or munged here: Tests/Tools/install.sh"))
        func aClusterVerifies() throws {
            try withSlurm { settings, _ in
                let healthy = try run(
                    [
                        "submit", "--slurm", "--shards", "2", "--cases", "200", "--no-cache", "--timeout",
                        "120",
                    ],
                    settings: settings
                )
                #expect(healthy.status == 0 && healthy.output.contains("✓ 10 of 10 rules hold"), "\(healthy)")
                try package.code("Falling", adds: "count -= amount")
                let broken = try run(
                    [
                        "submit", "--slurm", "--shards", "2", "--cases", "200", "--no-cache", "--timeout",
                        "120",
                    ],
                    settings: settings
                )
                #expect(broken.status == 1 && broken.output.contains("✗ never negative"), "\(broken)")
                let refused = try run(
                    ["submit", "--slurm", "--sbatch=--partition=nowhere"],
                    settings: settings
                )
                #expect(
                    refused.status == 2 && refused.errors.contains("sbatch did not take the job"),
                    "\(refused)"
                )
            }
        }

        @Test(.enabled(if: TestTools.hasSlurm, "no slurmctld, slurmd or munged here: Tests/Tools/install.sh"))
        func whatADeadNodeLeftUndoneIsRunAgain() throws {
            try withSlurm { settings, folder in
                _ = try run(["list"])
                // The node dies while it works.
                DispatchQueue.global().async {
                    for _ in 0..<300 {
                        let running = try? TestTools.run(
                            ["squeue", "-h", "-t", "R", "-w", "node2", "-o", "%i"],
                            environment: settings
                        )
                        if running?.output.isEmpty == false { break }
                        usleep(200_000)
                    }
                    sleep(1)
                    _ = try? TestTools.run(["bash", Self.slurm, "kill", folder, "node2"])
                }
                let survived = try run(
                    [
                        "submit", "--slurm", "--shards", "2", "--cases", "2000000", "--hash-seeds", "1",
                        "--no-cache",
                        "--budget", "12", "--timeout", "150",
                    ],
                    settings: settings
                )
                #expect(
                    survived.status == 0 && survived.output.contains("✓ 8 of 8 rules hold"),
                    "\(survived)"
                )
                let log = try String(contentsOfFile: "\(folder)/slurmctld.log", encoding: .utf8)
                #expect(log.contains("Requeuing JobId"), "the node did not die over its work")
            }
        }

        @Test func withoutSlurmItIsSaidWhatToDo() throws {
            try TestTools.withFolder { folder in
                let run = try CommandRun(
                    ["submit", "--slurm"],
                    fixture: "Troubles",
                    settings: ["PATH": "/nowhere"]
                )
                #expect(run.status == 2 && run.errors.contains("submit needs Slurm's sbatch"), "\(run)")
            }
        }
    }
}
