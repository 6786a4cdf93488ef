import Proofmark
import ProofmarkEngine

/// What a program can do, found by trying everything: every choice of every action in every state.
struct ConcreteSearch {
    /// The machines that runs of each length can end in.
    private(set) var layers: [Set<Machine<Int>>] = []
    /// The shortest run that traps.
    private(set) var trapDepth: Int?
    /// The length of the shortest run, of those that were followed further, that no step leads on from.
    private(set) var stuckDepth: Int?
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
        HashSeed.fixOrder()
        layers = [[Machine(variables: program.variables)]]
        deepen(program, to: program.depth, seen: [])
    }

    /// All runs of so many steps were followed.
    var steps: Int { isWhole ? .max : layers.count - 1 }
    private var isWhole = false

    /// The same, further: until there is nothing new, or there is too much of it.
    func deepened(_ program: Program) -> ConcreteSearch {
        var search = self
        search.deepen(program, to: 12, seen: layers.reduce(into: []) { $0.formUnion($1) })
        return search
    }

    /// - Parameter seen: Machines that need not be followed again.
    private mutating func deepen(_ program: Program, to depth: Int, seen: Set<Machine<Int>>) {
        var seen = seen
        let isThorough = seen.isEmpty
        while layers.count <= depth, let layer = layers.last, layer.count < 3_000 {
            var next: Set<Machine<Int>> = []
            for machine in layer {
                var moves = false
                for action in program.actions where step(machine, action, into: &next, layers.count) {
                    moves = true
                }
                if !moves { stuckDepth = stuckDepth ?? layers.count - 1 }
            }
            if !isThorough {
                next.subtract(seen)
                seen.formUnion(next)
            }
            if next.isEmpty {
                isWhole = true
                return
            }
            layers.append(next)
        }
    }

    /// - Returns: Whether some choice leads to another machine, or traps.
    private mutating func step(
        _ machine: Machine<Int>,
        _ action: Program.Action,
        into next: inout Set<Machine<Int>>,
        _ depth: Int
    ) -> Bool {
        var moves = false
        let script = Script()
        let interpreter = Interpreter<Int>(
            operate: Interpreter.checked,
            choose: { $0.lowerBound + script.next($0.count) },
            chooseMode: { script.next($0) }
        )
        do {
            if let guarding = action.guarding, try !interpreter.holds(guarding, machine) { return false }
        } catch {
            trapDepth = trapDepth ?? depth
            return true
        }
        repeat {
            var changed = machine
            changed.furniture = machine.furniture.separate()
            do {
                try interpreter.run(action.body, &changed)
                next.insert(changed)
                moves = moves || changed != machine
            } catch {
                trapDepth = trapDepth ?? depth
                moves = true
            }
        } while script.advance()
        return moves
    }

    /// The length of the shortest run that ends in such a machine.
    func depth(where matches: (Machine<Int>) -> Bool) -> Int? {
        layers.firstIndex { $0.contains(where: matches) }
    }
}
