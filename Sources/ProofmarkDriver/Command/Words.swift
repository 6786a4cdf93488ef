import Proofmark

/// The words behind a command's name: flags with their values, and what is none.
struct Words: Equatable, Sendable {
    struct Given: Equatable, Sendable {
        var flag: CommandReference.Flag
        var value: String
    }

    var flags: [Given] = []
    var operands: [String] = []

    init() {}

    init(_ words: [String], of command: String) throws(CommandFailure) {
        var place = 0
        while place < words.count {
            let word = words[place]
            place += 1
            guard word.hasPrefix("--") else {
                operands.append(word)
                continue
            }
            let pieces = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init
            )
            guard let flag = CommandReference.flag(pieces[0], of: command) else {
                let known = CommandReference.flags(of: command).map(\.name)
                throw CommandFailure(
                    .usage,
                    "\(command) does not take \"\(pieces[0])\"\(Suggestion.text(for: pieces[0], among: known)); see proofmark \(command) --help"
                )
            }
            if flag.value == .none {
                guard pieces.count == 1 else { throw CommandFailure(.usage, "\(flag.name) takes no value") }
                flags.append(Given(flag: flag, value: ""))
            } else if pieces.count == 2 {
                flags.append(Given(flag: flag, value: pieces[1]))
            } else {
                guard place < words.count else { throw CommandFailure(.usage, "\(flag.name) needs a value") }
                flags.append(Given(flag: flag, value: words[place]))
                place += 1
            }
        }
    }
}
