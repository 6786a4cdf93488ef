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
    private let folder: URL
    private let profiles = Mutex<(made: Int, left: [String])>((0, []))

    /// The file for a worker's profile. Each has its own: LLVM can have several processes add up theirs in one, but
    /// some of the counts were beyond all measure then (6.3.1, Linux).
    func makeProfile() -> String {
        let number = profiles.withLock { profiles in
            profiles.made += 1
            return profiles.made
        }
        return folder.appendingPathComponent("\(suite)-\(number).profraw").path
    }

    /// Keeps the profile that a worker has left; if it died, there is none.
    func keep(_ profile: String) {
        guard FileManager.default.fileExists(atPath: profile) else { return }
        profiles.withLock { profiles in
            profiles.left.append(profile)
            guard profiles.left.count > Self.mostProfiles else { return }
            profiles.made += 1
            let sum = folder.appendingPathComponent("\(suite)-\(profiles.made).profdata").path
            guard (try? tools.merge(profiles.left, into: sum)) != nil else { return }
            for file in profiles.left { try? FileManager.default.removeItem(atPath: file) }
            profiles.left = [sum]
        }
    }

    /// Builds the suite and finds its counters.
    init(_ suite: String, _ toolchain: Toolchain, _ tools: CoverageTools, _ workplace: Workplace)
        throws(CommandFailure)
    {
        self.suite = suite
        self.tools = tools
        folder = workplace.folder
        sources = try toolchain.codeUnderTest(of: suite)
        executable = try toolchain.build(suite)
        let map = folder.appendingPathComponent("\(suite).map").path
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
            profiles: profiles.withLock(\.left),
            sources: sources,
            package: package
        )
        return CoverageReport(suite: suite, files: files)
    }
}
