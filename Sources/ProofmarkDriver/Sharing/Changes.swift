import Foundation
import Proofmark

/// What a branch changed, and which suites depend on it.
struct Changes {
    let revision: String
    private let packagePath: String
    /// Absolute paths of files that differ from where the branch began, new ones among them.
    let files: [String]

    /// - Throws: If the package is in no checkout of git, git is not there, or does not know the revision.
    init(since revision: String, _ packagePath: String) throws(CommandFailure) {
        self.revision = revision
        self.packagePath = URL(fileURLWithPath: packagePath).resolvingSymlinksInPath().path
        func git(_ words: [String], _ trouble: String) throws(CommandFailure) -> String {
            let made = try Subprocess.run(["git", "-C", packagePath] + words)
            if made.status == 127 {
                throw CommandFailure(.usage, "--since needs git, and there is none on the PATH")
            }
            guard made.status == 0 else {
                let said = made.errors.split(separator: "\n").first.map { ": \($0)" } ?? ""
                throw CommandFailure(.usage, trouble + said)
            }
            return String(decoding: made.output, as: UTF8.self)
        }
        let top = try git(
            ["rev-parse", "--show-toplevel"],
            "--since needs a checkout of git, and \(packagePath) is in none"
        ).trimmingCharacters(in: .newlines)
        guard !revision.isEmpty, !revision.hasPrefix("-") else {
            throw CommandFailure(
                .usage,
                "--since is \"\(revision)\", but takes a revision of git, such as main"
            )
        }
        let unknown =
            "--since: git knows no revision \"\(revision)\" here (a shallow clone has only the last)"
        _ = try git(["rev-parse", "--verify", "--quiet", "\(revision)^{commit}"], unknown)
        // Where the branch began: what came to the other one since is none of its changes.
        let merged = try? git(["merge-base", revision, "HEAD"], unknown).trimmingCharacters(in: .newlines)
        let changed = try git(
            ["diff", "--name-only", "-z", "--no-renames", merged ?? revision, "--"],
            unknown
        )
        let untracked = try git(
            ["-C", top, "ls-files", "--others", "--exclude-standard", "-z"],
            "git cannot list the new files"
        )
        let names = (changed + untracked).split(separator: "\0").map(String.init)
        let folder = URL(fileURLWithPath: top).resolvingSymlinksInPath().path
        files = Set(names.map { "\(folder)/\($0)" }).sorted()
    }

    /// - Parameter saved: Where violations are saved.
    func affected(
        _ suites: [BuiltSuite],
        _ graph: PackageGraph,
        _ saved: RegressionFolder
    ) -> ReportScope.Change {
        var affected: [ReportScope.Affected] = []
        var unaffected: [String] = []
        for suite in suites {
            let because = reasons(suite, graph, saved)
            if because.isEmpty {
                unaffected.append(suite.name)
            } else {
                affected.append(.init(suite: suite.name, because: because))
            }
        }
        return .init(revision: revision, affected: affected, unaffected: unaffected)
    }

    private func reasons(_ suite: BuiltSuite, _ graph: PackageGraph, _ saved: RegressionFolder) -> [String] {
        let own = graph.closure(of: suite.name).map { "\(packagePath)/\($0.path)/" }
        let read = suite.inputs.paths(in: packagePath)
        let inputs = Set(read + read.map(Self.resolved))
        let targets = graph.targets.map { "\(packagePath)/\($0.path)/" }
        let violations = Self.resolved(saved.url.path) + "/"
        let others = graph.dependencies.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path + "/" }
        return files.filter { file in
            if isManifest(file) || own.contains(where: file.hasPrefix) || inputs.contains(file) {
                return true
            }
            if file.hasPrefix(violations) { return saved.concerns(file.dropFirst(violations.count), suite) }
            // Which files a suite reads is known only of those that it has read; so any may be one.
            if file.hasPrefix(packagePath + "/"), !targets.contains(where: file.hasPrefix), !isProse(file) {
                return true
            }
            // The package may lie in the folder of one that it depends on: its files are its own all the same.
            let isOwn = file.hasPrefix(packagePath + "/")
            return others.contains { file.hasPrefix($0) && !(isOwn && packagePath.hasPrefix($0)) }
        }.map { file in
            file.hasPrefix(packagePath + "/") ? String(file.dropFirst(packagePath.count + 1)) : file
        }
    }

    private func isProse(_ file: String) -> Bool {
        let path = file.dropFirst(packagePath.count)
        return path.hasSuffix(".md") || path.contains("/.")
    }

    private static func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// What every suite depends on.
    private func isManifest(_ file: String) -> Bool {
        guard file.hasPrefix(packagePath + "/") else { return false }
        let name = file.dropFirst(packagePath.count + 1)
        return name == Configuration.fileName || (name.hasPrefix("Package") && !name.contains("/"))
    }
}
