package import Proofmark

/// The engines on all properties of one executable that is there already, each in processes of its own: what
/// `verify` does after it has built a suite, without files of any package.
package struct SuiteRun {
    private let executable: String
    private var arguments: Arguments

    /// - Parameters:
    ///   - executable: Speaks the worker's side of the protocol.
    ///   - depth: Steps to prove; by default, what each property says.
    ///   - seconds: For each engine on each property.
    ///   - hashSeeds: 2 to run each case under a second seed of hash tables too.
    package init(
        executable: String,
        seed: UInt64,
        cases: Int,
        depth: Int?,
        seconds: Double,
        hashSeeds: Int = 2
    ) throws(CommandFailure) {
        self.executable = executable
        arguments = try Arguments(["verify"])
        (arguments.seed, arguments.cases, arguments.depth) = (seed, cases, depth)
        (arguments.budget, arguments.hashSeeds) = (seconds, hashSeeds)
        // Whoever runs this runs others beside it.
        arguments.workers = 1
    }

    /// - Throws: If the executable cannot be started, or does not speak the protocol.
    package func run() throws(CommandFailure) -> [PropertyReport] {
        let workplace = try Workplace(in: nil, workers: arguments.workers, memory: arguments.memory)
        defer { workplace.cleanUp() }
        var reports: [PropertyReport] = []
        for property in try workplace.properties(of: executable) {
            var report = PropertyReport(suite: "", property: property.name)
            report.locations = property.locations(in: nil)
            for engine in property.engines {
                let unit = WorkUnit(
                    suite: "",
                    executable: executable,
                    property: property,
                    engine: engine,
                    arguments: arguments,
                    workplace: workplace,
                    progress: { _ in }
                )
                report.engines.append(unit.run())
            }
            reports.append(report)
        }
        return reports
    }
}

extension Workplace {
    /// What the suite says of its properties.
    func properties(of executable: String) throws(CommandFailure) -> [PropertyDescription] {
        let (properties, result) = try insist {
            var properties: [PropertyDescription] = []
            let result = run(executable, .list, limits: .init(total: 30)) { event in
                if case .properties(let listed) = event { properties = listed }
            }
            return ((properties, result), result.end)
        }
        if let (code, message) = result.failure { throw CommandFailure(code, message) }
        guard result.end == .orderly else {
            let name = executable.split(separator: "/").last.map(String.init) ?? executable
            throw CommandFailure(
                .usage,
                "the suite \(name) \(result.death) before it could say what it has; "
                    + "is its @main type a PropertySuite?\n\(result.errors)"
            )
        }
        return properties
    }
}
