import Foundation
import Testing

/// `--emit-smt` and `--cross-check`, with scripts in the place of cvc5.
@Suite(.serialized) struct CrossCheckTests {
    private func verify(_ script: String?, _ more: [String] = []) throws -> CommandRun {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("proofmark-solver-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        if let script {
            let file = folder.appendingPathComponent("cvc5")
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        }
        return try CommandRun(
            ["verify", "--cases", "500", "--filter", "healthy"] + more,
            fixture: "Troubles",
            path: folder.path
        )
    }

    /// Answers each question of its last argument in the same way.
    private func solver(_ answer: String) -> String {
        """
        if [ "$1" = --version ]; then echo "This is cvc5 version 9.9.9 [git]"; exit 0; fi
        for file; do :; done
        sed -n 's/^(check-sat)$/\(answer)/p' "$file"
        """
    }

    @Test func agreementIsReported() throws {
        let run = try verify(solver("unsat"), ["--cross-check"])
        #expect(run.status == 0, "\(run)")
        let line = try #require(run.output.split(separator: "\n").first { $0.contains("cvc5 9.9.9") })
        let numbers = line.split(separator: " ").compactMap { Int($0) }
        #expect(numbers.count == 2 && numbers[0] == numbers[1] && numbers[0] > 5, "\(line)")
    }

    @Test func disagreementIsAFault() throws {
        let run = try verify(solver("sat"), ["--cross-check"])
        #expect(run.status == 5, "\(run)")
        #expect(run.output.contains("cvc5 9.9.9 disagrees with the proof"))
    }

    @Test func whatIsNotDecidedIsCounted() throws {
        let run = try verify(solver("unknown"), ["--cross-check"])
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("confirms 0 of"), "\(run)")
        #expect(run.output.contains("and cannot decide"), "\(run)")
        let silent = try verify("[ \"$1\" = --version ] && echo version 1", ["--cross-check"])
        #expect(silent.output.contains("confirms 0 of"), "\(silent)")
    }

    @Test func missingSolverIsNamed() throws {
        let run = try verify("exit 127", ["--cross-check"])
        #expect(run.status == 2, "\(run)")
        #expect(run.errors.contains("--cross-check needs cvc5 on the PATH"), "\(run)")
    }

    @Test func obligationsAreWritten() throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("proofmark-smt-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let run = try verify(nil, ["--emit-smt", folder.path])
        #expect(run.status == 0, "\(run)")
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        let files = paths.filter { $0.hasSuffix(".smt2") }
        #expect(files.contains { $0.hasSuffix("healthy/depth-004.smt2") }, "\(files)")
        for file in files {
            let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            #expect(text.contains("(set-logic ALL)"))
        }
    }

    @Test func folderThatCannotBeUsedIsNamed() throws {
        let run = try verify(nil, ["--emit-smt", "/dev/null/x"])
        #expect(run.status == 2, "\(run)")
        #expect(run.errors.contains("--emit-smt cannot use the folder /dev/null/x"), "\(run)")
    }
}
