import Foundation

/// What is in force, and where each value comes from.
struct ConfigurationReport: Encodable, Equatable {
    struct Line: Encodable, Equatable {
        /// What `proofmark.json` calls it.
        var name: String
        var value: Value
        var from: String
    }

    enum Value: Encodable, Equatable, CustomStringConvertible {
        case text(String)
        case whole(UInt64)
        case number(Double)
        /// None, and what is so instead; `null` in JSON.
        case none(String)

        var description: String {
            switch self {
            case .text(let text), .none(let text): text
            case .whole(let number): "\(number)"
            case .number(let number):
                number == number.rounded() ? String(format: "%.0f", number) : "\(number)"
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .whole(let number): try container.encode(number)
            case .number(let number): try container.encode(number)
            case .none: try container.encodeNil()
            }
        }
    }

    struct Suite: Encodable, Equatable {
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
            let values = lines.map(\.value.description.count).max() ?? 0
            return lines.map { line in
                let name = line.name.padding(toLength: names, withPad: " ", startingAt: 0)
                let value = line.value.description.padding(toLength: values, withPad: " ", startingAt: 0)
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
    fileprivate func value(of flag: String) -> ConfigurationReport.Value {
        switch flag {
        case "--regressions": .text(regressions ?? "Properties/Regressions")
        case "--profile": .text(profile.rawValue)
        case "--seed": .whole(seed)
        case "--cases": .whole(UInt64(cases))
        case "--hash-seeds": .whole(UInt64(hashSeeds))
        case "--depth": depth.map { .whole(UInt64($0)) } ?? .none("as the property says")
        case "--budget": .number(budget)
        case "--workers": .whole(UInt64(workers))
        case "--memory": .whole(UInt64(memory))
        case "--cache": cache.map { .text($0) } ?? .none("cache in the scratch folder")
        default: .none("–")
        }
    }
}
