import Foundation
import Testing

/// The snippets of the README are the files of a package that the command's tests build and verify.
@Suite struct ReadmeTests {
    private static let package = "Tests/CommandTests/Fixtures/FirstRule"

    private func snippets() throws -> [String] {
        let pieces = try Repository.text("README.md").components(separatedBy: "```")
        return pieces.enumerated().filter { $0.offset % 2 == 1 && $0.element.hasPrefix("swift\n") }
            .map { $0.element.dropFirst(6).trimmingCharacters(in: .whitespacesAndNewlines) }
    }

    @Test func everySnippetIsAFileThatIsBuilt() throws {
        let files = [
            "Package.swift", "Sources/TokenBucket/TokenBucket.swift",
            "Properties/TokenBucketProperties/TokenBucketProperties.swift",
        ]
        let texts = try files.map { file in
            try Repository.text("\(Self.package)/\(file)")
                .replacingOccurrences(of: "path: \"../../../..\"", with: "path: \"../Proofmark\"")
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(try snippets() == texts)
    }

    @Test func linksLead() throws {
        let readme = try Repository.text("README.md")
        let links = readme.components(separatedBy: "](").dropFirst().compactMap {
            $0.split(separator: ")").first
        }
        #expect(links.count >= 4)
        for link in links {
            let path = Repository.root.appendingPathComponent(String(link)).path
            #expect(FileManager.default.fileExists(atPath: path), "\(link)")
        }
    }
}
