import Foundation
import Proofmark
import TestSupport
import Testing

/// What users get for each kind of trouble: one clear message and the right exit code.
@Suite(.serialized) struct TroubleTests {
    private func verify(_ property: String, _ more: [String] = []) throws -> CommandRun {
        try CommandRun(["verify", "--cases", "1000", "--filter", property] + more, fixture: "Troubles")
    }

    @Test func whatHoldsExitsWithZero() throws {
        let run = try verify("healthy")
        #expect(run.status == 0, "\(run)")
        #expect(run.output.contains("✓ 1,000 cases  ✓ depth 4"))
        #expect(run.output.contains("✓ 5 of 5 rules hold"))
        #expect(!run.output.contains("\u{1B}"))
    }

    @Test(arguments: [
        ("no actions", Int32(2), "has no actions"),
        ("no rules", 2, "has no rules"),
        ("throwing rule", 2, "the rule itself threw Oops()"),
        ("empty range", 2, "the choice \"victim\" has nothing to choose from"),
        ("empty collection", 2, "element(of:) of an empty collection"),
        (
            "starving filter", 2,
            "action \"pick\": the choice \"size\" starves: its filter rejected 100 values in a row"
        ),
        (
            "starving set", 2,
            "action \"pick\": a choice starves: no other elements came up in 100 draws, and there are to be 3"
        ),
        ("never enabled", 1, "no action is enabled, so nothing can happen any more"),
        (
            "unrepeatable", 2,
            "behaves differently when the same run is replayed: step 1 (step): the state was"
        ),
        ("lossy coding", 0, "✓ every depth"),
        ("closure in the state", 2, "the state's property \"isBefore\""),
        ("other parameters", 2, "`limit` is 20 in the specification that is fuzzed, and 2000 in the one"),
        (
            "other bounds", 2,
            "is \"within 3 steps\" in the specification that is fuzzed, and \"within 4 steps\""
        ),
        ("other ranges", 2, "the record chose from 0...20, now the range is 0...30"),
        ("proof in one order", 1, "depends on hash order"),
        ("proof in any order", 0, "one hash order"),
        (
            "two specifications", 2,
            "Strict<Swift.Int> is fuzzed, and TroubleProperties.Loose<Swift.Int> is proved"
        ),
        ("tenant left out", 2, "in the specification that is fuzzed"),
        ("objects in two runs", 2, "the state may hold an object: first.log"),
        ("trap at the end", 1, "✗ in 2 steps  ✗ in 2 steps"),
        ("trap with a choice", 1, "1 use(slot: 4)"),
        ("trap in a guard", 1, "✗ in 1 step"),
        ("trap in a rule", 1, "✗ in 1 step"),
        ("trap in a label", 1, "✗ in 1 step"),
        ("trap behind a violation", 1, "✗ in 2 steps"),
        ("trap behind a violation", 1, "✗ in 7 steps"),
        (
            "trap behind a violation", 1,
            "hash order\": without what rules that are violated say:"
        ),
        ("guard throws", 2, "the guard of action \"look\" threw Oops()"),
        ("throwing action", 1, "action \"step\" threw Oops()"),
        ("labelled", 0, "heads first: 5"),
        ("labelled", 0, "never: 0.0% of the cases"),
        ("labelled", 0, "tosses, of the states: "),
        ("rarely", 4, "are required"),
        ("impossible share", 2, "`atLeast:` must be above 0 and at most 1, not 1.5"),
        ("exit", 1, "left the process with exit code 0"),
        ("exit at once", 1, "✗ in 0 steps"),
        ("first of a set", 1, "present is [ada] under one seed, under the other [bea]"),
        ("least of a set", 0, "nothing depends on hash order"),
        ("no such property", 2, "no property has \"no such property\" in its name"),
    ]) func isExplained(property: String, status: Int32, message: String) throws {
        let run = try verify(property)
        #expect(run.status == status, "\(run)")
        #expect((run.output + run.errors).contains(message), "\(run)")
        #expect(!run.output.contains("✗ internal"))
    }

    /// No state of the proof holds a table, and no sample of states meets the one number for which there is one.
    @Test func tablesOnTheWayAreTriedInOtherOrders() throws {
        let run = try verify("table on the way", ["--engine", "prove"])
        #expect(run.status == 1 && run.output.contains(/rule +✗ in 1 step/), "\(run)")
    }

    @Test(arguments: ["index out of range", "overflow"]) func trapsAreFoundByBothEngines(property: String)
        throws
    {
        let run = try verify(property)
        #expect(run.status == 1, "\(run)")
        #expect(
            run.output.contains("the code never traps") && run.output.contains("✗ in 2 steps  ✗ in 2 steps"),
            "\(run)"
        )
        #expect(run.output.contains("it never came to the end of this step"))
        let token = try #require(run.token)
        let again = try CommandRun(["replay", token], fixture: "Troubles")
        #expect(again.status == 1, "\(again)")
        #expect(again.output.contains("it never came to the end of this step"))
    }

    @Test func whatIsOnlySlowIsNoViolation() throws {
        let run = try verify("slow and right", ["--cases", "2", "--hash-seeds", "1", "--budget", "60"])
        #expect(run.status == 0 && run.output.contains("✓ 2 cases"), "\(run)")
    }

    @Test func aBudgetThatIsUsedUpIsSaid() throws {
        let words = ["--cases", "50000", "--budget", "2", "--hash-seeds", "1"]
        let run = try verify("slow", words)
        #expect(run.output.contains("the time was up after "), "\(run)")
        #expect(try !verify("healthy", words).output.contains("time was up"))
    }

    /// A rule that is broken stays so, whatever comes of shrinking the run.
    @Test func aHangWhileShrinkingLosesNothing() throws {
        let run = try verify("hang below", ["--cases", "3", "--hash-seeds", "1"])
        #expect(run.status == 1, "\(run)")
        #expect(run.output.contains(/below ten thousand +✗ in 1 step/), "\(run)")
        #expect(run.output.contains(/the code never traps +✗ in 1 step/), "\(run)")
        #expect(run.output.contains("fuzz: 3 cases, 1 step,"), "\(run)")
    }

    /// A few cases that hang are no reason to stop.
    @Test func endlessLoopsAreViolations() throws {
        let run = try verify("rare hang", ["--cases", "60", "--hash-seeds", "1", "--budget", "120"])
        #expect(run.status == 1, "\(run)")
        #expect(run.output.contains("did not end within 10 seconds"), "\(run)")
        #expect(run.output.contains("✗ in 1 step"), "\(run)")
        #expect(run.output.contains(/it never gets far +✓ 5\d cases/), "\(run)")
    }

    /// No case is tried after the hundredth that takes its process down, whoever runs it.
    @Test func theNumberOfWorkersIsNotToBeSeenInCrashes() throws {
        func statistics(_ workers: Int) throws -> [String] {
            let run = try verify(
                "rare trap",
                ["--cases", "8000", "--workers", "\(workers)", "--format", "json"]
            )
            #expect(run.status == 1, "\(run)")
            #expect(
                run.output.contains("100 cases took their process down; none was tried after case"),
                "\(run)"
            )
            // What is timed differs, and a digest with it.
            return run.output.split(separator: "\n").map(String.init).filter {
                !$0.contains("econds\"") && !$0.contains("\"digest\"")
            }
        }
        #expect(try statistics(1) == statistics(2))
    }

    @Test(arguments: [
        ("guard by hash order", "\"go\" is enabled under "),
        ("rule by hash order", "one run comes to its end, the other breaks \""),
    ])
    func everyDependenceOnHashOrderIsReplayed(property: String, message: String) throws {
        var run = try verify(property)
        #expect(run.status == 1, "\(run)")
        let rule = "✗ nothing depends on hash order"
        run.output = String(run.output[try #require(run.output.firstRange(of: rule)).lowerBound...])
        let again = try CommandRun(["replay", try #require(run.token)], fixture: "Troubles")
        #expect(again.status == 1 && again.output.contains(rule), "\(again)")
        #expect(run.output.contains(message) && again.output.contains(message), "\(again)")
    }

    @Test func whatDependsOnHashOrderIsReplayedUnderBothSeeds() throws {
        let token = try #require(try verify("first of a set").token)
        let again = try CommandRun(["replay", token], fixture: "Troubles")
        #expect(again.status == 1, "\(again)")
        #expect(
            again.output.contains("left, other seed    │ []     []           []           [ada]"),
            "\(again)"
        )
        let unchecked = try verify("first of a set", ["--hash-seeds", "1"])
        #expect(unchecked.status == 0 && !unchecked.output.contains("hash order"), "\(unchecked)")
    }

    @Test func verboseReportsSayHowLongRulesTake() throws {
        let run = try verify("healthy", ["--verbose"])
        #expect(
            run.output.contains(/the count is never negative: takes (\d+|less) of the \d+ ns of a case/),
            "\(run)"
        )
    }

    @Test func hoardsOfMemoryAreViolations() throws {
        let run = try verify("hoard", ["--memory", "300"])
        #expect(run.status == 1, "\(run)")
        #expect(run.output.contains("took more than 300 MB of memory"), "\(run)")
        #expect(run.output.contains("✗ in 4 steps"), "\(run)")
    }

    @Test func aViolationIsReplayedByItsToken() throws {
        let run = try verify("wrong counter")
        #expect(run.status == 1)
        #expect(run.output.contains("3 add(amount: 3)"))
        let token = try #require(run.token)
        let again = try CommandRun(["replay", token], fixture: "Troubles")
        #expect(again.status == 1, "\(again)")
        #expect(again.output.contains("✗ the count stays below seven"))
        let damaged = try CommandRun(["replay", String(token.dropLast(3))], fixture: "Troubles")
        #expect(damaged.status == 2)
        #expect(damaged.errors.contains("the token is damaged"), "\(damaged)")
    }

    /// A token is of the actions that it names, wherever they stand now.
    @Test func aTokenFollowsItsActions() throws {
        let token = try #require(try verify("moved actions").token)
        let extended = ["TROUBLES_EXTENDED": "1"]
        let moved = try CommandRun(["replay", token], fixture: "Troubles", settings: extended)
        #expect(moved.status == 1 && moved.output.contains("tick(seconds: 5)"), "\(moved)")
        let explained = try CommandRun(["explain", token], fixture: "Troubles", settings: extended)
        #expect(explained.status == 1, "\(explained)")

        let more = try #require(
            try CommandRun(
                ["verify", "--cases", "1000", "--filter", "moved actions"],
                fixture: "Troubles",
                settings: extended
            ).token
        )
        let known = try CommandRun(["replay", more], fixture: "Troubles")
        #expect(known.status == 1, "a run of tick alone is the same run: \(known)")
    }

    /// What is not what was recorded is neither mended nor explained.
    @Test(arguments: ["replay", "explain"]) func aRunOfGoneActionsIsUnknown(command: String) throws {
        let token = ReplayToken(
            property: "moved actions",
            rule: "the lease does not run out",
            choices: ChoiceSequence(steps: [.init(action: 1)]),
            actions: ["tick", "renew"]
        )
        let run = try CommandRun([command, token.text], fixture: "Troubles")
        #expect(run.status == 3, "\(run)")
        #expect(run.output.contains("the action of step 1 is gone, or has another name"), "\(run)")
    }

    @Test func jsonIsForMachines() throws {
        let run = try verify("wrong counter", ["--format", "json"])
        #expect(run.status == 1)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        )
        #expect(object["exitCode"] as? Int == 1)
    }

    @Test func interruptionLeavesWhatIsKnown() throws {
        let run = try CommandRun(
            ["verify", "--cases", "1000000", "--filter", "slow"],
            fixture: "Troubles",
            interrupt: 6
        )
        #expect(run.status == 3, "\(run)")
        #expect(run.output.contains("interrupted: this is what was known by then"), "\(run)")
        #expect(run.output.contains("incomplete"))
    }

    @Test func whatWasBeingShrunkIsAViolation() throws {
        let run = try CommandRun(
            ["verify", "--cases", "200", "--seed", "3", "--hash-seeds", "1", "--filter", "weary"],
            fixture: "Troubles",
            interrupt: 8
        )
        #expect(run.status == 1, "\(run)")
        #expect(run.output.contains("not shrunk to the end"), "\(run)")
        #expect(
            run.output.contains("a run that breaks \"never exhausted\" of \"weary\" was being shrunk"),
            "\(run)"
        )
    }

    /// Whatever the number of workers, and however many of them die, the cases are the same.
    @Test(arguments: ["wrong counter", "overflow", "healthy"]) func workersShareTheCases(property: String)
        throws
    {
        func report(_ workers: Int) throws -> String {
            let words = [
                "verify", "--cases", "5200", "--depth", "1", "--workers", "\(workers)", "--filter", property,
            ]
            let run = try CommandRun(words, fixture: "Troubles")
            // Without the times.
            let lines = run.output.split(separator: "\n").filter { !$0.hasPrefix("  prove: ") }
            return lines.dropLast().map { line in
                line.hasPrefix("  fuzz: ")
                    ? line.split(separator: ",").dropLast().joined(separator: ",") : String(line)
            }.joined(separator: "\n")
        }
        if property == "overflow" {
            // How many are tried after the first hundred that crash depends on who tries them.
            let run = try verify(property)
            #expect(run.output.contains("100 of them died"), "\(run)")
            #expect(
                run.output.contains("100 cases took their process down; none was tried after case"),
                "\(run)"
            )
        } else {
            let alone = try report(1)
            #expect(alone.contains("fuzz: 5,200 cases"))
            #expect(try report(2) == alone)
        }
    }

    @Test func settingsComeFromTheEnvironmentToo() throws {
        let settings = ["PROOFMARK_CASES": "123", "PROOFMARK_DEPTH": "1", "PROOFMARK_PROFILE": "quick"]
        let run = try CommandRun(["verify", "--filter", "healthy"], fixture: "Troubles", settings: settings)
        #expect(run.output.contains("✓ 123 cases"), "\(run)")
        let flag = try CommandRun(
            ["verify", "--filter", "healthy", "--cases", "77"],
            fixture: "Troubles",
            settings: settings
        )
        #expect(flag.output.contains("✓ 77 cases"), "\(flag)")
        let wrong = try CommandRun(["verify"], fixture: "Troubles", settings: ["PROOFMARK_SEED": "x"])
        #expect(
            wrong.status == 2 && wrong.errors.contains("PROOFMARK_SEED in the environment is"),
            "\(wrong)"
        )
    }

    @Test func noPackage() throws {
        let run = try CommandRun(["verify", "--package", "/nowhere/at/all"])
        #expect(run.status == 2)
        #expect(run.errors.contains("there is no Swift package at /nowhere/at/all"))
    }

    @Test func aCopiedBuildIsExplained() throws {
        let run = try TestTools.withFolder { folder in
            let said =
                "error: precompiled file '/b/X.pcm' was compiled with module cache path '/a', but the path is currently '/b'"
            try TestTools.interpose("[ \"$1\" = build ] && { echo \"\(said)\"; exit 1; }", in: folder)
            return try CommandRun(["verify"], fixture: "Troubles", path: folder.path)
        }
        #expect(run.status == 2 && run.errors.contains("was built in another place"), "\(run)")
        #expect(run.errors.contains("rm -rf '"), "\(run)")
    }

    /// What a suite throws while it is made is told, and what it reads is sampled.
    @Test func samplesAreReadOrMissed() throws {
        func run(_ file: String) throws -> CommandRun {
            try CommandRun(
                ["verify", "--cases", "100", "--filter", "sampled"],
                fixture: "Troubles",
                settings: ["TROUBLES_SAMPLES": file]
            )
        }
        let missing = try run("no-such.csv")
        #expect(missing.status == 2, "\(missing)")
        #expect(
            missing.errors.contains(
                "the suite TroubleProperties cannot be made: the samples at no-such.csv cannot be read"
            ),
            "\(missing)"
        )
        try TestTools.withFolder { folder in
            let file = folder.appendingPathComponent("costs.csv")
            try Data("tenant,cost\nada,3\nbea,70\n".utf8).write(to: file)
            let found = try run(file.path)
            #expect(found.status == 1 && found.output.contains("1 submit(cost: 70)"), "\(found)")
            // The same element is another now: nobody has mended anything.
            try Data("tenant,cost\nada,90\nbea,3\n".utf8).write(to: file)
            let again = try CommandRun(
                ["replay", try #require(found.token)],
                fixture: "Troubles",
                settings: ["TROUBLES_SAMPLES": file.path]
            )
            #expect(again.status == 3 && again.output.contains("now to: submit(cost: 3)"), "\(again)")
        }
        #expect(try verify("sampled").status == 0)
    }

    @Test func noSuite() throws {
        let run = try CommandRun(["verify"], fixture: "NoSuite")
        #expect(run.status == 2)
        #expect(run.errors.contains("has no property suite"), "\(run)")
    }

    @Test func buildFailuresShowTheCompilersErrors() throws {
        let run = try CommandRun(["verify"], fixture: "Broken")
        #expect(run.status == 2)
        #expect(run.errors.contains("does not build"), "\(run)")
        #expect(
            run.errors.contains("cannot convert value of type 'String' to specified type 'Int'"),
            "\(run)"
        )
    }

    @Test func unknownFlags() throws {
        let run = try CommandRun(["verify", "--cses", "3"])
        #expect(run.status == 2)
        #expect(run.errors.contains("did you mean --cases?"))
    }

    /// A `swift` that fails as one does on a machine without the library.
    @Test func missingLibrary() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "proofmark-fake-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = """
            #!/bin/sh
            case "$*" in
              *show-dependencies*) echo '{"path":"/p","dependencies":[]}'; exit 0 ;;
              package*) echo '{"name":"P","targets":[{"name":"P","type":"executable","path":"Properties/P"}]}'; exit 0 ;;
            esac
            echo "Sources/CZ3/shim.h:1:10: error: 'z3.h' file not found"; exit 1
            """
        let file = folder.appendingPathComponent("swift")
        try Data(script.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path)
        let run = try CommandRun(["verify"], fixture: "NoSuite", path: folder.path)
        #expect(run.status == 2)
        #expect(run.errors.contains("libz3 is missing; install it with: apt-get install libz3-dev"), "\(run)")
    }
}
