/// How the values of one type are taken apart: found out once, followed for each value.
final class WalkPlan {
    enum Step {
        case number(any WalkedInteger.Type)
        /// Up to 16 bytes, all of which mean something.
        case bytes(Int)
        case leaf(any WalkedLeaf.Type)
        case elements(any WalkedElements.Type, WalkPlan)
        case table(any WalkedTable.Type, [(plan: WalkPlan, stride: Int)])
        case choice(Choice)
        /// A strong reference.
        case object
        case existential
        /// Taken apart by its own coding.
        case coded(any Codable.Type)
        case refused(WalkRefusal)
    }

    /// The cases of an enum, by tag.
    struct Choice {
        struct Case {
            var name: String
            var plan: WalkPlan?
            var isIndirect: Bool
            var alignmentMask: Int
        }

        let type: RuntimeType
        let cases: [Case]
        let changes: Bool
    }

    struct Part {
        var offset: Int
        var label: String
        var step: Step
    }

    let type: RuntimeType
    fileprivate(set) var parts: [Part] = []
    /// Whether a value may hold numbers, or objects: what is written when a state is put together again.
    fileprivate(set) var changes = true

    init(_ type: RuntimeType) { self.type = type }
}

/// Makes the plans of all types that a state reaches.
final class WalkPlans {
    private var plans: [ObjectIdentifier: WalkPlan] = [:]
    private var objects: [ObjectIdentifier: WalkPlan] = [:]
    private let codes: Bool

    /// - Parameter codes: Whether coding may stand for what cannot be taken apart.
    init(codes: Bool) { self.codes = codes }

    func plan(of type: RuntimeType) -> WalkPlan {
        if let known = plans[ObjectIdentifier(type.type)] { return known }
        let plan = WalkPlan(type)
        plans[ObjectIdentifier(type.type)] = plan
        add(type, at: 0, label: "", to: plan)
        seal(plan)
        return plan
    }

    /// The plan of the fields of an object of exactly this class.
    func plan(ofObject type: RuntimeType) -> WalkPlan {
        if let known = objects[ObjectIdentifier(type.type)] { return known }
        let plan = WalkPlan(type)
        objects[ObjectIdentifier(type.type)] = plan
        if type.type is any Actor.Type {
            refuse(type, .actor, 0, "", plan)
        } else if type.classes.contains(where: Self.isOfTheSystem) {
            refuse(type, .systemClass, 0, "", plan)
        } else {
            addFields(of: type, from: 2 * MemoryLayout<UnsafeRawPointer>.size, at: 0, label: "", to: plan)
        }
        seal(plan)
        return plan
    }

    /// A plan that leaves all to the type's coding.
    func codedPlan(of type: RuntimeType) -> WalkPlan {
        let plan = WalkPlan(type)
        if codes, let codable = type.type as? any Codable.Type {
            plan.parts.append(.init(offset: 0, label: "", step: .coded(codable)))
        } else {
            refuse(type, .hiddenLayout, 0, "", plan)
        }
        return plan
    }

    private func seal(_ plan: WalkPlan) {
        plan.changes = plan.parts.contains { part in
            switch part.step {
            case .number, .object, .existential, .coded: true
            case .bytes, .leaf, .refused: false
            case .elements(_, let plan): plan.changes
            case .table(_, let stored): stored.contains { $0.plan.changes }
            case .choice(let choice): choice.changes
            }
        }
    }

    /// Modules whose classes hold what their fields do not show.
    private static let systemModules = [
        "Swift", "_Concurrency", "Synchronization", "_StringProcessing", "Foundation", "FoundationEssentials",
        "FoundationInternationalization", "FoundationNetworking", "Dispatch", "Observation", "Distributed",
        "__C",
    ]

    private static func isOfTheSystem(_ type: Any.Type) -> Bool {
        let name = _typeName(type, qualified: true)
        return systemModules.contains { name.hasPrefix("\($0).") }
    }

    /// A structure that was imported from C: it may have bit-fields, which are in no metadata.
    private static func isOfC(_ type: Any.Type) -> Bool { _typeName(type, qualified: true).hasPrefix("__C.") }

    /// The box of an `AnyHashable`.
    private static func isHashableBox(_ type: Any.Type) -> Bool {
        _typeName(type, qualified: true).hasPrefix("Swift._ConcreteHashableBox<")
    }

    private func refuse(
        _ type: RuntimeType,
        _ reason: WalkRefusal.Reason,
        _ offset: Int,
        _ label: String,
        _ plan: WalkPlan
    ) {
        plan.parts.append(.init(offset: offset, label: label, step: .refused(WalkRefusal(type.type, reason))))
    }

    private func add(_ type: RuntimeType, at offset: Int, label: String, to plan: WalkPlan) {
        func add(_ step: WalkPlan.Step) {
            plan.parts.append(.init(offset: offset, label: label, step: step))
        }
        if let number = type.type as? any WalkedInteger.Type { return add(.number(number)) }
        if WalkedBytes.types.contains(ObjectIdentifier(type.type)) { return add(.bytes(type.size)) }
        if let leaf = type.type as? any WalkedLeaf.Type { return add(.leaf(leaf)) }
        if let elements = type.type as? any WalkedElements.Type {
            return add(.elements(elements, self.plan(of: elements.elementType)))
        }
        if let table = type.type as? any WalkedTable.Type {
            return add(.table(table, table.storedTypes.map { (self.plan(of: $0), $0.stride) }))
        }
        if type.type is any TableIndex.Type { return refuse(type, .index, offset, label, plan) }
        if type.type is any Address.Type { return refuse(type, .pointer, offset, label, plan) }
        switch type.kind {
        case _ where type.kind != .object && !type.isCopyable: refuse(type, .notCopyable, offset, label, plan)
        case .structure, .tuple: addFields(of: type, from: 0, at: offset, label: label, to: plan)
        case .enumeration, .optional: addCases(of: type, at: offset, label: label, to: plan)
        case .object where type.classes.contains(where: Self.isOfTheSystem):
            refuse(type, .systemClass, offset, label, plan)
        case .object: add(.object)
        case .existential where type.isSpecialExistential: refuse(type, .error, offset, label, plan)
        case .existential: add(type.isClassBound ? .object : .existential)
        case .function: refuse(type, .closure, offset, label, plan)
        case .metatype: refuse(type, .typeValue, offset, label, plan)
        // What the compiler knows alone: addresses, tasks, storage.
        case .other(0x300): refuse(type, .builtin, offset, label, plan)
        case .other(let kind): refuse(type, .unknownKind(kind), offset, label, plan)
        }
    }

    private func addFields(
        of type: RuntimeType,
        from start: Int,
        at offset: Int,
        label: String,
        to plan: WalkPlan
    ) {
        let first = plan.parts.count
        let isObject = type.kind == .object
        let isOfC = Self.isOfC(type.type)
        var end = start
        for field in type.fields {
            let aligned = (end + field.type.alignmentMask) & ~field.type.alignmentMask
            guard field.offset == aligned, !isOfC || aligned == end else {
                plan.parts.removeSubrange(first...)
                return refuse(type, .hiddenLayout, offset, label, plan)
            }
            end = field.offset + (field.isStrong ? field.type.size : MemoryLayout<UnsafeRawPointer>.size)
            let name = label.isEmpty ? field.name : "\(label).\(field.name)"
            if field.isStrong {
                add(field.type, at: offset + field.offset, label: name, to: plan)
            } else {
                refuse(field.type, .weakReference, offset + field.offset, name, plan)
            }
        }
        // A structure of C counts what is behind its last field.
        if !isObject, type.size > (isOfC ? end : (end + type.alignmentMask) & ~type.alignmentMask) {
            plan.parts.removeSubrange(first...)
            return refuse(type, .hiddenLayout, offset, label, plan)
        }
        let own = plan.parts[first...]
        if Self.isHashableBox(type.type),
            own.contains(where: { if case .number = $0.step { true } else { false } })
        {
            plan.parts.removeSubrange(first...)
            return refuse(type, .boxedNumber, offset, label, plan)
        }
        if !isObject, let codable = codingOfTheSystem(type, own) {
            plan.parts.removeSubrange(first...)
            plan.parts.append(.init(offset: offset, label: label, step: .coded(codable)))
        }
    }

    /// The coding of a type of the system's that holds what cannot be seen. The coding of any other type may leave out
    /// whatever it likes.
    private func codingOfTheSystem(_ type: RuntimeType, _ parts: ArraySlice<WalkPlan.Part>) -> (
        any Codable.Type
    )? {
        guard codes, Self.isOfTheSystem(type.type), let codable = type.type as? any Codable.Type else {
            return nil
        }
        let isHidden = parts.contains { part in
            switch part.step {
            case .object, .existential: true
            case .refused(let refusal): refusal.allowsCoding
            default: false
            }
        }
        let isForbidden = parts.contains { part in
            if case .refused(let refusal) = part.step { !refusal.allowsCoding } else { false }
        }
        return isHidden && !isForbidden ? codable : nil
    }

    private func addCases(of type: RuntimeType, at offset: Int, label: String, to plan: WalkPlan) {
        guard let cases = type.cases, type.isBitwiseTakable else {
            return refuse(type, .hiddenLayout, offset, label, plan)
        }
        // Without payloads the bytes are the case.
        if cases.allSatisfy({ !$0.hasPayload }), [1, 2, 4, 8].contains(type.size) {
            plan.parts.append(.init(offset: offset, label: label, step: .bytes(type.size)))
            return
        }
        let made = cases.map { found in
            WalkPlan.Choice.Case(
                name: found.name,
                plan: found.payload.map { self.plan(of: $0) },
                isIndirect: found.isIndirect,
                alignmentMask: found.payload?.alignmentMask ?? 0
            )
        }
        guard zip(cases, made).allSatisfy({ !$0.hasPayload || $1.plan != nil }) else {
            return refuse(type, .hiddenLayout, offset, label, plan)
        }
        let choice = WalkPlan.Choice(
            type: type,
            cases: made,
            changes: made.contains { $0.plan?.changes == true }
        )
        plan.parts.append(.init(offset: offset, label: label, step: .choice(choice)))
    }
}
