import Foundation
import Proofmark
import Synchronization

/// A suite that counts what parts of the code under test it goes through.
final class CoverageBuild: Sendable {
    /// Profiles that are kept one by one.
    private static let mostProfiles = 50

    let suite: String
    let executable: String
    /// The counters of the code under test.
    let counters: [Range<Int>]
    private let sources: [String]
    private let tools: CoverageTools
    /// Where its workers leave their profiles.
    private let workplace: Workplace
    private let profiles = Mutex<[String]>([])

    /// The file for a worker's profile. Each has its own: LLVM can have several processes add up theirs in one, but
    /// some of the counts were beyond all measure then (6.3.1, Linux).
    func makeProfile() -> String { workplace.makePath("profile") }

    /// Keeps the profile that a worker has left; if it died, there is none.
    func keep(_ profile: String) {
        guard FileManager.default.fileExists(atPath: profile) else { return }
        profiles.withLock { profiles in
            profiles.append(profile)
            guard profiles.count > Self.mostProfiles else { return }
            let sum = makeProfile()
            guard (try? tools.merge(profiles, into: sum)) != nil else { return }
            for file in profiles { try? FileManager.default.removeItem(atPath: file) }
            profiles = [sum]
        }
    }

    /// Builds the suite and finds its counters.
    ///
    /// - Parameter sources: The code under test.
    init(
        _ suite: String,
        of sources: [String],
        _ toolchain: Toolchain,
        _ tools: CoverageTools,
        _ workplace: Workplace
    ) throws(CommandFailure) {
        self.suite = suite
        self.sources = sources
        self.tools = tools
        self.workplace = workplace
        executable = try toolchain.build(suite)
        let map = workplace.makePath("map")
        let result = workplace.run(executable, .mapCounters(path: map), limits: .init(total: 30)) { _ in }
        if let (code, message) = result.failure { throw CommandFailure(code, message) }
        counters =
            sources.isEmpty ? [] : try tools.counters(executable, map: map, sources: sources)
        guard sources.isEmpty || !counters.isEmpty else {
            throw CommandFailure(
                .internalError,
                "the coverage counters of \(suite) were not found; verify without --coverage"
            )
        }
    }

    func report(package: String) throws(CommandFailure) -> CoverageReport {
        let files = try tools.files(
            executable,
            profiles: profiles.withLock(\.self),
            sources: sources,
            package: package
        )
        return CoverageReport(suite: suite, files: files)
    }
}
