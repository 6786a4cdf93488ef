import Foundation
import Proofmark

/// What the verdicts of a suite depend on, as a number: every source that it is built of, manifests, toolchain, solver,
/// and this command.
struct Fingerprint {
    let packagePath: String
    let graph: PackageGraph

    func text(of suite: String) -> String {
        var digest = ContentDigest()
        digest.fold(sources(of: suite))
        digest.fold(Self.environment)
        return digest.text
    }

    /// What is the same on every machine that has the same sources.
    func sources(of suite: String) -> String {
        var digest = ContentDigest()
        digest.fold("proofmark \(Command.version), protocol \(WorkerProtocol.version)")
        digest.fold(Self.manifests(packagePath, graph.dependencies))
        for target in graph.closure(of: suite) {
            digest.fold("\(target.name) \(target.type) \(target.path)")
            SourceTree(folder: URL(fileURLWithPath: packagePath).appendingPathComponent(target.path))
                .fold(into: &digest)
        }
        for dependency in graph.dependencies {
            SourceTree(folder: URL(fileURLWithPath: dependency)).fold(into: &digest)
        }
        return digest.text
    }

    /// What the graph itself depends on.
    static func manifests(_ packagePath: String, _ dependencies: [String]) -> String {
        var digest = ContentDigest()
        var variables = Set<String>()
        for folder in [packagePath] + dependencies {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            // There may be one for each version of Swift.
            for name in names.sorted() where name.hasPrefix("Package") {
                let path = URL(fileURLWithPath: folder).appendingPathComponent(name).path
                digest.fold(name)
                guard let data = FileManager.default.contents(atPath: path) else { continue }
                digest.fold(data)
                variables.formUnion(environmentVariables(in: String(decoding: data, as: UTF8.self)))
            }
        }
        for variable in variables.sorted() {
            digest.fold("\(variable)=\(ProcessInfo.processInfo.environment[variable] ?? "")")
        }
        return digest.text
    }

    /// The environment variables that a manifest asks for: what it says may follow from them.
    static func environmentVariables(in manifest: String) -> Set<String> {
        var found = Set<String>()
        for piece in manifest.components(separatedBy: "environment[\"").dropFirst() {
            if let end = piece.firstIndex(of: "\"") { found.insert(String(piece[..<end])) }
        }
        return found
    }

    /// The toolchain, the solver and this command, by their files.
    static let environment: String = {
        var digest = ContentDigest()
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        func first(_ names: [String], in folders: [String]) -> URL? {
            folders.lazy.flatMap { folder in
                names.map { URL(fileURLWithPath: folder).appendingPathComponent($0) }
            }
            .first { FileManager.default.fileExists(atPath: $0.path) }?.resolvingSymlinksInPath()
        }
        let libraries = [
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
            "/usr/local/lib", "/opt/homebrew/lib",
        ]
        let swift = first(["swift"], in: paths)
        let frontend = swift?.deletingLastPathComponent().appendingPathComponent("swift-frontend")
        let solver = first(["libz3.so", "libz3.so.4", "libz3.dylib"], in: libraries)
        for file in [swift, frontend, solver] {
            let size = (try? FileManager.default.attributesOfItem(atPath: file?.path ?? ""))?[.size] as? Int
            digest.fold("\(file?.path ?? "none") \(size ?? -1)")
        }
        if let own = Bundle.main.executablePath, let data = FileManager.default.contents(atPath: own) {
            digest.fold(data)
        }
        #if arch(arm64)
            digest.fold("arm64")
        #else
            digest.fold("x86_64")
        #endif
        return digest.text
    }()
}
