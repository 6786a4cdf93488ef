import Foundation
import Proofmark

/// `llvm-cov` and `llvm-profdata`, as they come with the Swift toolchain: others may not know its format.
package struct CoverageTools {
    private let folder: URL

    package init() throws(CommandFailure) {
        let found = try Subprocess.run(["which", "swift"])
        let path = String(decoding: found.output, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines
        )
        folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
        for tool in ["llvm-cov", "llvm-profdata"] {
            guard FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent(tool).path)
            else {
                throw CommandFailure(
                    .usage,
                    "--coverage needs \(tool) beside swift, in \(folder.path), and there is none; verify without it"
                )
            }
        }
    }

    private func run(_ tool: String, _ words: [String]) throws(CommandFailure) -> Data {
        let made = try Subprocess.run([folder.appendingPathComponent(tool).path] + words)
        guard made.status == 0 else {
            throw CommandFailure(.internalError, "\(tool) failed: \(made.errors)")
        }
        return made.output
    }

    /// Adds up the profiles.
    func merge(_ profiles: [String], into sum: String) throws(CommandFailure) {
        _ = try run("llvm-profdata", ["merge", "-sparse"] + profiles + ["-o", sum])
    }

    // MARK: Where counters lie

    /// The positions of the counters of the functions in these sources.
    ///
    /// - Parameter map: A profile in which each counter has its own position, from 1.
    package func counters(_ executable: String, map: String, sources: [String]) throws(CommandFailure)
        -> [Range<Int>]
    {
        let indexed = map + ".profdata"
        try merge([map], into: indexed)
        let wanted = try functions(executable, indexed, sources)
        let text = try run("llvm-profdata", ["merge", "-text", map, "-o", "-"])
        return Self.counters(in: String(decoding: text, as: UTF8.self), of: wanted)
    }

    /// - Parameter text: Blocks of a function's name, its hash, how many counters it has, and their values, with
    ///   comments between; an empty line after each.
    package static func counters(in text: String, of wanted: Set<String>) -> [Range<Int>] {
        text.split(separator: "\n\n").compactMap { block in
            let lines = block.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix(":") }
            guard lines.count >= 4, wanted.contains(String(lines[0])), let count = Int(lines[2]),
                lines.count >= 3 + count
            else { return nil }
            let values = lines[3..<3 + count].compactMap { Int($0) }
            // A function that was compiled twice has its counters added up: that is no position.
            guard let first = values.first, values == Array(first..<first + count) else { return nil }
            return first - 1..<first - 1 + count
        }
    }

    private func functions(_ executable: String, _ profile: String, _ sources: [String])
        throws(CommandFailure) -> Set<String>
    {
        struct Export: Decodable {
            struct Unit: Decodable {
                struct Function: Decodable {
                    var name: String
                    var filenames: [String]
                }
                var functions: [Function]
            }
            var data: [Unit]
        }
        let data = try export(executable, profile, sources, ["-format=text"])
        guard let made = try? JSONDecoder().decode(Export.self, from: data) else {
            throw CommandFailure(.internalError, "the answer of llvm-cov is not understood")
        }
        let known = Set(sources)
        return Set(
            made.data.flatMap(\.functions).filter { !known.isDisjoint(with: $0.filenames) }.map(\.name)
        )
    }

    /// - Parameter profile: One that `merge` made.
    private func export(
        _ executable: String,
        _ profile: String,
        _ sources: [String],
        _ options: [String]
    ) throws(CommandFailure) -> Data {
        try run(
            "llvm-cov",
            ["export", executable, "-instr-profile", profile] + options + ["-sources"] + sources
        )
    }

    // MARK: What was reached

    /// What the profiles say of these sources.
    func files(_ executable: String, profiles: [String], sources: [String], package: String)
        throws(CommandFailure) -> [CoverageReport.File]
    {
        guard let first = profiles.first else { return [] }
        let all = first + ".all"
        try merge(profiles, into: all)
        struct Export: Decodable {
            struct Unit: Decodable {
                struct File: Decodable {
                    struct Summary: Decodable {
                        struct Regions: Decodable {
                            var count: Int
                            var covered: Int
                        }
                        var regions: Regions
                    }
                    var filename: String
                    var summary: Summary
                    var segments: [CoverageSegment]
                }
                var files: [File]
            }
            var data: [Unit]
        }
        let data = try export(executable, all, sources, ["-format=text", "-skip-functions"])
        let lines = Self.uncovered(
            in: String(decoding: try export(executable, all, sources, ["-format=lcov"]), as: UTF8.self)
        )
        guard let made = try? JSONDecoder().decode(Export.self, from: data) else {
            throw CommandFailure(.internalError, "the answer of llvm-cov is not understood")
        }
        return made.data.flatMap(\.files).map { file in
            let path = file.filename
            return CoverageReport.File(
                path: path.hasPrefix(package + "/") ? String(path.dropFirst(package.count + 1)) : path,
                regions: file.summary.regions.count,
                reached: file.summary.regions.covered,
                uncovered: lines[path] ?? [],
                pieces: CoverageSegment.uncovered(in: file.segments, beside: lines[path] ?? [])
            )
        }.sorted { $0.path < $1.path }
    }

    /// For each file of an LCOV trace, the lines with a count of 0, those in a row as one range.
    package static func uncovered(in trace: String) -> [String: [ClosedRange<Int>]] {
        var file = ""
        var found: [String: [ClosedRange<Int>]] = [:]
        for line in trace.split(separator: "\n") {
            if line.hasPrefix("SF:") { file = String(line.dropFirst(3)) }
            guard line.hasPrefix("DA:") else { continue }
            let numbers = line.dropFirst(3).split(separator: ",").compactMap { Int($0) }
            guard numbers.count >= 2, numbers[1] == 0 else { continue }
            var first = numbers[0]
            if let last = found[file]?.last, last.upperBound + 1 == first {
                found[file]?.removeLast()
                first = last.lowerBound
            }
            found[file, default: []].append(first...numbers[0])
        }
        return found
    }
}
