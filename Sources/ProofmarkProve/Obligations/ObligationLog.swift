import Foundation

/// Writes what a proof rests on as SMT-LIB 2, for another solver to check.
///
/// A proof is a walk over groups of states. What it takes for granted, and what is written down, each as
/// formulas that cannot be satisfied together:
///
/// - of each step, and of each look that the rules take at a group: the paths that were followed are all
///   there are, and none of the others traps;
/// - of each group: the numbers and the intervals that it starts with are those of every path that leads
///   to it;
/// - of an induction: the facts that are supposed of a shape hold of every state that a step leads to.
///
/// A rule holds if no path that was followed says otherwise. What remains to be trusted: that the code did
/// on each path what it does on `Int`, and the folding of constants when terms are made.
///
/// One file for each layer and each induction, with `check-sat` between `push` and `pop`.
final class ObligationLog {
    private let directory: URL
    private let arena: TermArena
    private var printer: TermPrinter
    private var file: FileHandle?
    private var text = ""
    private var obligations = 0
    private var failure: String?
    /// What the obligations to come stand for.
    var place = ""

    private static let bufferSize = 1 << 20

    /// - Parameter directory: Made if it does not exist; files of earlier proofs in it are deleted.
    init(directory: String, arena: TermArena) throws(ProverError) {
        self.directory = URL(fileURLWithPath: directory, isDirectory: true)
        self.arena = arena
        printer = TermPrinter(arena: arena)
        do {
            let manager = FileManager.default
            try manager.createDirectory(at: self.directory, withIntermediateDirectories: true)
            for name in try manager.contentsOfDirectory(atPath: directory) where name.hasSuffix(".smt2") {
                try manager.removeItem(at: self.directory.appendingPathComponent(name))
            }
        } catch {
            throw .cannotWrite(directory, "\(error)")
        }
    }

    /// Ends the present file and begins the next.
    func begin(_ name: String, about subject: String) {
        end()
        let url = directory.appendingPathComponent(name + ".smt2")
        guard FileManager.default.createFile(atPath: url.path, contents: nil),
            let handle = try? FileHandle(forWritingTo: url)
        else {
            failure = failure ?? "\(url.lastPathComponent) cannot be made"
            return
        }
        file = handle
        printer = TermPrinter(arena: arena)
        obligations = 0
        text = """
            ; \(subject)
            ; Every check-sat below must answer unsat.
            (set-logic ALL)

            """
    }

    /// - Parameter formulas: What cannot hold together.
    func add(_ what: String, _ formulas: [TermID]) {
        guard file != nil else { return }
        for formula in formulas { printer.define(formula, in: &text) }
        obligations += 1
        text += "; obligation \(obligations): \(place): \(what)\n(push 1)\n"
        for formula in formulas where formula != arena.truth {
            text += "(assert \(printer.truth(formula)))\n"
        }
        text += "(check-sat)\n(pop 1)\n"
        if text.utf8.count > Self.bufferSize { flush() }
    }

    /// Writes what is left, and says if anything could not be written.
    func finish() throws(ProverError) {
        end()
        if let failure { throw .cannotWrite(directory.path, failure) }
    }

    private func end() {
        flush()
        do {
            try file?.close()
        } catch {
            failure = failure ?? "\(error)"
        }
        file = nil
    }

    private func flush() {
        do {
            try file?.write(contentsOf: Data(text.utf8))
        } catch {
            failure = failure ?? "\(error)"
        }
        text = ""
    }
}
