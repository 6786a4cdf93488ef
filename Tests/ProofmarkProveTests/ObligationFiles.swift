import CZ3
import Foundation

/// Obligations as written down, read by Z3's own SMT-LIB reader in a context of its own: it sees the text
/// alone.
struct ObligationFiles {
    let folder: URL

    init() {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("proofmark-obligations-\(UUID().uuidString)")
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    var texts: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
                try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
            }
        }
    }

    /// The answers to each `check-sat`, and whatever else is said.
    static func answers(to text: String) -> [String] {
        let configuration = Z3_mk_config()
        let context = Z3_mk_context(configuration)
        Z3_set_error_handler(context) { _, _ in }
        defer {
            Z3_del_context(context)
            Z3_del_config(configuration)
        }
        let output = Z3_eval_smtlib2_string(context, text).map { String(cString: $0) } ?? "(nothing)"
        return output.split(separator: "\n").map(String.init)
    }

    /// The text with each obligation's last assertion left out: what it supposes.
    static func suppositions(of text: String) -> String {
        var lines = text.components(separatedBy: "\n")
        for place in lines.indices where lines[place] == "(check-sat)" {
            if place > 0, lines[place - 1].hasPrefix("(assert") { lines[place - 1] = "" }
        }
        return lines.joined(separator: "\n")
    }
}
