import Proofmark

/// What the words of a report mean, and what to do.
enum Glossary {
    struct Entry {
        var name: String
        var meaning: String
    }

    static func entry(_ word: String) -> Entry? {
        if let kind = RuleKind.allCases.first(where: { $0.rawValue.lowercased() == word.lowercased() }) {
            return Entry(name: kind.rawValue, meaning: meaning(of: kind))
        }
        // As it stands in tables.
        let word = word.lowercased() == "every depth" ? "depth" : word.lowercased()
        return entries.first { $0.name == word }
    }

    /// All that can be asked for.
    static var words: [String] { entries.map(\.name) + RuleKind.allCases.map(\.rawValue) }

    static let entries: [Entry] = [
        Entry(
            name: "proved",
            meaning:
                "For all values of all choices, no run of at most so many steps breaks the rule; \"every depth\" means runs of any length. It rests on the ranges that the specification chooses from, and, where the table's foot says so, on runs that do not trap."
        ),
        Entry(
            name: "passed",
            meaning:
                "No violation in so many random runs. It is no proof: give more --cases, or have the rule proved (`proving:` in Verify)."
        ),
        Entry(
            name: "exhausted",
            meaning: "Every reachable state in the stated scope was visited. No engine gives this yet."
        ),
        Entry(
            name: "violated",
            meaning:
                "A run breaks the rule. It was replayed on the code with Int before it was shown. proofmark replay TOKEN runs it again, proofmark explain TOKEN says which of its choices matter."
        ),
        Entry(
            name: "vacuous",
            meaning:
                "Nothing was tried: a trigger that never happened, an action that was never enabled, a goal that was not reached, a Cover in too few cases; or a rule has less evidence than proofmark.json requires. It fails the gate, because a rule that is never tested holds of any code. Look at the guards of the actions, at the ranges of the choices, and at `steps:`."
        ),
        Entry(
            name: "unknown",
            meaning:
                "The engine could not tell: the budget or the memory was used up, the solver gave no answer, a run came out differently in another hash order, or a run died that cannot be repeated. It is never a pass, and the message says which it was. Out of budget: give more --budget, a smaller --depth, or smaller ranges."
        ),
        Entry(
            name: "inconclusive",
            meaning:
                "Exit code 3: something is unknown, or the verification did not come to its end. It is no pass."
        ),
        Entry(
            name: "depth",
            meaning:
                "How many steps a run may have for a proof to speak of it. \"every depth\" means runs of any length; \"in 3 steps\" beside a goal, that a run of three steps reaches it."
        ),
        Entry(
            name: "isFinal",
            meaning:
                "func isFinal(_ state: State) -> Bool of a specification says in which states the system may end. Such a state is no deadlock. A LeadsTo that still waits for its goal there is violated, although actions may be enabled."
        ),
        Entry(
            name: "assume",
            meaning:
                "choose.assume(condition) in an action leaves out the choices for which the condition does not hold: a random run ends there, and a proof does not follow them. It must never leave out what can happen; put into when: whatever decides whether the action can be taken at all."
        ),
        Entry(
            name: "one hash order",
            meaning:
                "The proof is about one order of sets and dictionaries. Some of its runs were tried in others. It satisfies a required depth and not a required `every`; take elements in an order of your own, by sorted() or min()."
        ),
        Entry(
            name: "crashed",
            meaning:
                "The code under test trapped, hung, took too much memory or left the process; the run in which it did is shown like any other."
        ),
        Entry(
            name: "misuse",
            meaning:
                "The specification is wrong, and the message says how: an empty range, a rule with a negative bound, code that depends on something else than its state and its choices."
        ),
        Entry(
            name: "cached",
            meaning:
                "The verdict was earned by an earlier verification of the same sources with the same settings, toolchain, solver and command; the report says when and where. --no-cache verifies anew."
        ),
        Entry(
            name: "regression",
            meaning:
                "A violation that was found before, saved in Properties/Regressions and run again first. When it is fixed, keep the file: it is a test."
        ),
        Entry(
            name: "shard",
            meaning:
                "A share of the work units, for one of several machines: verify --shard I/N. proofmark merge joins their reports and notices what is missing."
        ),
    ]

    static func meaning(ofImplicit rule: String) -> String {
        switch rule {
        case ImplicitRule.neverTraps:
            "Every property has this rule: no trap, no unhandled error, no endless loop, no exit, whatever happens."
        case ImplicitRule.everyActionRuns:
            "Every property has this rule: each action is enabled in some run; else a part was not tried at all."
        case ImplicitRule.noDeadlock:
            "Every property has this rule: from every state some step leads on, or the specification says that it may end there (isFinal). The fuzzer asks guards alone; the prover also finds steps that assume stops, or that change nothing."
        default:
            "Every property has this rule: each random run comes out the same under a second seed of Swift's hash tables."
        }
    }

    static func meaning(of kind: RuleKind) -> String {
        switch kind {
        case .always: "An invariant: it holds in every reachable state, the initial one included."
        case .sometimes:
            "A goal that some run reaches; it guards against rules that hold because nothing happens. Reached by no engine, it is vacuous."
        case .leadsTo:
            "Bounded response: whenever the trigger holds, the goal holds in that state or after so many counted steps. A run that is cut short is no violation; one that ends, in a final state or a deadlock, is. Koymans 1990."
        case .fair:
            "Over any interval in which two members are backlogged, their service, divided by weight, differs by at most the bound. Golestani 1994; Shreedhar and Varghese 1996."
        case .guaranteedShare:
            "Over any interval in which a member is backlogged, it gets its share of all service, less at most the bound, whatever the others do. Parekh and Gallager 1993."
        case .isolated:
            "Two runs that differ only in what others than the observer chose look the same to it (noninterference, by self-composition). Goguen and Meseguer 1982."
        case .cover: "A share of the random runs in which something must be so."
        case .implicit: "Every property has this rule without stating it."
        }
    }
}
