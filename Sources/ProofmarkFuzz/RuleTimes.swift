import Dispatch
import Proofmark

/// How long each rule takes: the same cases with it and without it.
///
/// A clock around each rule would take longer than most rules do.
struct RuleTimes {
    private static let most = 200
    /// Nanoseconds that the cases should take once.
    private static let portion: UInt64 = 100_000_000
    private static let rounds = 5

    let loop: CaseLoop
    let settings: FuzzSettings
    /// Told of each case.
    let beat: (_ case: Int) -> Void

    /// Nanoseconds of a case, on average, and for each rule those that it adds.
    ///
    /// - Parameter broken: Positions of rules that are known to be broken: they are not watched.
    func measure(broken: Set<Int>) -> (total: Int, rules: [Int]) {
        let counts = CaseCounts(actions: loop.actions, rules: loop.rules)
        let context = CaseContext(
            counts: counts,
            labels: [],
            actions: loop.actions,
            longest: settings.steps
        )
        for rule in broken { counts.settle(rule: rule) }
        let cases = max(1, min(Self.most, Int(Self.portion / max(1, time(context, cases: 1)))))
        var total = UInt64.max
        var without = Array(repeating: UInt64.max, count: loop.rules)
        // The least of several rounds, all rules in each: what disturbs one disturbs the next less.
        for _ in 0..<Self.rounds {
            total = min(total, time(context, cases: cases))
            for rule in 0..<loop.rules where !broken.contains(rule) {
                counts.watch(rule: rule, false)
                without[rule] = min(without[rule], time(context, cases: cases))
                counts.watch(rule: rule, true)
            }
        }
        return (
            Int(total) / cases,
            without.map { $0 >= total ? 0 : Int(total - $0) / cases }
        )
    }

    private func time(_ context: CaseContext, cases: Int) -> UInt64 {
        let start = DispatchTime.now().uptimeNanoseconds
        for number in 0..<cases {
            context.choices.restart(seed: SplitMix64.stream(UInt64(number), of: settings.seed))
            beat(number)
            _ = loop.run(context)
        }
        return DispatchTime.now().uptimeNanoseconds - start
    }
}
