#!/usr/bin/env python3
"""Plants six faults in a copy of the prover, each behind a name in the environment, and has the command verify a small
suite with each: the prover's own checks must end it with exit code 5, and without a fault with 0.

Usage: planted-faults.py COMMAND FOLDER
"""

import os
import pathlib
import shutil
import subprocess
import sys

command, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
root = pathlib.Path(__file__).resolve().parents[2]

# File, text that is there once, and what stands there instead.
FAULTS = {
    "wrong join": (
        "Merging/Merger.swift",
        "let snapshot = first.snapshot.with(numbers)",
        'let snapshot = plantedFault == "wrong join" ? first.snapshot : first.snapshot.with(numbers)',
    ),
    "wrong interval": (
        "Forking/Exploration.swift",
        "arena.makeSymbol(Interval(key.lower, key.upper))",
        "arena.makeSymbol(Interval(key.lower, key.upper - (plantedFault == \"wrong interval\" ? 1 : 0)))",
    ),
    "lost guard": (
        "Merging/Merger.swift",
        "let guardTerm = exploration.arena.and(edge.source.guardTerm, edge.condition)",
        "let guardTerm = plantedFault == \"lost guard\"\n"
        "            ? edge.source.guardTerm : exploration.arena.and(edge.source.guardTerm, edge.condition)",
    ),
    "stale memory": (
        "Proving/BoundedProof.swift",
        "merger.add(memory: look.memory, of: group, path, answers: look.answers)",
        "merger.add(memory: plantedFault == \"stale memory\" && group.action >= 0 ? group.snapshot.memory : look.memory, of: group, path, answers: look.answers)",
    ),
    "wrong rebuild": (
        "Proving/Stepper.swift",
        "return try walker.rebuilt(template.value, with: state.numbers.map(\\.walked))",
        "return try walker.rebuilt(template.value, with: plantedFault == \"wrong rebuild\"\n"
        "            ? state.numbers.map(\\.walked).reversed() : state.numbers.map(\\.walked))",
    ),
    "wrong folding": (
        "Symbolic/Symbolic+Arithmetic.swift",
        "            return Symbolic(constant: value)\n",
        "            return Symbolic(constant: plantedFault == \"wrong folding\" && value == 7 ? value &+ 1 : value)\n",
    ),
}

MANIFEST = """// swift-tools-version: 6.2
import PackageDescription
let settings: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]
let package = Package(
    name: "Planted",
    platforms: [.macOS(.v15)],
    targets: [
        .systemLibrary(name: "CZ3", pkgConfig: "z3"),
        .target(name: "CRuntime"),
        .target(name: "CProfile"),
        .target(name: "Proofmark", swiftSettings: settings),
        .target(name: "ProofmarkEngine", dependencies: ["CRuntime", "Proofmark"], swiftSettings: settings),
        .target(name: "ProofmarkFuzz", dependencies: ["CProfile", "Proofmark", "ProofmarkEngine"], swiftSettings: settings),
        .target(name: "ProofmarkProve", dependencies: ["CRuntime", "CZ3", "Proofmark", "ProofmarkEngine"], swiftSettings: settings),
        .target(name: "ProofmarkRunner", dependencies: ["Proofmark", "ProofmarkEngine", "ProofmarkFuzz", "ProofmarkProve"], swiftSettings: settings),
        .executableTarget(name: "PlantedProperties", dependencies: ["Proofmark", "ProofmarkRunner"], path: "Properties/PlantedProperties"),
    ],
    swiftLanguageModes: [.v6]
)
"""

SUITE = """import Proofmark
import ProofmarkRunner

/// Numbers that merge, an order of fields, sums of constants, and a rule with a memory.
struct Ledger<Number: VerifiableInteger>: Specification {
    struct State {
        var total: Number = 0
        var isWaiting = false
    }
    struct Pair {
        var first: Number = 1
        var second: Number = 2
    }
    var initial: State { State() }
    var actions: Actions {
        Action("add") { state, choose in
            let amount: Number = choose.number("amount", in: 1...10)
            state.total = amount > 5 ? amount - 5 : amount + 20
        }
        Action("wait") { state, _ in state.isWaiting.toggle() }
    }
    var rules: Rules {
        Always("the total is small") { $0.total <= 25 }
        LeadsTo("who waits is served", from: { $0.isWaiting }, to: { !$0.isWaiting }, within: 2, counting: ["wait"])
    }
}

struct Pairs<Number: VerifiableInteger>: Specification {
    struct State {
        var first: Number = 1
        var second: Number = 2
        var sum: Number = 3
    }
    var initial: State { State() }
    var actions: Actions {
        Action("grow") { state, choose in
            state.first = choose.number("first", in: 1...9)
            state.second = 12
            state.sum = 3 + Number(choose.index("more", below: 5))
        }
    }
    var rules: Rules { Always("they are positive") { $0.first > .zero && $0.second > .zero && $0.sum > .zero } }
}

@main struct PlantedProperties: PropertySuite {
    static var suite: Suite {
        Verify("ledger", Ledger<Int>(), proving: Ledger<SymbolicInt>(), depth: 3)
        Verify("pairs", Pairs<Int>(), proving: Pairs<SymbolicInt>(), depth: 2)
    }
}
"""

sources = folder / "Sources"
for target in ["CZ3", "CRuntime", "CProfile", "Proofmark", "ProofmarkEngine", "ProofmarkFuzz", "ProofmarkProve", "ProofmarkRunner"]:
    shutil.rmtree(sources / target, ignore_errors=True)
    shutil.copytree(root / "Sources" / target, sources / target)
(folder / "Package.swift").write_text(MANIFEST)
suite = folder / "Properties" / "PlantedProperties"
suite.mkdir(parents=True, exist_ok=True)
(suite / "PlantedProperties.swift").write_text(SUITE)
prover = sources / "ProofmarkProve"
(prover / "PlantedFault.swift").write_text(
    'import Foundation\n\nlet plantedFault = ProcessInfo.processInfo.environment["PLANTED_FAULT"] ?? ""\n'
)
for name, (file, right, wrong) in FAULTS.items():
    text = (prover / file).read_text()
    if text.count(right) != 1:
        sys.exit(f"{name}: {file} has the text {text.count(right)} times, not once; adapt {__file__}")
    (prover / file).write_text(text.replace(right, wrong))

failed = False
for name in ["", *FAULTS]:
    run = subprocess.run(
        [command, "verify", "--package", str(folder), "--no-cache", "--cases", "200", "--engine", "prove"],
        env={**os.environ, "PLANTED_FAULT": name},
        capture_output=True,
        text=True,
    )
    wanted = 5 if name else 0
    kept = folder / ".build" / "proofmark" / "internal-error.json"
    is_right = run.returncode == wanted and kept.exists() == bool(name)
    kept.unlink(missing_ok=True)
    verdict = "ok" if is_right else "NOT CAUGHT" if name else "FAILED"
    print(f"{name or 'no fault'}: exit code {run.returncode}, {verdict}", flush=True)
    if not is_right:
        failed = True
        print(run.stdout[-1500:], run.stderr[-1500:])
        if not name:
            break
sys.exit(1 if failed else 0)
