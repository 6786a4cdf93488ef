import Foundation
import Testing

/// What is said of a machine.
@Suite struct DoctorTests {
    @Test func aMachineThatHasAll() throws {
        let run = try CommandRun(["doctor"], fixture: "Troubles")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("✓ swift") && run.output.contains("✓ libz3"), "\(run)")
        #expect(!run.output.contains("✗"))
    }

    @Test func eachLackIsNamedWithItsRemedy() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let old = folder.appendingPathComponent("swift")
        try Data("#!/bin/sh\necho 'Swift version 5.10 (swift-5.10-RELEASE)'\n".utf8).write(to: old)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: old.path)
        // In the temporary folder there is no package.
        let run = try CommandRun(["doctor", "--scratch-path", "/proc/none"], path: folder.path)
        #expect(run.status == 2, "\(run)")
        #expect(run.output.contains("✗ swift") && run.output.contains("install Swift 6.2 or later"), "\(run)")
        #expect(run.output.contains("✗ package") && run.output.contains("--package PATH"), "\(run)")
        #expect(
            run.output.contains("✗ scratch folder") && run.output.contains("--scratch-path PATH"),
            "\(run)"
        )
    }

    @Test func aListOfNothingIsAMistake() throws {
        let run = try CommandRun(["list", "--filter", "zzz"], fixture: "Troubles")
        #expect(run.status == 2 && run.errors.contains("no property has \"zzz\" in its name"), "\(run)")
    }
}
