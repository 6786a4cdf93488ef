import Foundation
import Proofmark
import ProofmarkReport

/// `proofmark explain`: what matters in a run, what a rule says, what a word means.
extension Command {
    func explain(_ what: String, _ arguments: Arguments, _ status: StatusLine) throws -> ExitCode {
        if ReplayToken.isMeant(by: what) { return try explainRun(what, arguments, status) }
        if let word = Glossary.entry(what) {
            write("\(word.name)\n" + word.meaning.wrapped(to: 78).map { "  \($0)\n" }.joined())
            return .holds
        }
        for rule in ImplicitRule.all where rule.localizedCaseInsensitiveContains(what) {
            write("\(rule)\n  \(Glossary.meaning(ofImplicit: rule))\n")
            return .holds
        }
        let near = Suggestion.text(for: what, among: Glossary.words)
        let suites: [BuiltSuite]
        do throws(CommandFailure) {
            suites = try SuiteCatalog(arguments, status: status).suites()
        } catch {
            throw near.isEmpty ? error : CommandFailure(.usage, "there is no word \"\(what)\"\(near)")
        }
        let found = suites.flatMap { suite in
            suite.properties.flatMap { property in
                property.rules.filter { $0.name.localizedCaseInsensitiveContains(what) }.map {
                    (suite.name, property, $0)
                }
            }
        }
        guard !found.isEmpty else {
            throw CommandFailure(
                .usage,
                "\"\(what)\" is no token, no rule of this package, and no word of a report\(near); words are: "
                    + Glossary.words.joined(separator: ", ")
            )
        }
        for (suite, property, rule) in found {
            let place = rule.location.map { "\n  stated at \($0)" } ?? ""
            let meaning = Glossary.meaning(of: rule.kind).wrapped(to: 78).map { "\n  \($0)" }.joined()
            let terms = rule.terms.isEmpty ? "" : ": \(rule.terms)"
            write(
                "\(rule.name)\n  \(rule.kind.rawValue)\(terms)\n  of \(property.name) (\(suite))\(place)\(meaning)\n"
            )
        }
        return .holds
    }

    /// Shrinks the run and tries what of it matters. Nothing is saved.
    private func explainRun(_ text: String, _ arguments: Arguments, _ status: StatusLine) throws -> ExitCode {
        let (token, suite, catalog) = try TokenReplay.find(text, arguments, status)
        let workplace = try Workplace(in: catalog.packagePath, memory: arguments.memory)
        defer { workplace.cleanUp() }
        let executable = try catalog.build(suite).executable ?? ""
        status.show("trying what matters")
        let run: ChoiceSequence
        switch try TokenReplay.replay(token, executable, workplace) {
        case .fails(let counterexample): run = counterexample.choices
        case .holds:
            status.clear()
            return writeMended(token)
        case .differs(let difference):
            status.clear()
            return writeDifference(difference)
        }
        let (journal, path) = try workplace.makeJournal()
        let (answer, result) = try workplace.insist {
            var answer: Counterexample??
            let result = workplace.run(
                executable,
                .shrink(property: token.property, rule: token.rule, run),
                limits: .init(total: 90),
                journal: journal,
                journalPath: path
            ) { event in
                if case .investigated(let made) = event { answer = .some(made) }
            }
            return ((answer, result), result.end)
        }
        status.clear()
        if let (code, message) = result.failure { throw CommandFailure(code, message) }
        guard let answer else {
            throw CommandFailure(
                .inconclusive,
                "the worker \(result.death) before it knew what matters; try: proofmark replay \(text)"
            )
        }
        guard let found = answer else {
            return writeDifference("it failed once, and the same choices run again did not")
        }
        if arguments.format == .json {
            write(try JSONReport.text(found))
        } else {
            let shown = CounterexampleText(
                found,
                property: token.property,
                rule: token.rule,
                engine: nil,
                location: suite.location(of: token, in: catalog.packagePath),
                style: Self.style
            )
            write(shown.text + "\n")
            if found.explanation?.turn == nil, found.explanation?.free.isEmpty ?? true {
                write("  every choice of this run matters, and no one step makes the difference\n")
            }
        }
        return .violated
    }
}
