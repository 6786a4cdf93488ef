extension WalkPlan {
    /// Where a value may hold an object.
    ///
    /// - Parameter seen: The types that were looked at.
    func objectPath(_ seen: inout Set<ObjectIdentifier>) -> String? {
        guard seen.insert(ObjectIdentifier(type.type)).inserted else { return nil }
        for part in parts {
            let below: String?
            switch part.step {
            case .object: below = ""
            case .elements(_, let plan): below = plan.objectPath(&seen).map { "[…]" + $0 }
            case .table(_, let stored):
                below = stored.lazy.compactMap { [seen] in
                    var seen = seen
                    return $0.plan.objectPath(&seen)
                }.first.map { "[…]" + $0 }
            case .choice(let choice):
                below =
                    choice.cases.lazy.compactMap { [seen] found in
                        var seen = seen
                        return found.plan?.objectPath(&seen).map {
                            found.name.isEmpty ? $0 : ".\(found.name)\($0)"
                        }
                    }.first
            case .number, .bytes, .leaf, .existential, .coded, .refused: below = nil
            }
            if let below { return part.label.isEmpty ? below : ".\(part.label)\(below)" }
        }
        return nil
    }
}
