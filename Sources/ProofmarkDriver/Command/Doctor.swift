import Foundation
import Proofmark

/// Looks at what verifying needs here, and says how to mend what is missing.
struct Doctor {
    let arguments: Arguments

    struct Check: Codable, Equatable {
        enum State: String, Codable {
            case good
            /// Only some flags need it.
            case absent
            case bad
        }

        var name: String
        var state: State
        /// What was found.
        var found: String
        /// What to do, if it is not good.
        var mend: String?
    }

    func examine() -> [Check] {
        [
            swift, solver, package, configuration, scratch, temporary, memory, cvc5, coverage,
            program("git", for: "--since"), program("sbatch", for: "submit --slurm"),
        ]
    }

    /// The oldest Swift that builds Proofmark.
    private static let oldest = (6, 2)

    private var swift: Check {
        let mend =
            "install Swift \(Self.oldest.0).\(Self.oldest.1) or later from swift.org, and put it on the PATH"
        guard let said = firstLine(["swift", "--version"]) else {
            return Check(name: "swift", state: .bad, found: "none on the PATH", mend: mend)
        }
        let words = said.split(separator: " ")
        let numbers = words.firstIndex(of: "version").flatMap { place -> (Int, Int)? in
            guard place + 1 < words.count else { return nil }
            let parts = words[place + 1].split(separator: ".").prefix(2).compactMap { Int($0) }
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
        guard let numbers, numbers >= Self.oldest else {
            return Check(name: "swift", state: .bad, found: said, mend: mend)
        }
        return Check(name: "swift", state: .good, found: said)
    }

    private var solver: Check {
        let headers = ["/usr/include", "/usr/local/include", "/opt/homebrew/include"]
        if let version = firstLine(["pkg-config", "--modversion", "z3"]) {
            return Check(name: "libz3", state: .good, found: version)
        }
        if let folder = headers.first(where: { FileManager.default.fileExists(atPath: "\($0)/z3.h") }) {
            return Check(name: "libz3", state: .good, found: "\(folder)/z3.h")
        }
        return Check(
            name: "libz3",
            state: .bad,
            found: "no z3.h",
            mend: "apt-get install libz3-dev pkg-config (Debian, Ubuntu) or brew install z3 (macOS)"
        )
    }

    private var package: Check {
        do throws(CommandFailure) {
            let path = try PackageFinder.find(arguments.package)
            return Check(name: "package", state: .good, found: path)
        } catch {
            return Check(
                name: "package",
                state: .bad,
                found: error.description,
                mend: "go to a package, or name one with --package PATH"
            )
        }
    }

    private var configuration: Check {
        let name = Configuration.fileName
        guard let path = try? PackageFinder.find(arguments.package) else {
            return Check(name: name, state: .absent, found: "no package, so none")
        }
        do throws(CommandFailure) {
            let isThere = FileManager.default.fileExists(atPath: "\(path)/\(name)")
            _ = try Configuration.read(in: path)
            return Check(
                name: name,
                state: .good,
                found: isThere ? "\(path)/\(name)" : "none: defaults are in force"
            )
        } catch {
            return Check(
                name: name,
                state: .bad,
                found: error.description,
                mend: "mend the file; Documentation/proofmark.schema.json says what may be in it"
            )
        }
    }

    private var scratch: Check {
        let package = try? PackageFinder.find(arguments.package)
        guard package != nil || arguments.scratchPath != nil else {
            return Check(name: "scratch folder", state: .absent, found: "no package, so none")
        }
        let folder = Toolchain(packagePath: package ?? ".", scratchPath: arguments.scratchPath).folder
        return writable("scratch folder", folder, "name another with --scratch-path PATH")
    }

    private var temporary: Check {
        writable(
            "temporary folder",
            FileManager.default.temporaryDirectory.path,
            "set TMPDIR to a folder that can be written to"
        )
    }

    private var memory: Check {
        ProcessMemory.resident(getpid()) != nil
            ? Check(name: "memory limit", state: .good, found: "workers can be weighed")
            : Check(
                name: "memory limit",
                state: .absent,
                found: "this system does not say what a process holds",
                mend: "--memory has no effect on the fuzzer's workers here"
            )
    }

    private var cvc5: Check { program("cvc5", for: "--cross-check") }

    private var coverage: Check {
        do throws(CommandFailure) {
            _ = try CoverageTools()
            return Check(name: "llvm-cov", state: .good, found: "beside swift")
        } catch {
            return Check(
                name: "llvm-cov",
                state: .absent,
                found: error.description,
                mend: "only --coverage needs it"
            )
        }
    }

    // MARK: Looking

    private func program(_ name: String, for flag: String) -> Check {
        if let said = firstLine([name, "--version"]) { return Check(name: name, state: .good, found: said) }
        if let made = try? Subprocess.run([name, "--version"], seconds: 30), made.status != 127 {
            return Check(
                name: name,
                state: .absent,
                found: "it is there, and says: \(made.errors.split(separator: "\n").first ?? "nothing")",
                mend: "only \(flag) needs it"
            )
        }
        return Check(name: name, state: .absent, found: "none on the PATH", mend: "only \(flag) needs it")
    }

    private func firstLine(_ words: [String]) -> String? {
        guard let made = try? Subprocess.run(words, seconds: 30), made.status == 0 else { return nil }
        return String(decoding: made.output, as: UTF8.self).split(separator: "\n").first.map(String.init)
    }

    private func writable(_ name: String, _ folder: String, _ mend: String) -> Check {
        // Where it is to be made, if it is not there yet.
        var existing = URL(fileURLWithPath: folder)
        while !FileManager.default.fileExists(atPath: existing.path), existing.path != "/" {
            existing.deleteLastPathComponent()
        }
        let probe = existing.appendingPathComponent(".proofmark-\(getpid())")
        do {
            try Data().write(to: probe)
            try FileManager.default.removeItem(at: probe)
            return Check(name: name, state: .good, found: folder)
        } catch {
            return Check(
                name: name,
                state: .bad,
                found: "\(folder) cannot be written to: \(error.localizedDescription)",
                mend: mend
            )
        }
    }
}
