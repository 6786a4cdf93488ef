import CRuntime

/// Reads a value into words and numbers.
package struct WalkReader {
    /// The shape: everything but the numbers.
    package var words: [UInt64] = []
    package var numbers: [WalkedNumber] = []
    /// If there is one, numbers are words like others, with these values.
    package let value: ((WalkedNumber) -> Int128)?
    private let context: WalkContext
    /// The objects met, by address, in the order in which they were met.
    private var objects: [UnsafeRawPointer: Int] = [:]
    private var open: Set<UnsafeRawPointer> = []
    /// Whether what is read is part of a key.
    private var isInKey = false

    /// Whether a table of more than one entry was met.
    private(set) var hasTables = false

    /// The objects met.
    var metObjects: [AnyObject] { objects.keys.map(WalkContext.object) }

    init(_ context: WalkContext, value: ((WalkedNumber) -> Int128)? = nil) {
        self.context = context
        self.value = value
    }

    package mutating func append(_ number: WalkedNumber) {
        if let value { words.append(number.word(of: value(number))) } else { numbers.append(number) }
    }

    /// Whether numbers are words.
    private var isExpanded: Bool { value != nil }

    mutating func read(_ place: UnsafeRawPointer, _ plan: WalkPlan) throws(WalkRefusal) {
        for part in plan.parts {
            do throws(WalkRefusal) {
                try read(place + part.offset, part.step)
            } catch {
                var refusal = error
                refusal.prepend(part.label)
                throw refusal
            }
        }
    }

    private mutating func read(_ place: UnsafeRawPointer, _ step: WalkPlan.Step)
        throws(WalkRefusal)
    {
        switch step {
        case .number(let type): append(type.load(place))
        case .bytes(let count): read(bytes: count, place)
        case .leaf(let type): type.read(place, into: &words)
        case .elements(let type, let plan): try read(elements: type, place, plan)
        case .table(_, let stored): try read(table: stored, place)
        case .choice(let choice): try read(choice: choice, place)
        case .object: try read(object: place.load(as: UnsafeRawPointer.self))
        case .existential: try read(existential: place)
        case .coded(let type): try read(coded: type, place)
        case .refused(let refusal): throw refusal
        }
    }

    private mutating func read(
        _ place: UnsafeRawPointer,
        _ plan: WalkPlan,
        of label: @autoclosure () -> String
    )
        throws(WalkRefusal)
    {
        do throws(WalkRefusal) {
            try read(place, plan)
        } catch {
            var refusal = error
            refusal.prepend(label())
            throw refusal
        }
    }

    private mutating func read(bytes count: Int, _ place: UnsafeRawPointer) {
        switch count {
        case 0: break
        case 1: words.append(UInt64(place.load(as: UInt8.self)))
        case 2: words.append(UInt64(place.load(as: UInt16.self)))
        case 4: words.append(UInt64(place.load(as: UInt32.self)))
        case 8: words.append(place.load(as: UInt64.self))
        default:
            words.append(place.load(as: UInt64.self))
            words.append(place.load(fromByteOffset: 8, as: UInt64.self))
        }
    }

    private mutating func read(
        elements type: any WalkedElements.Type,
        _ place: UnsafeRawPointer,
        _ plan: WalkPlan
    ) throws(WalkRefusal) {
        words += type.head(place)
        let stride = plan.type.stride
        try type.read(place) { (buffer, count) throws(WalkRefusal) in
            words.append(UInt64(count))
            guard let start = buffer.baseAddress else { return }
            for index in 0..<count {
                try read(start + index * stride, plan, of: "[\(index)]")
            }
        }
    }

    private mutating func read(table stored: [(plan: WalkPlan, stride: Int)], _ place: UnsafeRawPointer)
        throws(WalkRefusal)
    {
        let storage = TableStorage(place, columns: stored.count)
        if storage.count > 1 {
            hasTables = true
            context.hasTables = true
        }
        context.hasMetTables = true
        words += storage.head
        for bucket in storage.buckets {
            words.append(UInt64(bucket))
            for (column, (plan, stride)) in stored.enumerated() {
                let wasInKey = isInKey
                isInKey = isInKey || column == 0
                defer { isInKey = wasInKey }
                try read(
                    storage.entry(bucket, column: column, stride: stride),
                    plan,
                    of: column == 0 && stored.count > 1 ? "[…].key" : "[…]"
                )
            }
        }
    }

    private mutating func read(choice: WalkPlan.Choice, _ place: UnsafeRawPointer) throws(WalkRefusal) {
        let tag = Int(proofmark_enum_tag(place, choice.type.metadata))
        words.append(UInt64(tag))
        guard choice.cases.indices.contains(tag), let plan = choice.cases[tag].plan else { return }
        let found = choice.cases[tag]
        // To project overwrites the value, which may be read-only: it is done to a copy of its bytes.
        let size = choice.type.size
        let failure = withUnsafeTemporaryAllocation(
            byteCount: max(size, 8),
            alignment: max(choice.type.alignmentMask + 1, 8)
        ) { scratch -> WalkRefusal? in
            guard let copy = scratch.baseAddress else { return nil }
            copy.copyMemory(from: place, byteCount: size)
            proofmark_enum_project(copy, choice.type.metadata)
            var payload = UnsafeRawPointer(copy)
            if found.isIndirect {
                payload = copy.load(as: UnsafeRawPointer.self) + Self.boxHeader(found.alignmentMask)
            }
            do throws(WalkRefusal) {
                try read(payload, plan)
                return nil
            } catch {
                return error
            }
        }
        if var failure {
            failure.prepend(found.name)
            throw failure
        }
    }

    /// Where a box's value begins.
    static func boxHeader(_ alignmentMask: Int) -> Int { (16 + alignmentMask) & ~alignmentMask }

    private mutating func read(existential place: UnsafeRawPointer) throws(WalkRefusal) {
        let type = RuntimeType(metadata: place.load(fromByteOffset: 24, as: UnsafeRawPointer.self))
        words.append(context.word(of: type, isExpanded: isExpanded))
        let payload =
            type.isInline
            ? place : place.load(as: UnsafeRawPointer.self) + Self.boxHeader(type.alignmentMask)
        try read(payload, context.plans.plan(of: type))
    }

    private mutating func read(object: UnsafeRawPointer) throws(WalkRefusal) {
        let type = RuntimeType(Swift.type(of: WalkContext.object(at: object)))
        if isInKey { throw WalkRefusal(type.type, .objectInKey) }
        if let known = objects[object] {
            if open.contains(object) { throw WalkRefusal(type.type, .cycle) }
            context.hasSharedObjects = true
            words.append(UInt64(known))
            return
        }
        words.append(UInt64(objects.count))
        objects[object] = objects.count
        words.append(context.word(of: type, isExpanded: isExpanded))
        open.insert(object)
        try read(object, context.plans.plan(ofObject: type))
        open.remove(object)
        context.hasObjects = true
    }

    private mutating func read(coded type: any Codable.Type, _ place: UnsafeRawPointer) throws(WalkRefusal) {
        func read<Value: Codable>(_: Value.Type) throws(WalkRefusal) {
            guard let coding = context.coding else { throw WalkRefusal(type, .systemClass) }
            context.note(coded: type)
            do {
                try coding.read(place.assumingMemoryBound(to: Value.self).pointee, into: &self)
            } catch {
                throw WalkRefusal(type, .coding("\(error)"))
            }
        }
        try read(type)
    }
}
