import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkProve
import Testing

/// Random programs, proved, against everything that they can do, tried one by one.
@Suite struct RandomProgramTests {
    /// How many programs: `make soak` asks for more.
    private static var programs: UInt64 {
        ProcessInfo.processInfo.environment["PROOFMARK_SOAK"].flatMap { UInt64($0) } ?? 400
    }

    private static var firstSeed: UInt64 {
        ProcessInfo.processInfo.environment["PROOFMARK_SEED"].flatMap { UInt64($0) } ?? 1
    }

    private struct Tally {
        var violated = 0
        var proved = 0
        var everyDepth = 0
        var trapped = 0
        var unknown = 0
    }

    @Test func verdictsAgreeWithConcreteSearch() throws {
        var tally = Tally()
        for seed in Self.firstSeed..<Self.firstSeed + Self.programs {
            try check(ProgramGenerator.program(seed: seed), &tally)
        }
        print(
            "random programs \(Self.firstSeed) to \(Self.firstSeed + Self.programs - 1): "
                + "\(tally.proved) rules proved, \(tally.everyDepth) at every depth, \(tally.violated) violated, \(tally.trapped) programs trap, "
                + "\(tally.unknown) unknown"
        )
        #expect(tally.violated > 0 && tally.proved > 0 && tally.everyDepth > 0 && tally.trapped > 0)
        #expect(tally.unknown * 50 < tally.violated + tally.proved)
    }

    /// The same comparison with what another program can do: it must notice.
    @Test func aDifferenceIsNoticed() throws {
        var differences = 0
        let seeds: ClosedRange<UInt64> = 1...20
        for seed in seeds {
            let program = ProgramGenerator.program(seed: seed)
            let search = ConcreteSearch(Self.planted(program))
            let machines = machines(near: search, seed: seed)
            let report = try prove(program, unreached: machines)
            let isNoticed = machines.enumerated().contains { place, machine in
                difference(report, "machine \(place)", search.depth { $0 == machine }, search) != nil
            }
            if isNoticed { differences += 1 }
        }
        #expect(differences > seeds.count / 2)
    }

    /// The program with another range for the last choice of each action.
    private static func planted(_ program: Program) -> Program {
        var program = program
        for place in program.actions.indices {
            if case .choose(let variable, let range) = program.actions[place].body.popLast() {
                let last = range.upperBound
                program.actions[place].body.append(.choose(variable, max(last, 0) - 1...max(last, 0)))
                program.actions[place].body.append(
                    .assign(variable, .binary(.wrappingAdd, .variable(variable), .constant(1)))
                )
            }
        }
        return program
    }

    private func holds(_ rule: Program.Condition, _ machine: Machine<Int>) -> Bool {
        let interpreter = Interpreter<Int>(
            operate: Interpreter.checked,
            choose: { $0.lowerBound },
            chooseMode: { _ in 0 }
        )
        return (try? interpreter.holds(rule, machine)) ?? true
    }

    private func prove(_ program: Program, unreached: [Machine<Int>]) throws -> EngineReport {
        var settings = ProverSettings(
            depth: program.depth,
            // Without merging, looking for a run that Spacer promises has no other limit.
            budget: 60,
            solverSeed: UInt32(truncatingIfNeeded: program.seed),
            // Products of products of machine words can take Z3 for ever.
            resourcesPerCheck: 3_000_000
        )
        settings.auditsBounds = program.seed.isMultiple(of: 2)
        settings.inducts = program.seed.isMultiple(of: 3)
        settings.merges = !program.seed.isMultiple(of: 5)
        settings.order = program.seed.isMultiple(of: 11) ? .modelLast : .modelFirst
        let files = program.seed.isMultiple(of: 7) ? ObligationFiles() : nil
        defer { files?.remove() }
        settings.obligations = files?.folder.path
        let report = try Prover(
            ProgramSpecification<SymbolicInt>(
                program: program,
                unreached: unreached,
                operate: Interpreter<SymbolicInt>.native
            ),
            concrete: ProgramSpecification<Int>(
                program: program,
                unreached: unreached,
                operate: Interpreter<Int>.checked
            ),
            property: "random",
            settings: settings
        ).run()
        for text in try files?.texts ?? [] {
            // Products can be too much for the default tactics: what counts is that no answer is wrong.
            let answers = ObligationFiles.answers(to: "(set-option :rlimit 3000000)\n" + text)
            #expect(answers.allSatisfy { $0 == "unsat" || $0 == "unknown" }, "\(answers)\n\(program)")
        }
        return report
    }

    private func check(_ program: Program, _ tally: inout Tally) throws {
        let search = ConcreteSearch(program)
        let machines = machines(near: search, seed: program.seed)
        let report = try prove(program, unreached: machines)
        // Proofs at every depth, and Spacer's runs, say something of more steps than the search took.
        let isBeyond = report.findings.contains { finding in
            finding.verdict == .proved(.every)
                || (finding.verdict.counterexample?.choices.steps.count ?? 0) > program.depth
        }
        let deeper = isBeyond ? search.deepened(program) : search
        #expect(report.internalErrors.isEmpty, "\(report.internalErrors)\n\(program)")
        var expected: [(rule: String, depth: Int?, limit: Int)] = []
        for (place, rule) in program.rules.enumerated() {
            expected.append(("rule \(place)", deeper.depth { !holds(rule, $0) }, program.depth))
        }
        for (place, machine) in machines.enumerated() {
            expected.append(("machine \(place)", deeper.depth { $0 == machine }, program.depth))
        }
        expected.append((ImplicitRule.neverTraps, deeper.trapDepth, program.depth))
        // Where something traps, the prover judges by guards alone.
        if deeper.trapDepth == nil {
            let byGuards = deeper.depth { machine in
                program.actions.allSatisfy { $0.guarding.map { !holds($0, machine) } ?? false }
            }
            let bySteps = deeper.stuckDepth
            let isByGuards = (byGuards ?? .max) <= (bySteps ?? .max)
            // Of the longest runs that are proved only the guards are asked.
            let limit = isByGuards ? program.depth : program.depth - 1
            expected.append((ImplicitRule.noDeadlock, isByGuards ? byGuards : bySteps, limit))
        }
        for (rule, depth, limit) in expected {
            if let difference = difference(report, rule, depth, deeper, provedTo: limit) {
                Issue.record("\(rule): \(difference)\n\(program)")
            }
            switch report.findings.first(where: { $0.rule == rule })?.verdict {
            case .violated: tally.violated += 1
            case .crashed: tally.trapped += 1
            case .unknown: tally.unknown += 1
            case .proved(.every): tally.everyDepth += 1
            default: tally.proved += 1
            }
        }
    }

    /// Machines that are reached, and others close to them.
    private func machines(near search: ConcreteSearch, seed: UInt64) -> [Machine<Int>] {
        var random = SplitMix64(seed: seed)
        var machines: [Machine<Int>] = []
        for layer in search.layers.suffix(2) {
            let ordered = layer.sorted { "\($0)" < "\($1)" }
            var machine = ordered[random.next(from: 0, through: ordered.count - 1)]
            machines.append(machine)
            machine.variables[0] &+= 1
            machines.append(machine)
        }
        return machines
    }

    /// What is wrong with the verdict on a rule that breaks first after so many steps, or never.
    private func difference(
        _ report: EngineReport,
        _ rule: String,
        _ depth: Int?,
        _ search: ConcreteSearch,
        provedTo limit: Int = .max
    ) -> String? {
        guard let verdict = report.findings.first(where: { $0.rule == rule })?.verdict else {
            return "no verdict"
        }
        switch verdict {
        case .unknown: return nil
        case .violated(let found), .crashed(let found):
            let steps = found.choices.steps.count
            // Too far for the search; what the engine replayed on `Int` is not in doubt.
            if steps > search.steps, depth == nil { return nil }
            return steps == depth
                ? nil : "\(verdict), but everything tried gives \(depth as Int?)"
        case .proved(let proved):
            let limit = proved == .every ? Int.max : limit
            return depth.map { $0 > limit } ?? true
                ? nil : "\(verdict), but it breaks after \(depth ?? 0) steps"
        case .vacuous: return depth == nil && !search.hasSteps ? nil : "\(verdict)"
        case .exhausted, .passed, .misuse: return "\(verdict)"
        }
    }
}
