/// Everything of a snapshot but its numbers.
struct Shape: Hashable {
    var state: FlatNode
    var memory: FlatNode

    init(_ snapshot: Snapshot) {
        state = snapshot.state.shape
        memory = snapshot.memory.shape
    }
}
