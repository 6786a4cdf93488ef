import ProofmarkReport

/// What `--help` prints, in 80 columns.
package enum CommandHelp {
    private static let width = 80
    private static let indentation = 23

    /// Of the whole, or of one command.
    package static func text(of name: String? = nil) -> String {
        guard let name, let command = CommandReference.command(name) else { return overview }
        let operand = command.operand.map { " \($0)" } ?? ""
        var blocks = [
            "proofmark \(name): \(command.summary)",
            "usage: proofmark \(name)\(operand) [flags]",
        ]
        if !command.details.isEmpty {
            blocks.append(command.details.wrapped(to: width).joined(separator: "\n"))
        }
        blocks += groups(CommandReference.flags(of: name))
        if !command.examples.isEmpty { blocks.append(examples(command.examples)) }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static var overview: String {
        let commands = CommandReference.commands.map { command in
            entry("\(command.name)\(command.operand.map { " \($0)" } ?? "")", command.summary)
        }
        let shown = ["verify", "merge", "config"].flatMap {
            CommandReference.command($0)?.examples.prefix(1) ?? []
        }
        let codes = CommandReference.exitCodes.map { "\($0.code) \($0.meaning)" }.joined(separator: ", ")
        let variables = CommandReference.settings.map(\.variable).joined(separator: ", ")
        return
            ([
                "proofmark: verifies schedulers and routers written in Swift.",
                "usage: proofmark COMMAND [flags]; proofmark COMMAND --help says more",
                "commands:\n" + commands.joined(separator: "\n"),
            ] + groups(CommandReference.flags) + [
                "\(variables) in the environment, and proofmark.json in the package, stand for the flags that are not given."
                    .wrapped(to: width).joined(separator: "\n"),
                "exit codes: \(codes)".wrapped(to: width).joined(separator: "\n"),
                examples(shown),
            ]).joined(separator: "\n\n") + "\n"
    }

    private static func groups(_ flags: [CommandReference.Flag]) -> [String] {
        CommandReference.Flag.Group.allCases.compactMap { group in
            let own = flags.filter { $0.group == group }
            if own.isEmpty { return nil }
            let lines = own.map { entry("\($0.name) \($0.value.placeholder)", $0.summary) }
            return "\(group.rawValue):\n" + lines.joined(separator: "\n")
        }
    }

    private static func examples(_ examples: [String]) -> String {
        "examples:\n" + examples.map { "  \($0)" }.joined(separator: "\n")
    }

    private static func entry(_ name: String, _ summary: String) -> String {
        let name = name.last == " " ? String(name.dropLast()) : name
        let text = summary.wrapped(to: width - indentation)
        let indent = String(repeating: " ", count: indentation)
        let isLong = name.count + 4 > indentation
        let head =
            "  " + name
            + (isLong ? "\n\(indent)" : String(repeating: " ", count: indentation - 2 - name.count))
        return head + text.joined(separator: "\n\(indent)")
    }
}
