/// An invariant that a solver found, over the numbers of a state by their places.
indirect enum HornFormula {
    case truth(Bool)
    case number(String)
    case argument(Int)
    case every([HornFormula])
    case some([HornFormula])
    case not(HornFormula)
    case compare(HornFormula, String, HornFormula)
    case sum([HornFormula])
    case product([HornFormula])
    /// In the solver's own words.
    case other(String)

    /// As Swift would say it.
    func text(_ name: (Int) -> String) -> String { text(name, isInner: false) }

    private func text(_ name: (Int) -> String, isInner: Bool) -> String {
        func list(_ parts: [HornFormula], _ separator: String) -> String {
            let text = parts.map { $0.text(name, isInner: true) }.joined(separator: separator)
            return isInner && parts.count > 1 ? "(\(text))" : text
        }
        switch self {
        case .truth(let value): return "\(value)"
        case .number(let digits): return digits
        case .argument(let place): return name(place)
        case .every(let parts): return list(parts, " && ")
        case .some(let parts): return list(parts, " || ")
        case .not(.compare(let first, "<=", let second)):
            return HornFormula.compare(first, ">", second).text(name, isInner: isInner)
        case .not(.compare(let first, ">=", let second)):
            return HornFormula.compare(first, "<", second).text(name, isInner: isInner)
        case .not(let part): return "!(\(part.text(name, isInner: false)))"
        case .compare(let first, let symbol, let second):
            return "\(first.text(name, isInner: false)) \(symbol) \(second.text(name, isInner: false))"
        case .sum(let parts):
            var text = ""
            for part in parts {
                if case .product(let factors) = part, case .number("-1")? = factors.first, factors.count > 1 {
                    let rest = HornFormula.product(Array(factors.dropFirst())).text(name, isInner: true)
                    text += text.isEmpty ? "-\(rest)" : " - \(rest)"
                } else {
                    text += (text.isEmpty ? "" : " + ") + part.text(name, isInner: true)
                }
            }
            return isInner ? "(\(text))" : text
        case .product(let parts): return parts.map { $0.text(name, isInner: true) }.joined(separator: " * ")
        case .other(let text): return text
        }
    }
}

extension HornFormula {
    /// The formula over these numbers, as a truth value; `nil` where the solver's words are not understood.
    func truth(_ arena: TermArena, _ arguments: [TermID]) -> TermID? {
        switch self {
        case .truth(let value): return value ? arena.truth : arena.falsity
        case .not(let part): return part.truth(arena, arguments).map(arena.not)
        case .every(let parts): return joined(parts, arena, arguments, arena.truth, arena.and)
        case .some(let parts): return joined(parts, arena, arguments, arena.falsity, arena.or)
        case .compare(let first, let symbol, let second):
            guard let one = first.number(arena, arguments), let other = second.number(arena, arguments) else {
                return nil
            }
            switch symbol {
            case "<=": return arena.lessOrEqualUnfolded(one, other)
            case ">=": return arena.lessOrEqualUnfolded(other, one)
            case "<": return arena.not(arena.lessOrEqualUnfolded(other, one))
            case ">": return arena.not(arena.lessOrEqualUnfolded(one, other))
            case "==": return arena.equalUnfolded(one, other)
            default: return nil
            }
        case .number, .argument, .sum, .product, .other: return nil
        }
    }

    private func joined(
        _ parts: [HornFormula],
        _ arena: TermArena,
        _ arguments: [TermID],
        _ start: TermID,
        _ join: (TermID, TermID) -> TermID
    ) -> TermID? {
        parts.reduce(start as TermID?) { whole, part in
            guard let whole, let truth = part.truth(arena, arguments) else { return nil }
            return join(whole, truth)
        }
    }

    private func number(_ arena: TermArena, _ arguments: [TermID]) -> TermID? {
        switch self {
        case .number(let digits): return Int128(digits).map(arena.constant)
        case .argument(let place): return arguments.indices.contains(place) ? arguments[place] : nil
        case .sum(let parts):
            return parts.reduce(arena.falsity as TermID?) { sum, part in
                guard let sum, let next = part.number(arena, arguments) else { return nil }
                return arena.add(sum, next)
            }
        case .product(let parts):
            return parts.reduce(arena.truth as TermID?) { product, part in
                guard let product, let next = part.number(arena, arguments) else { return nil }
                return arena.multiply(product, next)
            }
        case .truth, .every, .some, .not, .compare, .other: return nil
        }
    }
}
