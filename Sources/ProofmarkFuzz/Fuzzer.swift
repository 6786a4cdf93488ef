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
    private let memory: UnsafeMutableRawBufferPointer?
    private let digests: CaseDigests?
    private let reference: CaseDigests?
    private let progress: ((FuzzProgress) -> Void)?
    private let onTally: ((FuzzTally) -> Void)?
    private let onShrunk: ((String, ChoiceSequence) -> Void)?

    /// Cases that are run twice, to see whether they do the same.
    private static var determinismCases: Int { 16 }
    private static var casesBetweenReports: Int { 512 }

    /// - Parameters:
    ///   - loop: The inner loop, made where the specification's type is known.
    ///   - journal: Told of each run before it happens.
    ///   - isolation: Where runs are shrunk; in this process by default.
    ///   - memory: Where to count; see `CaseCounts`.
    ///   - digests: Takes a digest of each case.
    ///   - reference: The digests of the same cases under another hash seed. Those that have none are left out, and what
    ///     fails here alone is not shrunk.
    ///   - onTally: Told before the first case, and whenever a rule was found to be broken.
    ///   - onShrunk: Told of a broken rule and of the simplest run so far, while it is shrunk.
    package init(
        _ specification: S,
        loop: @escaping () throws(SpecificationError) -> CaseLoop,
        property: String,
        settings: FuzzSettings = FuzzSettings(),
        journal: (any CaseJournal)? = nil,
        isolation: (any RunIsolation)? = nil,
        memory: UnsafeMutableRawBufferPointer? = nil,
        digests: CaseDigests? = nil,
        reference: CaseDigests? = nil,
        progress: ((FuzzProgress) -> Void)? = nil,
        onTally: ((FuzzTally) -> Void)? = nil,
        onShrunk: ((_ rule: String, ChoiceSequence) -> Void)? = nil
    ) {
        self.specification = specification
        self.loop = loop
        self.property = property
        self.settings = settings
        self.journal = journal
        self.isolation = isolation
        self.memory = memory
        self.digests = digests
        self.reference = reference
        self.progress = progress
        self.onTally = onTally
        self.onShrunk = onShrunk
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
    package func run() throws(SpecificationError) -> FuzzTally {
        let deadline = Deadline(seconds: settings.budget)
        var runner = try CaseRunner(specification, loop: try loop(), settings: settings, memory: memory)
        runner.execution.digestsStates = digests != nil
        // What the loop needs, apart from what is generic.
        let (cases, journal, digests, reference) = (runner.execution, journal, digests, reference)
        runner.context.choices.onMisuse = { message in journal?.misused(message) }
        var tally = runner.emptyTally
        onTally?(tally)
        let last = settings.first + max(0, settings.cases)
        // Cases from one look at the clock to the next.
        var (stride, looked) = (16, 0.0)

        for number in settings.first..<last {
            if number % stride == 0 {
                let seconds = deadline.elapsedSeconds
                if deadline.hasPassed { break }
                // Where cases are slow, the clock costs nothing.
                if seconds - looked > 0.1 { stride = 1 }
                looked = seconds
            }
            if number % Self.casesBetweenReports == 0 { report(tally, number) }
            if let reference {
                if reference[number] == 0 { continue }
                runner.watchesRules = CaseDigest.hasState(ofCase: number)
            }
            journal?.begin(case: number)
            var failure = cases.run(case: number)
            if failure == nil, number >= Self.determinismCases {
                digests?[number] = cases.digest()
                continue
            }
            let isNews = failure.map { !isKnown(runner.simulation.rule(blamedBy: $0), tally) } ?? false
            if isNews, let broken = failure, let reference {
                // Under this hash seed alone, or it would be known: the case comes out differently, whatever it did.
                digests?[number] = max(1, ~reference[number])
                runner.settle(broken)
                continue
            }
            // After the last run of a case, when no rule cuts it short any more.
            defer { digests?[number] = cases.digest(ending: failure) }
            if !isNews, number >= Self.determinismCases { continue }
            let beat = { if let journal { journal.begin(case: number) } }
            beat()
            var sequence = runner.record(case: number)
            if let difference = try ReplayCheck(specification).firstDifference(in: sequence, beat: beat) {
                tally.misuse = difference
                break
            }
            // All rules that the case breaks, whatever was found before: then the number of workers makes no
            // difference.
            while let broken = failure, tally.misuse == nil {
                try settle(broken, sequence, case: number, runner, &tally)
                onTally?(tally)
                beat()
                failure = runner.isSettled(broken) ? runner.runAgain(case: number) : nil
                if failure != nil {
                    beat()
                    sequence = runner.record(case: number)
                }
            }
            if tally.misuse != nil { break }
        }
        runner.count(in: &tally)
        report(tally, settings.first + tally.cases)
        if settings.timesRules, tally.misuse == nil, tally.steps > 0 {
            let broken = tally.rules.indices.filter { isKnown(tally.rules[$0].name, tally) }
            let times = RuleTimes(loop: try loop(), settings: settings) { journal?.begin(case: $0) }
                .measure(broken: Set(broken))
            tally.nanoseconds = times.total
            for (place, time) in times.rules.enumerated() { tally.rules[place].nanoseconds = time }
        }
        tally.seconds = deadline.elapsedSeconds
        return tally
    }

    private func report(_ tally: FuzzTally, _ number: Int) {
        progress?(
            FuzzProgress(
                cases: number - settings.first,
                of: settings.cases,
                violations: settings.settled.count + tally.settled.count
            )
        )
    }

    private func isKnown(_ rule: String, _ tally: FuzzTally) -> Bool {
        tally.settled[rule] != nil || settings.settled.contains(rule)
    }

    /// Shrinks what fails, unless the rule is known to be broken.
    private func settle(
        _ failure: Failure,
        _ sequence: ChoiceSequence,
        case number: Int,
        _ runner: CaseRunner<S>,
        _ tally: inout FuzzTally
    ) throws(SpecificationError) {
        let rule = runner.simulation.rule(blamedBy: failure)
        guard !isKnown(rule, tally) else { return }
        let verdict = try verdict(on: failure, sequence, case: number)
        tally.settled[rule] = verdict
        runner.settle(failure)
        switch failure {
        case .misuse, .guardThrew: if case .misuse(let message) = verdict { tally.misuse = message }
        case .violated, .actionThrew, .died, .ruleThrew, .excluded: break
        }
    }

    private func verdict(
        on failure: Failure,
        _ sequence: ChoiceSequence,
        case number: Int
    ) throws(SpecificationError) -> Verdict {
        try CounterexampleMaker(
            specification,
            property: property,
            failure: failure,
            isolation: isolation,
            note: { journal?.begin(run: $0) },
            onBest: onShrunk
        ).verdict(on: sequence, called: "case \(number)", seed: settings.seed, case: number)
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
