import Proofmark

/// A value of each kind that a state is taken apart by: what a machine holds beside its numbers.
struct Furniture<Number: VerifiableInteger>: CustomStringConvertible, Sendable {
    /// Cases of equal payloads.
    enum Same: Hashable, Sendable { case none, first(Number), second(Number) }

    // Sendable: what specifications hold of it is never changed.
    final class Box: Codable, @unchecked Sendable {
        var value: Number
        init(_ value: Number) { self.value = value }
    }

    struct Small: Held { var value: Number }
    struct Large: Held {
        var value: Number
        var text = "a text that is not stored in place"
        var list = [1, 2]
    }

    var text = ""
    var tags: Set<Int> = []
    var table: [String: Number] = [:]
    var first = Box(0)
    var second = Box(0)
    var same = Same.none
    var nested: Number?? = .none
    var held: any Held = Small(value: 0)

    var isAliased: Bool { first === second }
    private var heldValue: Number { (held as? Small)?.value ?? (held as? Large)?.value ?? 0 }
    private var isHeldSmall: Bool { held is Small }

    /// Texts that are equal, in other bytes.
    static var texts: [String] { ["", "caf\u{E9}", "cafe\u{301}"] }

    var description: String {
        "\(Array(text.utf8)) \(Array(tags)) \(table.sorted { $0.key < $1.key }) \(first.value) \(second.value) \(isAliased) "
            + "\(same) \(nested as Any) \(heldValue) \(isHeldSmall)"
    }

    /// The same, with objects of its own.
    func separate() -> Furniture {
        var copy = self
        copy.first = Box(first.value)
        copy.second = isAliased ? copy.first : Box(second.value)
        return copy
    }

    func map<Other: VerifiableInteger>(_ change: (Number) -> Other) -> Furniture<Other> {
        var copy = Furniture<Other>()
        copy.text = text
        copy.tags = tags
        copy.table = table.mapValues(change)
        copy.first.value = change(first.value)
        if isAliased { copy.second = copy.first } else { copy.second.value = change(second.value) }
        copy.same =
            switch same {
            case .none: .none
            case .first(let value): .first(change(value))
            case .second(let value): .second(change(value))
            }
        copy.nested = nested.map { $0.map(change) }
        copy.held =
            isHeldSmall
            ? Furniture<Other>.Small(value: change(heldValue))
            : Furniture<Other>.Large(value: change(heldValue))
        return copy
    }

    mutating func change(_ piece: FurniturePiece, _ variant: Int, to value: Number) {
        switch piece {
        case .text: text = Self.texts[variant % 3]
        case .tags: tags.insert(variant * 8)
        case .table: table[Self.texts[variant % 2]] = value
        case .box: first.value = value
        case .alias: second = variant % 2 == 0 ? first : Box(second.value)
        case .same: same = variant % 2 == 0 ? .first(value) : .second(value)
        case .nested: nested = [.none, .some(.none), .some(.some(value))][variant % 3]
        case .held: held = variant % 2 == 0 ? Small(value: value) : Large(value: value)
        }
    }

    func value(of piece: FurniturePiece) -> Number {
        switch piece {
        case .table: table[Self.texts[1]] ?? 0
        case .box, .text, .tags, .alias: second.value
        case .same:
            switch same {
            case .none: 0
            case .first(let value), .second(let value): value
            }
        case .nested: (nested ?? nil) ?? 0
        case .held: heldValue
        }
    }

    func isSo(_ piece: FurniturePiece, _ variant: Int) -> Bool {
        switch piece {
        case .text: text.utf8.count == variant + 4
        case .tags: tags.first == variant * 8
        case .table: table.isEmpty
        case .box, .alias: isAliased
        case .same: if case .second = same { true } else { false }
        case .nested: nested == .some(.none)
        case .held: isHeldSmall
        }
    }
}

/// What changes, and what is read.
enum FurniturePiece: CaseIterable, Sendable { case text, tags, table, box, alias, same, nested, held }

protocol Held: Sendable {}

extension Furniture: Hashable {
    static func == (mine: Furniture, theirs: Furniture) -> Bool {
        mine.text.utf8.elementsEqual(theirs.text.utf8) && Array(mine.tags) == Array(theirs.tags)
            && mine.tags.capacity == theirs.tags.capacity && mine.table == theirs.table
            && mine.isAliased == theirs.isAliased && mine.isHeldSmall == theirs.isHeldSmall
            && mine.first.value == theirs.first.value && mine.second.value == theirs.second.value
            && mine.same == theirs.same && mine.nested == theirs.nested && mine.heldValue == theirs.heldValue
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(Array(text.utf8))
        hasher.combine(tags)
        hasher.combine(table)
        hasher.combine(isAliased)
        hasher.combine(first.value)
        hasher.combine(second.value)
        hasher.combine(same)
        hasher.combine(nested)
        hasher.combine(heldValue)
    }
}
