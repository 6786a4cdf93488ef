import Foundation
import Proofmark

/// The seed of Swift's hash tables.
///
/// Swift takes 0 if `SWIFT_DETERMINISTIC_HASHING` is set and a random one if not. For runs that can be repeated
/// under another seed it is written where the standard library keeps it. Where that is not to be found (linked
/// statically), the random seed stays: another one all the same.
enum HashSeed {
    /// What `SwiftShims/GlobalObjects.h` of the standard library declares.
    private struct Parameters {
        var seed0: UInt64
        var seed1: UInt64
        var isDeterministic: Bool
    }

    /// Takes the seed from the environment, if it gives one. To be called before there is any hash table.
    static func adopt() {
        guard let text = getenv(WorkerProtocol.hashSeedVariable), let seed = UInt64(String(cString: text)),
            let program = dlopen(nil, RTLD_NOW),
            let symbol = dlsym(program, "_swift_stdlib_Hashing_parameters")
        else { return }
        symbol.assumingMemoryBound(to: Parameters.self).pointee = Parameters(
            seed0: seed,
            seed1: ~seed,
            isDeterministic: true
        )
    }
}
