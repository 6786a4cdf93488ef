import Proofmark

extension Induction {
    /// The longest stretch of steps that is supposed to keep a rule.
    private static var mostSteps: Int { 3 }
    /// More groups than that are not followed.
    private static var mostGroups: Int { 100 }

    /// How many steps in a row, from states of which the facts hold, keep the rule for one more; `nil` if no
    /// number tried is enough.
    ///
    /// That is k-induction: the bounded proof has seen all runs of fewer steps keep it, so a first step to break
    /// it would come after k that do not. Source: M. Sheeran, S. Singh, G. Stålmarck, "Checking Safety
    /// Properties Using Induction and a SAT-Solver", 2000.
    func stepsThatKeep(_ rule: Int) throws(Abandoned) -> Int? {
        for steps in 2...Self.mostSteps where steps <= completeDepth {
            if try isKept(rule, after: steps) { return steps }
        }
        return nil
    }

    func isKept(_ rule: Int, after steps: Int) throws(Abandoned) -> Bool {
        let isInvariant = stepper.rules[rule].isInvariant
        let supposed = isInvariant ? hypotheses + [rule] : hypotheses
        for (place, shape) in shapes.enumerated() {
            guard let node = nodes[shape], let start = try representative(of: node) else { continue }
            var layer = [start]
            for number in 1...steps {
                var next = Merger(exploration)
                var isBroken = false
                // The choices of each step have symbols of their own.
                exploration.depth += 1
                exploration.log?.place =
                    "step \(number) of \(steps) that keep \"\(stepper.rules[rule].name)\", from shape \(place)"
                for group in layer {
                    try step(from: group, supposing: supposed) { reached, path, look in
                        if look.observations.contains(where: {
                            $0.rule == rule && $0.observation == .violated
                        }) {
                            if number == steps { isBroken = true }
                        } else if number < steps {
                            next.add(memory: look.memory, of: reached, path)
                        }
                    }
                }
                if isBroken { return false }
                layer = next.groups()
                if layer.count > Self.mostGroups { return false }
            }
        }
        return true
    }
}
