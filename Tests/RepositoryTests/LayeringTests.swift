import Foundation
import Testing

/// Arrows point down only: what each target imports of ours.
@Suite struct LayeringTests {
    static let allowed: [String: Set<String>] = [
        "Proofmark": [],
        "ProofmarkEngine": ["CRuntime", "Proofmark"],
        "ProofmarkFuzz": ["CProfile", "Proofmark", "ProofmarkEngine"],
        "ProofmarkProve": ["CRuntime", "CZ3", "Proofmark", "ProofmarkEngine"],
        "ProofmarkRunner": ["Proofmark", "ProofmarkEngine", "ProofmarkFuzz", "ProofmarkProve"],
        "ProofmarkReport": ["Proofmark"],
        "ProofmarkDriver": ["Proofmark", "ProofmarkReport"],
        "ProofmarkHarness": ["Proofmark", "ProofmarkRunner", "ProofmarkReport", "ProofmarkDriver"],
        "ProofmarkTesting": ["Proofmark", "ProofmarkRunner", "ProofmarkHarness", "Testing"],
        "ProofmarkXCTest": ["Proofmark", "ProofmarkRunner", "ProofmarkHarness", "Testing", "XCTest"],
        "ProofmarkCommand": ["ProofmarkDriver"],
    ]
    private static let system: Set<String> = ["Foundation", "Dispatch", "Synchronization"]

    private func imports(_ file: String) throws -> [String] {
        try Repository.text(file).split(separator: "\n").compactMap { line in
            // Indented, it is the text of a template.
            guard line.first != " " else { return nil }
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count else {
                return nil
            }
            return String(words[place + 1])
        }
    }

    @Test(arguments: allowed.keys.sorted()) func importsPointDown(target: String) throws {
        let files = Repository.swiftFiles(in: "Sources/\(target)")
        #expect(!files.isEmpty)
        for file in files {
            for module in try imports(file) where !Self.system.contains(module) {
                #expect(Self.allowed[target]?.contains(module) == true, "\(file) imports \(module)")
            }
        }
    }

    @Test func onlyTheSolverFolderSpeaksZ3() throws {
        for file in Repository.swiftFiles(in: "Sources") where try imports(file).contains("CZ3") {
            #expect(file.hasPrefix("Sources/ProofmarkProve/Solver/"), "\(file)")
        }
    }

    @Test func theCodeUnderVerificationImportsNothingOfOurs() throws {
        for file in Repository.swiftFiles(in: "Examples") {
            #expect(try imports(file).isEmpty, "\(file)")
        }
    }

    @Test func everyTargetHasItsRow() throws {
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appendingPathComponent("Sources").path
        )
        #expect(
            Set(folders.filter { !$0.hasPrefix(".") })
                == Set(Self.allowed.keys).union(["CZ3", "CProfile", "CRuntime"])
        )
    }
}
