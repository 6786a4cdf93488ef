import Foundation
import Proofmark

/// Calls `swift`, and says what went wrong in one sentence.
struct Toolchain {
    var packagePath: String
    var scratchPath: String?
    /// Whether suites count what code they go through: another build, in a folder of its own.
    var covers = false

    /// A scratch folder of its own by default: with the flags below, a build in the package's would make the
    /// next plain `swift build` start from nothing, and the other way round.
    var folder: String {
        let plain =
            scratchPath ?? URL(fileURLWithPath: packagePath).appendingPathComponent(".build/proofmark").path
        return covers ? plain + "-coverage" : plain
    }

    var location: [String] { ["--package-path", packagePath, "--scratch-path", folder] }

    /// The code under verification is generic over its number type and lives in another module than the suite.
    /// Specialised across modules, the fuzzer runs it ten times as fast.
    ///
    /// The plan of the build is made anew each time (0.3 s). SwiftPM's kept one is that of whichever package was
    /// built in the folder last, even if it is another one, and knows no files that are new in a package which this
    /// one depends on by path.
    private var optimized: [String] {
        ["-c", "release", "-Xswiftc", "-cross-module-optimization", "--disable-build-manifest-caching"]
            + (covers ? ["--enable-code-coverage"] : [])
    }

    /// Builds the suite in release and gives the path of its executable.
    func build(_ suite: String) throws(CommandFailure) -> String {
        let built = try run(["build"] + location + optimized + ["--product", suite])
        guard built.status == 0 else {
            let text = String(decoding: built.output, as: UTF8.self) + built.errors
            if let missing = Self.missingLibrary(in: text) { throw CommandFailure(.usage, missing) }
            if text.contains("invalid access to ") || text.contains("Read-only file system") {
                throw CommandFailure(
                    .usage,
                    "\(folder) cannot be written to; name another folder with --scratch-path\n\(Self.compilerErrors(in: text))"
                )
            }
            if text.contains("was compiled with module cache path") {
                throw CommandFailure(
                    .usage,
                    "\(folder) was built in another place, and the compiler does not take it here; remove it (rm -rf \(ShellWord.quoted(folder))), or name another with --scratch-path"
                )
            }
            throw CommandFailure(
                .usage,
                "the property suite \(suite) does not build:\n\(Self.compilerErrors(in: text))"
            )
        }
        let shown = try run(["build"] + location + optimized + ["--show-bin-path"])
        let folder = String(decoding: shown.output, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines
        )
        guard shown.status == 0, !folder.isEmpty else {
            throw CommandFailure(
                .internalError,
                "swift build --show-bin-path gave no answer (exit code \(shown.status)): \(shown.errors)\nRun again; if it stays so, see whether swift build works in \(packagePath)"
            )
        }
        return URL(fileURLWithPath: folder).appendingPathComponent(suite).path
    }

    /// What to install, if the text is what a build or a loader says without libz3.
    static func missingLibrary(in text: String) -> String? {
        let signs = [
            "z3.h' file not found", "z3.h: No such file", "could not build module 'CZ3'",
            "unable to find library -lz3",
            "cannot find -lz3", "library 'z3' not found", "library not found for -lz3", "libz3.so",
        ]
        guard signs.contains(where: text.contains) else { return nil }
        return
            "libz3 is missing; install it with: apt-get install libz3-dev (Debian, Ubuntu) or brew install z3 (macOS)"
    }

    /// The compiler's own errors, without the progress of the build.
    private static func compilerErrors(in text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { $0.contains("error:") }) else { return text }
        return lines[first...].prefix(60).joined(separator: "\n")
    }

    func run(_ arguments: [String]) throws(CommandFailure) -> Subprocess.Output {
        // In the same TMPDIR as any other: there SwiftPM has the locks that keep two builds apart.
        let output = try Subprocess.run(["swift"] + arguments)
        if output.status == 127 {
            throw CommandFailure(
                .usage,
                "there is no swift on the PATH; install a Swift toolchain from swift.org"
            )
        }
        return output
    }
}
