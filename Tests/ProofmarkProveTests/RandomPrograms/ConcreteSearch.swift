import Proofmark

/// What a program can do, found by trying everything: every choice of every action in every state.
struct ConcreteSearch {
    /// The machines that runs of each length can end in.
    private(set) var layers: [Set<Machine<Int>>] = []
    /// The shortest run that traps.
    private(set) var trapDepth: Int?
    /// Whether some run has taken a step.
    var hasSteps: Bool { layers.count > 1 }

    /// Answers choices from a script and notes where the script ended.
    private final class Script {
        var answers: [Int] = []
        var sizes: [Int] = []
        var position = 0

        func next(_ size: Int) -> Int {
            if position == answers.count {
                answers.append(0)
                sizes.append(size)
            }
            defer { position += 1 }
            return answers[position]
        }

        /// Makes the next script; `false` if there is none.
        func advance() -> Bool {
            position = 0
            while let last = answers.indices.last {
                if answers[last] + 1 < sizes[last] {
                    answers[last] += 1
                    return true
                }
                answers.removeLast()
                sizes.removeLast()
            }
            return false
        }
    }

    init(_ program: Program) {
        var layer: Set = [Machine(variables: program.variables)]
        layers = [layer]
        for depth in 1...program.depth {
            var next: Set<Machine<Int>> = []
            for machine in layer {
                for action in program.actions {
                    step(machine, action, into: &next, depth)
                }
            }
            if next.isEmpty { return }
            layers.append(next)
            layer = next
        }
    }

    private mutating func step(
        _ machine: Machine<Int>,
        _ action: Program.Action,
        into next: inout Set<Machine<Int>>,
        _ depth: Int
    ) {
        let script = Script()
        let interpreter = Interpreter<Int>(
            operate: Interpreter.checked,
            choose: { $0.lowerBound + script.next($0.count) },
            chooseMode: { script.next($0) }
        )
        do {
            if let guarding = action.guarding, try !interpreter.holds(guarding, machine) { return }
        } catch {
            trapDepth = trapDepth ?? depth
            return
        }
        repeat {
            var machine = machine
            do {
                try interpreter.run(action.body, &machine)
                next.insert(machine)
            } catch {
                trapDepth = trapDepth ?? depth
            }
        } while script.advance()
    }

    /// The length of the shortest run that ends in such a machine.
    func depth(where matches: (Machine<Int>) -> Bool) -> Int? {
        layers.firstIndex { $0.contains(where: matches) }
    }
}
