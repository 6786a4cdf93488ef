package import Foundation
import ProofmarkDriver

/// Runs a test again in a process of its own, which works for this one as a property suite works for the command.
///
/// The process is started through a small script: it tells the test which property it is to work for, and moves the
/// protocol out of the way of what the test framework prints.
package enum Reexecution {
    /// How the test program is told to run one test alone.
    package struct Test: Sendable {
        /// Shown where it goes wrong.
        package var name: String
        package var arguments: [String]

        package init(name: String, arguments: [String]) {
            self.name = name
            self.arguments = arguments
        }
    }

    package struct Worker: Sendable {
        package var property: String
        /// What starts one more process like this.
        package var executable: String
        /// Where the protocol's events are written.
        package var events: Int32
    }

    private static let propertyVariable = "PROOFMARK_TEST_PROPERTY"
    private static let launcherVariable = "PROOFMARK_TEST_LAUNCHER"
    /// The descriptor that the script gives the events.
    private static let events: Int32 = 3

    /// What this process was started for; `nil` if it is an ordinary run of tests.
    package static func worker(in environment: [String: String]) -> Worker? {
        guard let property = environment[propertyVariable], let launcher = environment[launcherVariable]
        else {
            return nil
        }
        return Worker(property: property, executable: launcher, events: events)
    }

    package static func makeLauncher(
        for test: Test,
        property: String
    ) throws(TestMisuse) -> (folder: URL, file: URL) {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("proofmark-test-\(UUID().uuidString)")
        let file = folder.appendingPathComponent("launcher")
        let words = ([program] + test.arguments).map(ShellWord.quoted).joined(separator: " ")
        let script = """
            #!/bin/sh
            export \(propertyVariable)=\(ShellWord.quoted(property))
            export \(launcherVariable)=\(ShellWord.quoted(file.path))
            exec \(events)>&1 1>&2
            exec \(words)

            """
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(script.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: file.path)
        } catch {
            throw TestMisuse(
                "\(test.name) cannot be run in a process of its own: \(folder.path): \(error.localizedDescription)"
            )
        }
        return (folder, file)
    }

    /// The test program itself.
    private static var program: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? Bundle.main.executablePath ?? CommandLine.arguments[0]
    }
}
