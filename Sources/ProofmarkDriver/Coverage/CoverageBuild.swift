import Foundation
import Proofmark

/// A suite that counts what parts of the code under test it goes through.
struct CoverageBuild: Sendable {
    let suite: String
    let executable: String
    /// The counters of the code under test.
    let counters: [Range<Int>]
    private let sources: [String]
    /// Where its workers leave their profiles.
    private let folder: URL

    /// What a worker is told to write: the profiles of several become one in each of a few files.
    var profile: String { folder.appendingPathComponent("\(suite)-%2m.profraw").path }

    /// Builds the suite and finds its counters.
    init(_ suite: String, _ toolchain: Toolchain, _ tools: CoverageTools, _ workplace: Workplace)
        throws(CommandFailure)
    {
        self.suite = suite
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

    func report(_ tools: CoverageTools, package: String) throws(CommandFailure) -> CoverageReport {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let profiles = names.filter { $0.hasPrefix("\(suite)-") && $0.hasSuffix(".profraw") }
        let files = try tools.files(
            executable,
            profiles: profiles.map { folder.appendingPathComponent($0).path },
            sources: sources,
            package: package
        )
        return CoverageReport(suite: suite, files: files)
    }
}
