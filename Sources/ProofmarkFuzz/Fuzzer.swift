public import Proofmark
package import ProofmarkEngine

/// Runs random cases of a specification until the cases or the budget are used up, and shrinks what fails.
@usableFromInline
package struct Fuzzer<S: Specification> {
    private let specification: S
    private let loop: () throws(SpecificationError) -> CaseLoop
    private let property: String
    private let settings: FuzzSettings
    private let journal: (any CaseJournal)?
    private let isolation: (any RunIsolation)?
    private let progress: ((FuzzProgress) -> Void)?

    /// Cases that are run twice, to see whether they do the same.
    private static var determinismCases: Int { 16 }
    private static var casesBetweenReports: Int { 512 }

    /// - Parameters:
    ///   - loop: The inner loop, made where the specification's type is known.
    ///   - journal: Told of each run before it happens.
    ///   - isolation: Where runs are shrunk; in this process by default.
    package init(
        _ specification: S,
        loop: @escaping () throws(SpecificationError) -> CaseLoop,
        property: String,
        settings: FuzzSettings = FuzzSettings(),
        journal: (any CaseJournal)? = nil,
        isolation: (any RunIsolation)? = nil,
        progress: ((FuzzProgress) -> Void)? = nil
    ) {
        self.specification = specification
        self.loop = loop
        self.property = property
        self.settings = settings
        self.journal = journal
        self.isolation = isolation
        self.progress = progress
    }

    /// The same, with the inner loop made here.
    @inlinable
    package init(_ specification: S, property: String, settings: FuzzSettings = FuzzSettings()) {
        self.init(specification, property, settings) { () throws(SpecificationError) in
            try CaseLoop(specification)
        }
    }

    @usableFromInline
    init(
        _ specification: S,
        _ property: String,
        _ settings: FuzzSettings,
        _ loop: @escaping () throws(SpecificationError) -> CaseLoop
    ) {
        self.init(specification, loop: loop, property: property, settings: settings)
    }

    /// - Throws: `SpecificationError` if the specification is not well formed.
    package func run() throws(SpecificationError) -> EngineReport {
        let deadline = Deadline(seconds: settings.budget)
        let runner = try CaseRunner(specification, loop: try loop(), settings: settings)
        let names = runner.simulation.rules.map(\.name)
        runner.context.choices.onMisuse = { message in journal?.misused(message) }
        var settled: [String: Verdict] = [:]
        var stopped: String?
        var completed = 0

        for number in 0..<max(0, settings.cases) where !settings.skipped.contains(number) {
            if number % 16 == 0, deadline.hasPassed { break }
            if number % Self.casesBetweenReports == 0 {
                progress?(FuzzProgress(cases: completed, of: settings.cases, violations: settled.count))
            }
            journal?.begin(case: number)
            let failure = runner.run(case: number)
            completed += 1
            if completed <= Self.determinismCases || failure != nil {
                let sequence = runner.record(case: number)
                if let difference = try ReplayCheck(specification).firstDifference(in: sequence) {
                    stopped = difference
                    break
                }
                if let failure {
                    let rule = runner.simulation.rule(blamedBy: failure)
                    guard settled[rule] == nil else { continue }
                    let verdict = try verdict(on: failure, sequence, case: number)
                    settled[rule] = verdict
                    if let position = names.firstIndex(of: rule) { runner.settle(rule: position) }
                    switch failure {
                    case .misuse, .guardThrew:
                        if case .misuse(let message) = verdict { stopped = message }
                    case .violated, .actionThrew, .died, .ruleThrew, .excluded: break
                    }
                    if stopped != nil { break }
                }
            }
        }
        progress?(FuzzProgress(cases: completed, of: settings.cases, violations: settled.count))
        return FuzzFindings(
            rules: runner.simulation.rules.enumerated().map { position, rule in
                .init(
                    name: rule.name,
                    kind: rule.kind,
                    stepsToViolate: rule.stepsToViolate,
                    largest: runner.largest(of: position)
                )
            },
            longest: settings.steps,
            wasTriggered: runner.context.wasTriggered,
            actions: runner.simulation.actions.map(\.name),
            timesTaken: runner.context.timesEachActionWasTaken,
            steps: runner.context.stepsTaken,
            cases: completed,
            excluded: runner.context.excluded,
            settled: settled,
            misuse: stopped
        ).report(settings: settings, seconds: deadline.elapsedSeconds)
    }

    private func verdict(
        on failure: Failure,
        _ sequence: ChoiceSequence,
        case number: Int
    ) throws(SpecificationError) -> Verdict {
        let maker = try CounterexampleMaker(
            specification,
            property: property,
            failure: failure,
            isolation: isolation,
            note: { journal?.begin(run: $0) }
        )
        guard var counterexample = maker.make(from: sequence) else {
            return .misuse(
                "case \(number) failed (\(maker.message)), but the same choices run again did not: "
                    + "the specification depends on something other than its choices"
            )
        }
        switch failure {
        case .violated, .actionThrew, .died:
            counterexample.seed = settings.seed
            counterexample.foundInCase = number
            if case .violated = failure { return .violated(counterexample) }
            return .crashed(counterexample)
        case .ruleThrew, .guardThrew, .misuse, .excluded:
            return .misuse(maker.message)
        }
    }
}

package struct FuzzProgress: Sendable {
    package var cases: Int
    package var of: Int
    package var violations: Int
}

/// Where a worker writes down what it is about to run, for whoever finds it dead.
package protocol CaseJournal {
    func begin(case number: Int)
    func begin(run: ChoiceSequence)
    func misused(_ message: String)
}
