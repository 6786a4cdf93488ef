/// An object that is not kept alive.
package struct WeakObject {
    private(set) weak var object: AnyObject?

    init(_ object: AnyObject) { self.object = object }

    package var isAlive: Bool { object != nil }

    /// What to say of it if it is still alive when the state that referred to it is gone.
    package var heldElsewhere: WalkRefusal? { object.map { WalkRefusal(type(of: $0), .heldElsewhere) } }
}
