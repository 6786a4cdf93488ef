/// The manual page, in the man macros of troff.
package enum ManualPage {
    package static var text: String {
        var lines = [
            ".TH PROOFMARK 1 \"\" \"Proofmark \(Command.version)\" \"User Commands\"",
            ".SH NAME", "proofmark \\- verifies schedulers and routers written in Swift",
            ".SH SYNOPSIS", ".B proofmark", ".I COMMAND", "[flags]",
            ".SH COMMANDS",
        ]
        for command in CommandReference.commands {
            lines += [
                ".TP",
                ".B \(escaped(command.name))\(command.operand.map { " \\fI\(escaped($0))\\fR" } ?? "")",
            ]
            lines.append(escaped("\(command.summary). \(command.details)"))
        }
        for group in CommandReference.Flag.Group.allCases {
            lines.append(".SH \(group.rawValue.uppercased())")
            for flag in CommandReference.flags where flag.group == group {
                lines += [".TP", ".B \(escaped(flag.name)) \\fI\(escaped(flag.value.placeholder))\\fR"]
                lines.append(escaped("\(flag.summary). Taken by \(flag.commands.joined(separator: ", "))."))
            }
        }
        lines.append(".SH ENVIRONMENT")
        for flag in CommandReference.settings {
            lines += [
                ".TP", ".B \(flag.variable)", escaped("Stands for \(flag.name), if that is not given."),
            ]
        }
        lines += [
            ".TP", ".B NO_COLOR", "If set, nothing is coloured.",
            ".SH FILES", ".TP", ".B proofmark.json",
            "In the package: settings by profile and suite, and the evidence that rules require.",
            ".TP", ".B Properties/Regressions", "What was found before, one file each.",
            ".SH EXIT STATUS",
        ]
        for (code, meaning) in CommandReference.exitCodes {
            lines += [".TP", ".B \(code)", escaped(meaning)]
        }
        lines.append(".SH EXAMPLES")
        for example in CommandReference.commands.flatMap(\.examples) {
            lines += [".PP", ".nf", escaped(example), ".fi"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ text: String) -> String {
        let plain = text.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("…", with: "...")
        // At the beginning of a line these are commands.
        return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
}
