import CRuntime

/// Fills every set and dictionary of a state anew, in the opposite of its order: the same elements, met in another order
/// where two of them would like the same bucket.
struct TableRefiller {
    let context: WalkContext
    private var objects: Set<UnsafeRawPointer> = []

    init(_ context: WalkContext) { self.context = context }

    mutating func refill(_ place: UnsafeMutableRawPointer, _ plan: WalkPlan) {
        for part in plan.parts { refill(place + part.offset, part.step) }
    }

    private mutating func refill(_ place: UnsafeMutableRawPointer, _ step: WalkPlan.Step) {
        switch step {
        case .number, .bytes, .leaf, .coded, .refused: break
        case .elements(let type, let plan):
            let stride = plan.type.stride
            type.change(place) { buffer, count in
                guard let start = buffer.baseAddress else { return }
                for index in 0..<count { refill(start + index * stride, plan) }
            }
        case .table(let type, let stored):
            guard TableStorage(place, columns: stored.count).count > 0 else { return }
            type.refill(place)
            // Keys stay as they are: where they are depends on them.
            guard stored.count > 1 else { return }
            let storage = TableStorage(place, columns: stored.count)
            for bucket in storage.buckets {
                refill(storage.entry(bucket, column: 1, stride: stored[1].stride), stored[1].plan)
            }
        case .choice(let choice):
            let metadata = choice.type.metadata
            let tag = proofmark_enum_tag(place, metadata)
            guard choice.cases.indices.contains(Int(tag)), let plan = choice.cases[Int(tag)].plan else {
                return
            }
            proofmark_enum_project(place, metadata)
            if choice.cases[Int(tag)].isIndirect {
                let box = proofmark_make_box_unique(place, plan.type.metadata, plan.type.alignmentMask)
                if let box { refill(box, plan) }
            } else {
                refill(place, plan)
            }
            proofmark_enum_inject(place, tag, metadata)
        case .existential:
            let type = RuntimeType(metadata: place.load(fromByteOffset: 24, as: UnsafeRawPointer.self))
            let payload =
                type.isInline ? place : proofmark_make_box_unique(place, type.metadata, type.alignmentMask)
            if let payload { refill(payload, context.plans.plan(of: type)) }
        case .object:
            let address = place.load(as: UnsafeMutableRawPointer.self)
            guard objects.insert(address).inserted else { return }
            let type = RuntimeType(Swift.type(of: WalkContext.object(at: address)))
            refill(address, context.plans.plan(ofObject: type))
        }
    }
}

extension Walker {
    /// Fills every set and dictionary anew, in the opposite of its order.
    package func refillTables(of state: inout State) {
        var refiller = TableRefiller(context)
        withUnsafeMutablePointer(to: &state) { refiller.refill(UnsafeMutableRawPointer($0), plan) }
    }
}
