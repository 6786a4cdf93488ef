import CRuntime

/// Gives a copy of a value other numbers, and objects of its own.
package struct WalkWriter {
    private var numbers: ArraySlice<WalkedNumber>
    private let context: WalkContext
    /// The copies of objects, by the address of the original.
    private var copies: [UnsafeRawPointer: AnyObject] = [:]

    init(_ numbers: [WalkedNumber], _ context: WalkContext) {
        self.numbers = numbers[...]
        self.context = context
    }

    package mutating func next() throws(WalkRefusal) -> WalkedNumber {
        guard let number = numbers.popFirst() else {
            throw WalkRefusal(Int.self, .coding("a number is missing"))
        }
        return number
    }

    /// - Parameter place: A value that is a copy: what it shares with the original is copied before it is changed.
    mutating func write(_ place: UnsafeMutableRawPointer, _ plan: WalkPlan) throws(WalkRefusal) {
        guard plan.changes else { return }
        for part in plan.parts {
            do throws(WalkRefusal) {
                try write(place + part.offset, part.step)
            } catch {
                var refusal = error
                refusal.prepend(part.label)
                throw refusal
            }
        }
    }

    private mutating func write(_ place: UnsafeMutableRawPointer, _ step: WalkPlan.Step) throws(WalkRefusal) {
        switch step {
        case .number(let type): type.store(try next(), place)
        case .bytes, .leaf: break
        case .elements(let type, let plan): try write(elements: type, place, plan)
        case .table(let type, let stored): try write(table: type, stored, place)
        case .choice(let choice): try write(choice: choice, place)
        case .object: try write(object: place)
        case .existential: try write(existential: place)
        case .coded(let type): try write(coded: type, place)
        case .refused(let refusal): throw refusal
        }
    }

    private mutating func write(
        elements type: any WalkedElements.Type,
        _ place: UnsafeMutableRawPointer,
        _ plan: WalkPlan
    ) throws(WalkRefusal) {
        guard plan.changes else { return }
        let stride = plan.type.stride
        try type.change(place) { (buffer, count) throws(WalkRefusal) in
            guard let start = buffer.baseAddress else { return }
            for index in 0..<count {
                do throws(WalkRefusal) {
                    try write(start + index * stride, plan)
                } catch {
                    var refusal = error
                    refusal.prepend("[\(index)]")
                    throw refusal
                }
            }
        }
    }

    private mutating func write(
        table type: any WalkedTable.Type,
        _ stored: [(plan: WalkPlan, stride: Int)],
        _ place: UnsafeMutableRawPointer
    ) throws(WalkRefusal) {
        guard stored.contains(where: { $0.plan.changes }),
            TableStorage(place, columns: stored.count).count > 0
        else { return }
        type.makeUnique(place)
        let storage = TableStorage(place, columns: stored.count)
        for bucket in storage.buckets {
            for (column, (plan, stride)) in stored.enumerated() {
                try write(storage.entry(bucket, column: column, stride: stride), plan)
            }
        }
    }

    private mutating func write(choice: WalkPlan.Choice, _ place: UnsafeMutableRawPointer)
        throws(WalkRefusal)
    {
        guard choice.changes else { return }
        let metadata = choice.type.metadata
        let tag = proofmark_enum_tag(place, metadata)
        guard choice.cases.indices.contains(Int(tag)), let plan = choice.cases[Int(tag)].plan, plan.changes
        else { return }
        proofmark_enum_project(place, metadata)
        defer { proofmark_enum_inject(place, tag, metadata) }
        if choice.cases[Int(tag)].isIndirect {
            try write(
                proofmark_make_box_unique(place, plan.type.metadata, plan.type.alignmentMask),
                plan
            )
        } else {
            try write(place, plan)
        }
    }

    private mutating func write(existential place: UnsafeMutableRawPointer) throws(WalkRefusal) {
        let type = RuntimeType(metadata: place.load(fromByteOffset: 24, as: UnsafeRawPointer.self))
        let plan = context.plans.plan(of: type)
        guard plan.changes else { return }
        let payload =
            type.isInline
            ? place : proofmark_make_box_unique(place, type.metadata, type.alignmentMask)
        guard let payload else { return }
        try write(payload, plan)
    }

    /// Puts a copy of the object in its place, the same wherever the object is referred to.
    private mutating func write(object place: UnsafeMutableRawPointer) throws(WalkRefusal) {
        let address = place.load(as: UnsafeRawPointer.self)
        let reference = place.assumingMemoryBound(to: AnyObject.self)
        if let copy = copies[address] {
            reference.pointee = copy
            return
        }
        let original = reference.pointee
        let copy = try context.copy(of: original)
        copies[address] = copy
        // Fields are copied one by one: the coding need not know all of them.
        let type = RuntimeType(Swift.type(of: original))
        let target = WalkContext.address(of: copy)
        for field in type.fields {
            proofmark_assign_copy(target + field.offset, address + field.offset, field.type.metadata)
        }
        // Only now: it may have been the last reference to the original.
        reference.pointee = copy
        try withExtendedLifetime(original) { () throws(WalkRefusal) in
            try write(target, context.plans.plan(ofObject: type))
        }
    }

    private mutating func write(coded type: any Codable.Type, _ place: UnsafeMutableRawPointer)
        throws(WalkRefusal)
    {
        func write<Value: Codable>(_: Value.Type) throws(WalkRefusal) {
            guard let coding = context.coding else { throw WalkRefusal(type, .systemClass) }
            let value = place.assumingMemoryBound(to: Value.self)
            do {
                value.pointee = try coding.rebuilt(value.pointee, from: &self)
            } catch {
                throw WalkRefusal(type, .coding("\(error)"))
            }
        }
        try write(type)
    }
}
