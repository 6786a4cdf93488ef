/// Opens when five digits come in the right order.
public struct CombinationLock {
    public private(set) var stage = Stage.closed

    public enum Stage { case closed, one, two, three, four, open }

    public init() {}

    public mutating func enter(_ digit: Int) {
        switch stage {
        case .closed: if digit == 31 { stage = .one }
        case .one:
            if digit == 4 { stage = .two } else { stage = .closed }
        case .two:
            if digit == 15 { stage = .three } else { stage = .closed }
        case .three:
            if digit == 92 { stage = .four } else { stage = .closed }
        case .four:
            if digit == 65 { stage = .open } else { stage = .closed }
        case .open: if digit < 0 { stage = .closed }
        }
    }

    public mutating func dismantle() {
        stage = .open
    }
}
