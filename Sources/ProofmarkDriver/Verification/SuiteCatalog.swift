import Foundation
package import Proofmark
import Synchronization

/// A suite that has described itself.
package struct BuiltSuite: Sendable {
    package var name: String
    package var properties: [PropertyDescription]
    /// Where it was built; `nil` if it was described by the cache, and has yet to be.
    var executable: String?
    /// What its verdicts depend on; see `Fingerprint`. Empty if that is not known for sure.
    var fingerprint: String
    /// The executable as it was when it was built.
    var stamp: ExecutableStamp?
    /// What it is known to read beside its sources.
    var inputs = SuiteInputs()
}

/// Tells an executable from another that somebody built in its place.
struct ExecutableStamp: Codable, Equatable, Sendable {
    private var size: Int
    private var modified: Double

    /// - Returns: `nil` if there is no such file.
    init?(_ file: String) {
        guard let values = try? FileManager.default.attributesOfItem(atPath: file),
            let size = values[.size] as? Int, let modified = values[.modificationDate] as? Date
        else { return nil }
        (self.size, self.modified) = (size, modified.timeIntervalSinceReferenceDate)
    }
}

/// The suites of a package: built only if their sources have changed, or somebody is to run them.
struct SuiteCatalog {
    let packagePath: String
    let toolchain: Toolchain
    let cache: VerdictCache?
    private let arguments: Arguments
    private let status: StatusLine
    private let known = Known()

    init(_ arguments: Arguments, status: StatusLine) throws(CommandFailure) {
        self.arguments = arguments
        self.status = status
        packagePath = try PackageFinder.find(arguments.package)
        toolchain = Toolchain(packagePath: packagePath, scratchPath: arguments.scratchPath)
        cache =
            arguments.ignoresCache
            ? nil
            : VerdictCache(
                arguments.cache.map { URL(fileURLWithPath: $0, isDirectory: true) }
                    ?? URL(fileURLWithPath: toolchain.folder).appendingPathComponent(
                        "cache",
                        isDirectory: true
                    )
            )
    }

    // MARK: What is there

    private final class Known: Sendable {
        let graph = Mutex<PackageGraph?>(nil)
        /// Of files that suites read: one may be part of what every verdict depends on.
        let digests = Mutex<[String: String]>([:])
    }

    /// What the cache has, if every file that it depends on is as it was.
    func kept<Content: Codable>(_ type: Content.Type, _ key: String) -> WithInputs<Content>? {
        guard let kept = cache?.read(WithInputs<Content>.self, key) else { return nil }
        let isCurrent = kept.inputs.areCurrent(in: packagePath) { path in
            known.digests.withLock { digests in
                let digest = digests[path] ?? InputFiles.digest(of: path)
                digests[path] = digest
                return digest
            }
        }
        return isCurrent ? kept : nil
    }

    private struct KeptGraph: Codable {
        var graph: PackageGraph
        var manifests: String
    }

    /// Asked more than once: what changes meanwhile changes the fingerprints.
    func graph() throws(CommandFailure) -> PackageGraph {
        if let graph = known.graph.withLock({ $0 }) { return graph }
        let graph = try readGraph()
        known.graph.withLock { $0 = graph }
        return graph
    }

    private func readGraph() throws(CommandFailure) -> PackageGraph {
        let key = VerdictCache.key(["graph", packagePath, Fingerprint.environment])
        if let kept = cache?.read(KeptGraph.self, key),
            kept.manifests == Fingerprint.manifests(packagePath, kept.graph.dependencies)
        {
            return kept.graph
        }
        status.show("reading the package")
        let graph = try toolchain.graph()
        cache?.write(
            KeptGraph(graph: graph, manifests: Fingerprint.manifests(packagePath, graph.dependencies)),
            key
        )
        return graph
    }

    /// What a suite said of itself, and the executable that said it.
    private struct KeptSuite: Codable {
        var properties: [PropertyDescription]
        var executable: String
        var stamp: ExecutableStamp

        /// Whether the executable is still the one.
        var isThere: Bool { ExecutableStamp(executable) == stamp }
    }

    /// All suites, as the cache knows them or as they are built now.
    func suites() throws(CommandFailure) -> [BuiltSuite] {
        let graph = try graph()
        guard !graph.suites.isEmpty else {
            throw CommandFailure(
                .usage,
                "the package at \(packagePath) has no property suite: no executable target in Properties/; "
                    + "proofmark init makes one"
            )
        }
        try arguments.configuration.check(suites: graph.suites)
        let fingerprint = Fingerprint(packagePath: packagePath, graph: graph)
        var suites: [BuiltSuite] = []
        for name in graph.suites {
            let suite = BuiltSuite(
                name: name,
                properties: [],
                executable: nil,
                fingerprint: cache == nil ? "" : fingerprint.text(of: name)
            )
            if let known = kept(KeptSuite.self, key(suite)) {
                suites.append(
                    BuiltSuite(
                        name: name,
                        properties: known.content.properties,
                        executable: known.content.isThere ? known.content.executable : nil,
                        fingerprint: suite.fingerprint,
                        stamp: known.content.stamp,
                        inputs: known.inputs
                    )
                )
            } else {
                suites.append(try build(suite))
            }
        }
        status.clear()
        try Self.checkNames(suites)
        return suites
    }

    /// Tokens and saved violations know a property by its name alone.
    private static func checkNames(_ suites: [BuiltSuite]) throws(CommandFailure) {
        var known: [String: String] = [:]
        for suite in suites {
            for name in Set(suite.properties.map(\.name)).sorted() {
                if let other = known.updateValue(suite.name, forKey: name) {
                    throw CommandFailure(
                        .usage,
                        "\(other) and \(suite.name) both have a property \"\(name)\"; a token or a saved violation could be of "
                            + "either: give one of them another name"
                    )
                }
            }
        }
    }

    /// The suite, built.
    func build(_ suite: BuiltSuite) throws(CommandFailure) -> BuiltSuite {
        if suite.executable != nil { return suite }
        var suite = suite
        status.announce("building \(suite.name)", isQuiet: arguments.isQuiet)
        let executable = try toolchain.build(suite.name)
        suite.stamp = ExecutableStamp(executable)
        let workplace = try Workplace(in: packagePath, memory: arguments.memory)
        defer { workplace.cleanUp() }
        let properties = try workplace.properties(of: executable)
        (suite.properties, suite.executable) = (properties, executable)
        suite.inputs = workplace.inputs(of: executable)
        // What was built are the sources as they were meanwhile: if somebody changed them, nobody knows which.
        if cache != nil,
            Fingerprint(packagePath: packagePath, graph: try graph()).text(of: suite.name)
                != suite.fingerprint
        {
            suite.fingerprint = ""
        } else {
            keep(suite)
        }
        status.clear()
        return suite
    }

    /// Keeps what the suite reads, with all else that is known of it.
    ///
    /// - Parameter more: What was read since it was built.
    func keep(_ suite: BuiltSuite, _ more: SuiteInputs) {
        var known = suite
        known.inputs.merge(more)
        if known.inputs != suite.inputs { keep(known) }
    }

    private func keep(_ suite: BuiltSuite) {
        guard let executable = suite.executable, let stamp = suite.stamp, !suite.fingerprint.isEmpty else {
            return
        }
        cache?.write(
            WithInputs(
                content: KeptSuite(properties: suite.properties, executable: executable, stamp: stamp),
                inputs: suite.inputs
            ),
            key(suite)
        )
    }

    private func key(_ suite: BuiltSuite) -> String {
        VerdictCache.key(["suite", toolchain.folder, suite.name, suite.fingerprint])
    }
}
