/// Completion of commands, flags and their values.
package enum ShellCompletion: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish

    package var text: String {
        switch self {
        case .bash: Self.bashText
        case .zsh: Self.zshText
        case .fish: Self.fishText
        }
    }

    private static var names: String { CommandReference.commands.map(\.name).joined(separator: " ") }

    /// What stands before the file's name.
    private static func beforeFile(_ forms: [String]) -> String {
        forms.map { "\($0)=" }.joined(separator: " ")
    }

    private static var bashText: String {
        let flags = CommandReference.commands.map { command in
            let names = CommandReference.flags(of: command.name).map(\.name).joined(separator: " ")
            let operands = command.words.joined(separator: " ")
            return "        \(command.name)) words=\"\(names)\" operands=\"\(operands)\" ;;"
        }
        let values = CommandReference.flags.compactMap { flag -> String? in
            switch flag.value {
            case .choice(let choices):
                "        \(flag.name)) COMPREPLY=($(compgen -W \"\(choices.joined(separator: " "))\" -- \"$current\")); return ;;"
            case .file: "        \(flag.name)) COMPREPLY=($(compgen -f -- \"$current\")); return ;;"
            case .folder: "        \(flag.name)) COMPREPLY=($(compgen -d -- \"$current\")); return ;;"
            case .text: "        \(flag.name)) COMPREPLY=(); return ;;"
            // An equals sign is a word of its own.
            case .fileAs(let forms):
                "        \(flag.name)) COMPREPLY=($(compgen -W \"\(Self.beforeFile(forms))\" -- \"$current\")); compopt -o nospace 2>/dev/null; return ;;"
            case .none: nil
            }
        }
        return """
            # proofmark completion for bash
            _proofmark() {
                local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" words="" operands=""
                if [ "$current" = "=" ]; then current=""; fi
                if [ "$COMP_CWORD" -eq 1 ]; then
                    COMPREPLY=($(compgen -W "\(names) --help --version" -- "$current"))
                    return
                fi
                case "$previous" in
                    =) COMPREPLY=($(compgen -f -- "$current")); return ;;
            \(values.joined(separator: "\n"))
                esac
                case "${COMP_WORDS[1]}" in
            \(flags.joined(separator: "\n"))
                esac
                case "$current" in
                    -*) COMPREPLY=($(compgen -W "$words --help" -- "$current")) ;;
                    *) if [ -n "$operands" ]; then COMPREPLY=($(compgen -W "$operands" -- "$current"));
                        else COMPREPLY=($(compgen -f -- "$current")); fi ;;
                esac
            }
            complete -F _proofmark proofmark

            """
    }

    private static var zshText: String {
        func quoted(_ text: String) -> String {
            text.replacing("'", with: "'\\''").replacing("[", with: "\\[").replacing("]", with: "\\]")
                .replacing(":", with: "\\:")
        }
        let commands = CommandReference.commands.map { "    '\($0.name):\(quoted($0.summary))'" }
        let cases = CommandReference.commands.map { command in
            let flags = CommandReference.flags(of: command.name).map { flag in
                let action =
                    switch flag.value {
                    case .none: ""
                    case .text(let name): ":\(quoted(name)):"
                    case .file(let name): ":\(quoted(name)):_files"
                    case .folder(let name): ":\(quoted(name)):_files -/"
                    case .choice(let choices): ":value:(\(choices.joined(separator: " ")))"
                    case .fileAs(let forms):
                        ":form:{compset -P \"*=\" && _files || compadd -S \"\" -- \(Self.beforeFile(forms))}"
                    }
                return
                    "            '*\(flag.name)\(flag.value == .none ? "" : "=")[\(quoted(flag.summary))]\(action)'"
            }
            let rest =
                command.words.isEmpty
                ? "'*:file:_files'" : "'*:word:(\(command.words.joined(separator: " ")))'"
            return "        \(command.name)) _arguments \\\n"
                + (flags + ["            \(rest)"]).joined(separator: " \\\n") + " ;;"
        }
        return """
            #compdef proofmark
            # proofmark completion for zsh
            _proofmark() {
                local -a commands
                commands=(
            \(commands.joined(separator: "\n"))
                )
                if (( CURRENT == 2 )); then
                    _describe command commands
                    return
                fi
                local name="$words[2]"
                shift words
                (( CURRENT-- ))
                case "$name" in
            \(cases.joined(separator: "\n"))
                esac
            }
            if [ "$funcstack[1]" = "_proofmark" ]; then _proofmark "$@"; else compdef _proofmark proofmark; fi

            """
    }

    private static var fishText: String {
        func quoted(_ text: String) -> String {
            text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
        }
        var lines = ["# proofmark completion for fish", "complete -c proofmark -f"]
        for command in CommandReference.commands {
            lines.append(
                "complete -c proofmark -n __fish_use_subcommand -a \(command.name) -d '\(quoted(command.summary))'"
            )
        }
        for flag in CommandReference.flags {
            let takes =
                switch flag.value {
                case .none: ""
                case .text: " -x"
                case .file: " -r -F"
                case .folder: " -x -a '(__fish_complete_directories)'"
                case .choice(let choices): " -x -a '\(choices.joined(separator: " "))'"
                case .fileAs(let forms): " -r -F -a '\(Self.beforeFile(forms))'"
                }
            lines.append(
                "complete -c proofmark -n '__fish_seen_subcommand_from \(flag.commands.joined(separator: " "))' "
                    + "-l \(flag.name.dropFirst(2))\(takes) -d '\(quoted(flag.summary))'"
            )
        }
        for command in CommandReference.commands where !command.words.isEmpty {
            lines.append(
                "complete -c proofmark -n '__fish_seen_subcommand_from \(command.name)' -a '\(command.words.joined(separator: " "))'"
            )
        }
        lines.append("complete -c proofmark -n '__fish_seen_subcommand_from report merge' -F")
        return lines.joined(separator: "\n") + "\n"
    }
}
