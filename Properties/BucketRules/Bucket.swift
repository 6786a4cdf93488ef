public import Proofmark

/// A token bucket, healthy or with one of several faults: what the tests of test frameworks verify.
public struct Bucket<Number: VerifiableInteger>: Specification {
    public enum Fault: String, Sendable, CaseIterable {
        case none
        /// A refill may exceed the capacity.
        case overflowing
        /// The process traps in the third refill.
        case trapping
        /// Nothing ever happens.
        case idle
    }

    public struct State: Codable {
        public var tokens: Number
        public var refills = 0
    }

    private let fault: Fault

    public init(_ fault: Fault = .none) { self.fault = fault }

    public var initial: State { State(tokens: 10) }

    public var actions: Actions {
        let fault = fault
        Action("take", when: { $0.tokens >= 1 && fault != .idle }) { state, choose in
            state.tokens -= choose.number("amount", in: 1...1)
        }
        Action("refill", when: { $0.refills < 3 && fault != .idle }) { state, choose in
            let amount: Number = choose.number("amount", in: 0...20)
            state.tokens = fault == .overflowing ? state.tokens + amount : min(10, state.tokens + amount)
            state.refills += 1
            if fault == .trapping { precondition(state.refills < 3, "the third refill") }
        }
    }

    public var rules: Rules {
        Always("the bucket never holds more than 10") { $0.tokens <= 10 }
        Sometimes("the bucket is empty") { $0.tokens == 0 }
    }

    /// The refills are used up.
    public func isFinal(_ state: State) -> Bool {
        fault == .idle || (state.refills == 3 && state.tokens == 0)
    }

    public var timeline: Timeline { Lanes("tokens") { "\($0.tokens)" } }
}
