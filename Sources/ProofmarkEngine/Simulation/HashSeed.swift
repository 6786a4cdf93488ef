import Foundation
import Proofmark

/// The seed of Swift's hash tables.
///
/// Swift takes 0 if `SWIFT_DETERMINISTIC_HASHING` is set and a random one if not. For runs that can be repeated
/// under another seed it is written where the standard library keeps it. Where that is not to be found (linked
/// statically), the random seed stays: another one all the same.
package enum HashSeed {
    /// What `SwiftShims/GlobalObjects.h` of the standard library declares.
    private struct Parameters {
        var seed0: UInt64
        var seed1: UInt64
        var isDeterministic: Bool
    }

    private static func withParameters(_ body: (inout Parameters) -> Void) {
        guard let program = dlopen(nil, RTLD_NOW),
            let symbol = dlsym(program, "_swift_stdlib_Hashing_parameters")
        else { return }
        body(&symbol.assumingMemoryBound(to: Parameters.self).pointee)
    }

    /// Takes the seed from the environment, if it gives one. To be called before there is any hash table.
    package static func adopt() {
        guard let text = getenv(WorkerProtocol.hashSeedVariable), let seed = UInt64(String(cString: text))
        else { return }
        withParameters { $0 = Parameters(seed0: seed, seed1: ~seed, isDeterministic: true) }
    }

    /// From now on tables of one history iterate in one order, in this process: without it, each table's order depends
    /// on its address. Tables that exist keep theirs.
    package static func fixOrder() { withParameters { $0.isDeterministic = true } }
}
