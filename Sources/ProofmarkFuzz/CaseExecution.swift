import Proofmark
import ProofmarkEngine

/// Runs single cases, whatever the specification: a property of a generic type is found through its metadata, which
/// takes longer than a step.
struct CaseExecution {
    let loop: CaseLoop
    let context: CaseContext
    let seed: UInt64
    /// Whether anyone asks for `digest`.
    var digestsStates = false

    func run(case number: Int) -> Failure? {
        context.choices.restart(seed: SplitMix64.stream(UInt64(number), of: seed))
        context.labels.settle()
        context.counts.mark()
        context.digestsState = digestsStates && CaseDigest.hasState(ofCase: number)
        let failure = loop.run(context)
        context.counts.sums.pointee.cases += 1
        // How many numbers were drawn.
        context.counts.sums.pointee.digest.fold(context.choices.generator.position)
        return failure
    }

    /// What the last case did, never 0. Rules are no part of it: they only watch.
    ///
    /// - Parameter ending: How it failed.
    func digest(ending: Failure? = nil) -> UInt64 {
        var digest = context.counts.sums.pointee.digest
        switch ending {
        case .actionThrew, .died, .guardThrew, .misuse, .excluded: digest.fold(1)
        case nil, .violated, .ruleThrew: break
        }
        return max(1, digest.value)
    }
}
