package import Proofmark

/// A command that could not do its work: one message, and how to end.
package struct CommandFailure: Error, CustomStringConvertible {
    package var exitCode: ExitCode
    package var description: String

    package init(_ exitCode: ExitCode, _ description: String) {
        self.exitCode = exitCode
        self.description = description
    }
}
