import Foundation

/// What is in force, and where each value comes from.
struct ConfigurationReport: Codable, Equatable {
    struct Line: Codable, Equatable {
        /// What `proofmark.json` calls it.
        var name: String
        /// Empty if there is none.
        var value: String
        var from: String
    }

    struct Suite: Codable, Equatable {
        var suite: String
        var settings: [Line]
    }

    var settings: [Line]
    /// What is different for a suite.
    var suites: [Suite]
    var requirements: [String]

    init(_ arguments: Arguments) throws(CommandFailure) {
        settings = CommandReference.settings.map { Self.line($0, arguments) }
        suites = []
        for name in arguments.configuration.suites.keys.sorted() {
            let own = try arguments.ofSuite(name)
            let lines = (arguments.configuration.suites[name] ?? []).map { Self.line($0.flag, own) }
            suites.append(Suite(suite: name, settings: lines))
        }
        requirements = arguments.configuration.requirements.map { requirement in
            var wants: [String] = []
            switch requirement.depth {
            case .every: wants.append("proved at every depth")
            case .steps(let steps): wants.append("proved to depth \(steps)")
            case nil: break
            }
            if let cases = requirement.cases { wants.append("passed in \(cases) random runs") }
            return "\(requirement.property): \(requirement.rule): \(wants.joined(separator: ", "))"
        }
    }

    private static func line(_ flag: CommandReference.Flag, _ arguments: Arguments) -> Line {
        let from =
            switch arguments.origins[flag.name] {
            case .flag: flag.name
            case .variable(let name): "\(name) in the environment"
            case .file(let place): "\(Configuration.fileName), \(place)"
            case .profile(let name): "the profile \(name)"
            case nil: "the default"
            }
        return Line(name: flag.key, value: arguments.value(of: flag.name), from: from)
    }

    var text: String {
        func table(_ lines: [Line], indented: String) -> [String] {
            let names = lines.map(\.name.count).max() ?? 0
            let values = lines.map(\.value.count).max() ?? 0
            return lines.map { line in
                let name = line.name.padding(toLength: names, withPad: " ", startingAt: 0)
                let value = (line.value.isEmpty ? "–" : line.value)
                    .padding(toLength: max(1, values), withPad: " ", startingAt: 0)
                return "\(indented)\(name)  \(value)  \(line.from)"
            }
        }
        var lines = table(settings, indented: "")
        for suite in suites {
            lines += ["", "for the suite \(suite.suite):"] + table(suite.settings, indented: "  ")
        }
        if !requirements.isEmpty {
            lines += ["", "evidence that is required:"] + requirements.map { "  \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Arguments {
    /// As `config` shows it.
    fileprivate func value(of flag: String) -> String {
        switch flag {
        case "--regressions": regressions ?? "Properties/Regressions"
        case "--profile": profile.rawValue
        case "--seed": "\(seed)"
        case "--cases": "\(cases)"
        case "--hash-seeds": "\(hashSeeds)"
        case "--depth": depth.map { "\($0)" } ?? "as the property says"
        case "--budget": budget.formatted()
        case "--workers": "\(workers)"
        case "--memory": "\(memory)"
        case "--cache": cache ?? "cache in the scratch folder"
        default: ""
        }
    }
}
