import Foundation
import Proofmark
import ProofmarkReport

/// The command: words in, text out, an exit code.
package struct Command {
    package init() {}

    package static let version = "0.1.0"

    package func run(_ words: [String]) -> Int32 {
        let status = StatusLine()
        Interruption.explain()
        do {
            let arguments = try Arguments(words, environment: ProcessInfo.processInfo.environment) {
                (package) throws(CommandFailure) in
                // Whoever needs a package says so later.
                guard let folder = try? PackageFinder.find(package) else { return Configuration() }
                return try Configuration.read(in: folder)
            }
            return try run(arguments, status).rawValue
        } catch let failure as CommandFailure {
            status.clear()
            FileHandle.standardError.write(Data("proofmark: \(failure.description)\n".utf8))
            return failure.exitCode.rawValue
        } catch {
            status.clear()
            FileHandle.standardError.write(Data("proofmark: internal error: \(error)\n".utf8))
            return ExitCode.internalError.rawValue
        }
    }

    private func run(_ arguments: Arguments, _ status: StatusLine) throws -> ExitCode {
        switch arguments.command {
        case .help(let command):
            write(CommandHelp.text(of: command))
            return .holds
        case .manual:
            write(ManualPage.text)
            return .holds
        case .completions(let shell):
            write(shell.text)
            return .holds
        case .config:
            // What cannot be read of a package, verify says.
            if !arguments.configuration.suites.isEmpty,
                let graph = try? SuiteCatalog(arguments, status: status).graph()
            {
                try arguments.configuration.check(suites: graph.suites)
            }
            status.clear()
            let report = try ConfigurationReport(arguments)
            write(arguments.format == .json ? try JSONReport.text(report) : report.text)
            return .holds
        case .plan:
            let plan = try Verification(arguments, status: status).plan()
            write(arguments.format == .json ? try JSONReport.text(plan) : plan.text)
            return .holds
        case .submit:
            for file in arguments.reports { try file.check() }
            return try show(try SlurmSubmission(arguments, status: status).run(), arguments)
        case .merge(let files):
            for file in arguments.reports { try file.check() }
            var reports: [(file: String, report: VerificationReport)] = []
            for file in files { reports.append((file, try Self.read(file))) }
            return try show(try ReportMerger.merge(reports), arguments)
        case .explain(let what):
            return try explain(what, arguments, status)
        case .version:
            write("proofmark \(Self.version)\n")
            return .holds
        case .verify:
            for file in arguments.reports { try file.check() }
            return try show(try Verification(arguments, status: status).run(), arguments)
        case .doctor:
            let checks = Doctor(arguments: arguments).examine()
            switch arguments.format {
            case .text: write(Self.text(checks))
            case .json: write(try JSONReport.text(checks))
            }
            return checks.contains { $0.state == .bad } ? .usage : .holds
        case .report(let file):
            for file in arguments.reports { try file.check() }
            return try show(try Self.read(file), arguments)
        case .list:
            let catalog = try SuiteCatalog(arguments, status: status)
            var suites = try catalog.suites()
            var change: ReportScope.Change?
            if let revision = arguments.since {
                let found = try Changes(since: revision, catalog.packagePath)
                    .affected(suites, try catalog.graph(), arguments.savedViolations(in: catalog.packagePath))
                suites.removeAll { suite in !found.affected.contains { $0.suite == suite.name } }
                change = found
            }
            if let filter = arguments.filter {
                for place in suites.indices {
                    suites[place].properties.removeAll { !$0.name.localizedCaseInsensitiveContains(filter) }
                }
                guard change != nil || suites.contains(where: { !$0.properties.isEmpty }) else {
                    throw CommandFailure(.usage, "no property has \"\(filter)\" in its name")
                }
            }
            switch arguments.format {
            case .text: write((change.map { TextReport.text($0) + "\n\n" } ?? "") + list(suites))
            case .json:
                if let change {
                    write(try JSONReport.text(AffectedProperties(change: change, suites: suites)))
                } else {
                    write(try JSONReport.text(suites.flatMap(\.properties)))
                }
            }
            return .holds
        case .replay(let text):
            return try replay(text, arguments, status)
        case .initialize:
            let package = try PackageFinder.find(arguments.package)
            let toolchain = Toolchain(packagePath: package, scratchPath: arguments.scratchPath)
            let adoption = Adoption(packagePath: package, source: arguments.source, toolchain: toolchain)
            status.show("reading the package")
            let outcome = try adoption.run()
            status.clear()
            write(Self.text(outcome, of: package))
            return .holds
        }
    }

    private static func text(_ checks: [Doctor.Check]) -> String {
        let width = checks.map(\.name.count).max() ?? 0
        return checks.map { check in
            let sign =
                switch check.state {
                case .good: "✓"
                case .absent: "–"
                case .bad: "✗"
                }
            let name = check.name.padding(toLength: width, withPad: " ", startingAt: 0)
            let mend = check.mend.map { "\n  \(String(repeating: " ", count: width))  \($0)" } ?? ""
            return "\(sign) \(name)  \(check.found)\(mend)\n"
        }.joined()
    }

    private static func text(_ outcome: Adoption.Outcome, of package: String) -> String {
        if outcome.made.isEmpty {
            return "\(package) has a property suite, \(outcome.suite); nothing was changed\n"
        }
        return outcome.made.map { "+ \($0)\n" }.joined() + "now: proofmark verify\n"
    }

    private func show(_ report: VerificationReport, _ arguments: Arguments) throws -> ExitCode {
        switch arguments.format {
        case .text:
            let text = TextReport(
                report,
                style: Self.style,
                isVerbose: arguments.isVerbose,
                isQuiet: arguments.isQuiet,
                showsUncovered: arguments.showsUncovered
            )
            if arguments.reports.contains(where: \.ownsOutput) {
                FileHandle.standardError.write(Data(text.text.utf8))
            } else {
                write(text.text)
            }
        case .json: write(try JSONReport.text(report))
        }
        for file in arguments.reports { try file.write(report) }
        if report.exitCode == .internalError { keep(report, arguments) }
        return report.exitCode
    }

    /// A fault of Proofmark itself: a file to attach to a report of it.
    private func keep(_ report: VerificationReport, _ arguments: Arguments) {
        let folder = Toolchain(packagePath: arguments.package, scratchPath: arguments.scratchPath).folder
        let path = URL(fileURLWithPath: folder).appendingPathComponent("internal-error.json").path
        guard let file = try? ReportFile("json=\(path)"), (try? file.check()) != nil,
            (try? file.write(report)) != nil
        else { return }
        FileHandle.standardError.write(
            Data("proofmark: internal error: attach \(path) when you report it\n".utf8)
        )
    }

    static func read(_ file: String) throws(CommandFailure) -> VerificationReport {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure(.usage, "there is no report \(file), or it cannot be read")
        }
        do {
            return try JSONReport.read(data)
        } catch {
            throw CommandFailure(
                .usage,
                "\(file) is no report: \(error); write one with verify --report json=FILE"
            )
        }
    }

    private func list(_ suites: [BuiltSuite]) -> String {
        var lines: [String] = []
        for suite in suites {
            for property in suite.properties {
                let engines =
                    property.isProvable
                    ? "fuzz, prove\(property.depth.map { " to depth \($0)" } ?? "")" : "fuzz"
                lines.append("\(property.name)  (\(suite.name); \(engines))")
                lines += property.rules.map { "  \($0.name)" }
                if let problem = property.problem { lines.append("  ✗ \(problem)") }
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func replay(_ text: String, _ arguments: Arguments, _ status: StatusLine) throws -> ExitCode {
        let (token, location, outcome) = try TokenReplay(arguments, status: status).run(text)
        switch outcome {
        case .fails(let counterexample):
            switch arguments.format {
            case .text:
                let shown = CounterexampleText(
                    counterexample,
                    property: token.property,
                    rule: token.rule,
                    engine: nil,
                    location: location,
                    style: Self.style
                )
                write(shown.text + "\n")
            case .json: write(try JSONReport.text(counterexample))
            }
            return .violated
        case .holds: return writeMended(token)
        case .differs(let difference): return writeDifference(difference)
        }
    }

    /// That the run of the token does not fail any more.
    func writeMended(_ token: ReplayToken) -> ExitCode {
        write("✓ the run does not break \"\(token.rule)\" any more\n")
        return .holds
    }

    /// That the run of a token is not the one that was recorded.
    func writeDifference(_ difference: String) -> ExitCode {
        write(
            "? the run cannot be replayed as recorded: \(difference)\n"
                + "  The code or the specification has changed since, or depends on something other than its choices.\n"
        )
        return .inconclusive
    }

    static var style: Style {
        let environment = ProcessInfo.processInfo.environment
        let isTerminal = isatty(STDOUT_FILENO) == 1
        let refuses = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        var width = 80
        var size = winsize()
        if isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
            width = Int(size.ws_col)
        }
        return Style(usesColour: isTerminal && !refuses && environment["TERM"] != "dumb", width: width)
    }

    func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}
