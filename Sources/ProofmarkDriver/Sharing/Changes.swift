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
        self.packagePath = ResolvedPath.of(packagePath)
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
        let folder = ResolvedPath.of(top)
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
        let ofAll = Set(files.filter { mayBeReadByAll($0, graph, saved) })
        let violations = changedViolations(saved)
        let dependencies = graph.dependencies.map { ResolvedPath.of($0) + "/" }
        for suite in suites {
            let own = graph.closure(of: suite.name).map { "\(packagePath)/\($0.path)/" }
            let read = suite.inputs.paths(in: packagePath)
            let inputs = Set(read + read.map(ResolvedPath.of))
            let because = files.filter { file in
                ofAll.contains(file) || inputs.contains(file) || own.contains(where: file.hasPrefix)
                    || violations[file]?.concerns(suite) == true
                    || dependencies.contains { isIn($0, file) }
            }
            if because.isEmpty {
                unaffected.append(suite.name)
            } else {
                affected.append(.init(suite: suite.name, because: because.map(shown)))
            }
        }
        return .init(revision: revision, affected: affected, unaffected: unaffected)
    }

    /// The saved violations that are new or not what they were, by file.
    private func changedViolations(_ saved: RegressionFolder) -> [String: RegressionFolder.Entry] {
        let folder = ResolvedPath.of(saved.url.path)
        guard files.contains(where: { $0.hasPrefix(folder + "/") }) else { return [:] }
        return Dictionary(saved.entries().map { ("\(folder)/\($0.file)", $0) }) { first, _ in first }
    }

    /// Whether every suite depends on the file, for all that is known.
    private func mayBeReadByAll(_ file: String, _ graph: PackageGraph, _ saved: RegressionFolder) -> Bool {
        if isManifest(file) { return true }
        // Which files a suite reads is known only of those that it has read; so any may be one.
        let known =
            graph.targets.map { "\(packagePath)/\($0.path)/" } + [ResolvedPath.of(saved.url.path) + "/"]
        return isOwn(file) && !known.contains(where: file.hasPrefix) && !isProse(file)
    }

    /// Whether the file is in the folder of a package that this one depends on. This one may lie in it as well: its files
    /// are its own all the same.
    private func isIn(_ dependency: String, _ file: String) -> Bool {
        file.hasPrefix(dependency) && !(isOwn(file) && packagePath.hasPrefix(dependency))
    }

    private func isOwn(_ file: String) -> Bool { file.hasPrefix(packagePath + "/") }

    private func shown(_ file: String) -> String {
        isOwn(file) ? String(file.dropFirst(packagePath.count + 1)) : file
    }

    private func isProse(_ file: String) -> Bool {
        let path = file.dropFirst(packagePath.count)
        return path.hasSuffix(".md") || path.contains("/.")
    }

    /// What every suite depends on.
    private func isManifest(_ file: String) -> Bool {
        guard isOwn(file) else { return false }
        let name = shown(file)
        return name == Configuration.fileName || (name.hasPrefix("Package") && !name.contains("/"))
    }
}
