"""Walks through a person's first hour on this machine, from nothing, and writes down what was done and what was said.

usage: first-hour.py WORKPLACE CLONE-OF OUTPUT.md    (WORKPLACE must not exist)
"""
import os
import re
import subprocess
import sys
import time

place, source, output = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), os.path.abspath(sys.argv[3])
os.makedirs(place)
text = []
folder = place
environment = dict(os.environ, PATH=os.environ["PATH"], GIT_AUTHOR_NAME="you", GIT_AUTHOR_EMAIL="you@example.com",
                   GIT_COMMITTER_NAME="you", GIT_COMMITTER_EMAIL="you@example.com")
begun = time.time()


def say(words):
    text.append(words.strip() + "\n")


def run(command, shown=None, keep=None, cd=None, status=0):
    """Runs it, and shows it with what it said; `keep` chooses lines of a long answer."""
    global folder
    folder = os.path.join(place, cd) if cd else folder
    made = subprocess.run(command, shell=True, cwd=folder, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if made.returncode != status:
        sys.exit(f"{command}: {made.returncode}, not {status}\n{made.stdout}")
    said = made.stdout.replace(place + "/", "").replace(source, "https://example.com/proofmark.git")
    if keep:
        said = keep(said)
    # An annotation is one long line.
    said = "\n".join(line if len(line) < 600 else line[:200] + "…" for line in said.split("\n"))
    text.append("```text\n$ " + (shown or command) + "\n" + said.rstrip() + "\n```\n")


def write(path, content):
    file = os.path.join(folder, path)
    os.makedirs(os.path.dirname(file), exist_ok=True)
    open(file, "w").write(content.lstrip("\n"))
    text.append(f"`{path}`:\n\n" + "```" + ("swift" if path.endswith(".swift") else "json")
                + "\n" + content.strip("\n") + "\n```\n")


def minutes():
    return f"{(time.time() - begun) / 60:.0f}"


CODE = """
/// Two classes of tickets: urgent ones first, but an ordinary one lets at most `patience` of them pass.
public struct TicketQueue<Number: FixedWidthInteger> {
    public let patience: Number
    public private(set) var urgent: [Number] = []
    public private(set) var ordinary: [Number] = []
    private var passed: Number = 0

    public init(patience: Number) { self.patience = patience }

    public mutating func submit(_ ticket: Number, isUrgent: Bool) {
        if isUrgent { urgent.append(ticket) } else { ordinary.append(ticket) }
    }

    public mutating func next() -> Number? {
        if !urgent.isEmpty, ordinary.isEmpty || passed <= patience {
            passed += 1
            return urgent.removeFirst()
        }
        passed = 0
        return ordinary.isEmpty ? nil : ordinary.removeFirst()
    }
}

extension TicketQueue: Codable where Number: Codable {}
"""
RULES = """
import Proofmark
import ProofmarkRunner
import Tickets

struct Ticketing<Number: VerifiableInteger>: Specification {
    struct State: Codable {
        var queue: TicketQueue<Number>
        var isOrdinaryServed = false
    }

    var initial: State { State(queue: TicketQueue(patience: 2)) }

    var actions: Actions {
        Action("submit", when: { $0.queue.urgent.count + $0.queue.ordinary.count < 4 }) { state, choose in
            let ticket: Number = choose.number("ticket", in: 1...9)
            state.queue.submit(ticket, isUrgent: choose.flag("urgent"))
            state.isOrdinaryServed = false
        }
        Action("next") { state, _ in
            let waiting = state.queue.ordinary.count
            _ = state.queue.next()
            state.isOrdinaryServed = state.queue.ordinary.count < waiting
        }
    }

    var rules: Rules {
        LeadsTo(
            "an ordinary ticket lets at most two pass",
            from: { !$0.queue.ordinary.isEmpty },
            to: { $0.isOrdinaryServed },
            within: 3,
            counting: ["next"]
        )
        Always("no more wait than were let in") { $0.queue.urgent.count + $0.queue.ordinary.count <= 4 }
        Sometimes("both classes wait") { !$0.queue.urgent.isEmpty && !$0.queue.ordinary.isEmpty }
    }

    var timeline: Timeline {
        Lanes("urgent") { "\\($0.queue.urgent.count)" }
        Lanes("ordinary") { "\\($0.queue.ordinary.count)" }
    }
}

@main
struct TicketsProperties: PropertySuite {
    static var suite: Suite {
        Verify("ticketing", Ticketing<Int>(), proving: Ticketing<SymbolicInt>(), depth: 7)
    }
}
"""

say("""
# The first hour

From nothing to a failing rule in CI. Every command and every answer below is real: `Tests/Tools/first-hour.py` did it, on a
machine with two cores, and wrote this down.

## The command
""")
run(f"git clone -q {source} Proofmark && cd Proofmark && make build 2>&1 | tail -1",
    shown="git clone https://example.com/proofmark.git Proofmark && cd Proofmark && make build")
environment["PATH"] = f"{place}/Proofmark/.build/release:" + environment["PATH"]
run("proofmark doctor", shown="export PATH=\"$PWD/Proofmark/.build/release:$PATH\"; proofmark doctor", cd="Proofmark")
say(f"{minutes()} minutes so far, most of it the compiler's.\n\n## A package that has never heard of it")
os.makedirs(f"{place}/Tickets")
run("swift package init --type library --name Tickets >/dev/null && git init -q -b main && git add -A && git commit -q -m begin",
    shown="mkdir Tickets && cd Tickets && swift package init --type library --name Tickets && git init -b main …", cd="Tickets")
run("proofmark init --proofmark ../Proofmark", shown="proofmark init")
say("The first specification is about a model in the file itself; it compiles, runs, and is a check that can fail:")
run("proofmark verify")
say(f"""
{minutes()} minutes. The first `verify` compiled Proofmark with the package; the next ones do not.

## A rule of one's own

The code: a queue in which urgent tickets overtake, but not for ever.
""")
write("Sources/Tickets/TicketQueue.swift", CODE)
say("What it must always do, in place of the model:")
write("Properties/TicketsProperties/TicketsProperties.swift", RULES)
run("proofmark verify", status=1)
say(f"""
{minutes()} minutes, and a bug in code that looks right: `passed <= patience` lets one more pass. The run is the shortest there
is, and it is saved, to be run again first from now on:
""")
run("ls Properties/Regressions")
run("proofmark explain $(proofmark verify --quiet | grep -o 'pm2-[A-Za-z0-9_-]*' | head -1)",
    shown="proofmark explain pm2-…", status=1)
say("## Mended")
run("sed -i 's/passed <= patience/passed < patience/' Sources/Tickets/TicketQueue.swift")
run("proofmark verify")
say("""
## What the gate requires

A rule that is only fuzzed would pass as well. Say that this one must be proved:
""")
write("proofmark.json", """
{
  "require": [{ "rule": "an ordinary ticket*", "depth": 7 }]
}
""")
run("proofmark config | tail -3")
run("proofmark verify --quiet")
run("git add -A && git commit -q -m 'Tickets, and what they must do' && echo committed",
    shown="git add -A && git commit -m 'Tickets, and what they must do'")
say("""
## In CI

A job needs one line, and its exit code is the answer. A branch that breaks the rule:
""")
run("git checkout -q -b faster && sed -i 's/ordinary.isEmpty || passed/ordinary.count < 2 || passed/' Sources/Tickets/TicketQueue.swift && git commit -qam 'One ordinary ticket can wait' && echo committed",
    shown="git checkout -b faster && sed -i 's/ordinary.isEmpty || passed/ordinary.count < 2 || passed/' Sources/Tickets/TicketQueue.swift && git commit -am 'One ordinary ticket can wait'")
run("proofmark verify --since main --quiet --report github=- --report sarif=proofmark.sarif --report html=report.html",
    status=1)
say(f"""
Exit code 1: the branch does not merge. `github=-` is what a workflow shows at the line of the rule, `proofmark.sarif` what
code scanning reads, and `report.html` is for people. A workflow that shares the work among machines:
[github-actions.yml](Workflows/github-actions.yml).

{minutes()} minutes in all, on a machine where everything was compiled from nothing.
""")
open(output, "w").write("\n".join(text))
