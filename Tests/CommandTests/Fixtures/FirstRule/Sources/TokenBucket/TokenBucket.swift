public struct TokenBucket<Number: FixedWidthInteger> {
    public let capacity: Number
    public private(set) var tokens: Number

    public init(capacity: Number) {
        self.capacity = capacity
        tokens = capacity
    }

    public mutating func refill(_ amount: Number) {
        tokens = min(capacity, tokens + amount)
    }

    public mutating func take(_ amount: Number) -> Bool {
        guard amount <= tokens else { return false }
        tokens -= amount
        return true
    }
}

extension TokenBucket: Codable where Number: Codable {}
