/// Text as one word of a shell.
package enum ShellWord {
    package static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
}
