/// Some of many, spread evenly over all of them, whose number is not known before.
struct SpreadSample<Element> {
    private let most: Int
    private(set) var elements: [Element] = []
    private var stride = 1
    private var seen = 0

    /// - Parameter most: As many are kept, and never fewer than half of that if there are enough.
    init(most: Int) { self.most = most }

    /// - Parameter make: Only called for one that is kept.
    mutating func add(_ make: () -> Element) {
        defer { seen += 1 }
        guard seen % stride == 0 else { return }
        elements.append(make())
        guard elements.count > most else { return }
        elements = elements.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        stride *= 2
    }
}
