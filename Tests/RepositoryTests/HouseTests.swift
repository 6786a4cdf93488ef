import Foundation
import Testing

@Suite struct HouseTests {
    private static let ours = ["Sources", "Properties", "Examples", "Benchmarks"].flatMap(
        Repository.swiftFiles(in:)
    )

    @Test func theTopLevelIsWhatPeopleExpect() throws {
        let expected: Set = [
            "ARCHITECTURE.md", "Benchmarks", "CHANGELOG.md", "CONTRIBUTING.md", "Documentation", "Examples",
            "LICENSE",
            "Plugins",
            "Makefile",
            "Package.swift", "Properties", "README.md", "Sources", "Tests",
        ]
        let found = try FileManager.default.contentsOfDirectory(atPath: Repository.root.path)
            .filter { !$0.hasPrefix(".") }
        #expect(Set(found) == expected)
    }

    @Test func noFileIsTooLong() throws {
        #expect(Self.ours.count > 50)
        for file in Self.ours {
            let lines = try Repository.text(file).split(separator: "\n", omittingEmptySubsequences: false)
                .count
            #expect(lines <= 500, "\(file) has \(lines) lines")
        }
    }

    @Test(arguments: ["try!", "fatalError(", " as! ", "TODO", "FIXME", "nonisolated(unsafe)"])
    func isNotUsed(_ word: String) throws {
        for file in Self.ours { #expect(try !Repository.text(file).contains(word), "\(file) has \(word)") }
    }

    @Test func thereAreNoPackageDependencies() throws {
        #expect(try !Repository.text("Package.swift").contains(".package("))
    }

    @Test func theReadmesCommandsExist() throws {
        let readme = try Repository.text("README.md")
        let makefile = try Repository.text("Makefile")
        for command in ["verify", "test", "bench"] {
            #expect(readme.contains("make \(command)"))
            #expect(makefile.contains("\n\(command):"))
        }
        let run = try Repository.text(".ci/run")
        #expect(run.contains("make test\n") && run.contains("make test-tools"))
    }

    /// A planted twin is the healthy file with one place changed.
    @Test(arguments: [
        ("FairScheduler/DeficitRoundRobin.swift", "PlantedForgottenReset"),
        ("FairScheduler/DeficitRoundRobin.swift", "PlantedStrictComparison"),
        ("RegionRouter/LeastOutstandingRouter.swift", "PlantedStaleFailOver"),
        ("RegionRouter/LeastOutstandingRouter.swift", "PlantedFullTarget"),
        ("QuotaAdmission/AdmissionControl.swift", "PlantedSharedQuota"),
    ]) func twinsDifferInOneLine(healthy: String, twin: String) throws {
        let name = healthy.split(separator: "/")[1]
        let right = try Repository.text("Examples/\(healthy)").split(separator: "\n")
        let wrong = try Repository.text("Examples/Planted/\(twin)/\(name)").split(separator: "\n")
        let changes = wrong.difference(from: right)
        #expect(changes.removals.count == 1)
        #expect(changes.insertions.count <= 1)
    }
}
