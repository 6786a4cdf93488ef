import Proofmark
import ProofmarkRunner
import TokenBucket

struct Metering<Number: VerifiableInteger>: Specification {
    struct State: Codable {
        var bucket: TokenBucket<Number>
        var granted: Number = 0
        var refilled: Number = 0
    }

    var initial: State { State(bucket: TokenBucket(capacity: 100)) }

    var actions: Actions {
        Action("take") { state, choose in
            let amount: Number = choose.number("amount", in: 1...100)
            if state.bucket.take(amount) { state.granted += amount }
        }
        Action("refill") { state, choose in
            let amount: Number = choose.number("amount", in: 0...1_000_000)
            state.bucket.refill(amount)
            state.refilled += amount
        }
    }

    var rules: Rules {
        Always("the bucket never holds more than its capacity") { state in
            0 <= state.bucket.tokens && state.bucket.tokens <= state.bucket.capacity
        }
        Always("no more is granted than was put in") { state in
            state.granted <= 100 + state.refilled
        }
        Sometimes("the bucket is empty") { $0.bucket.tokens == 0 }
    }
}

@main struct TokenBucketProperties: PropertySuite {
    static var suite: Suite {
        Verify("metering", Metering<Int>(), proving: Metering<SymbolicInt>(), depth: 6)
    }
}
