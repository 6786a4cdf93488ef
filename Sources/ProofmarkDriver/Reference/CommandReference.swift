/// Every command and flag: what the command line takes, and what help, manual page and shell completion say.
package enum CommandReference {
    struct Command: Sendable {
        var name: String
        /// What follows the name, such as "TOKEN".
        var operand: String?
        /// What the operand may be, where that is not a file.
        var words: [String] = []
        var summary: String
        /// A few sentences, for its own help.
        var details = ""
        var examples: [String] = []
    }

    struct Flag: Sendable, Equatable {
        /// What follows the flag.
        enum Value: Sendable, Equatable {
            case none
            case text(String)
            case file(String)
            case folder(String)
            case choice([String])
            /// One of these, an equals sign, and a file.
            case fileAs([String])

            /// As it stands in help, such as "N".
            var placeholder: String {
                switch self {
                case .none: ""
                case .text(let name), .file(let name), .folder(let name): name
                case .choice(let names): names.joined(separator: "|")
                case .fileAs: "FORM=FILE"
                }
            }
        }

        /// A heading of the help.
        enum Group: String, CaseIterable, Sendable {
            case what = "what is verified"
            case much = "how much"
            case shown = "what is shown"
            case shared = "shared among machines"
            case checked = "checked by others"
            case kept = "what is kept, and where"
        }

        var name: String
        var value: Value
        var group: Group
        var summary: String
        var commands: [String]
        /// Whether the environment and `proofmark.json` may give it too.
        var isSetting = false

        /// `PROOFMARK_HASH_SEEDS` for `--hash-seeds`.
        var variable: String {
            CommandReference.variablePrefix + name.dropFirst(2).uppercased().replacing("-", with: "_")
        }
        /// `hashSeeds` for `--hash-seeds`: what `proofmark.json` calls it.
        var key: String {
            let words = name.dropFirst(2).split(separator: "-")
            return words.enumerated().map { $0 == 0 ? String($1) : $1.capitalized }.joined()
        }
    }

    /// Of environment variables that are settings.
    static let variablePrefix = "PROOFMARK_"

    static func command(_ name: String) -> Command? { commands.first { $0.name == name } }

    static func flag(_ name: String, of command: String) -> Flag? {
        flags.first { $0.name == name && $0.commands.contains(command) }
    }

    static func flags(of command: String) -> [Flag] { flags.filter { $0.commands.contains(command) } }

    /// What environment and `proofmark.json` may give.
    static var settings: [Flag] { flags.filter(\.isSetting) }

    /// Each exit code with what it means.
    static let exitCodes: [(code: Int32, meaning: String)] = [
        (0, "all hold"), (1, "violated"), (2, "usage: a wrong flag, a suite that does not build, a misuse"),
        (3, "inconclusive"), (4, "vacuous, or less evidence than required"),
        (5, "a fault of Proofmark's own"),
    ]
}
