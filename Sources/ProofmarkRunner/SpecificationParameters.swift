public import Proofmark
import ProofmarkEngine

/// What two specifications, or two copies of one over other numbers, were made with.
@usableFromInline
enum SpecificationParameters {
    /// The first stored property that is another in the two, in words; `nil` if there is none.
    @usableFromInline
    static func difference<S: Specification, Symbolic: Specification>(_ fuzzed: S, _ proved: Symbolic)
        -> String?
    {
        let (mine, theirs) = (Walker<S>.plainName, Walker<Symbolic>.plainName)
        if mine != theirs { return "\(mine) is fuzzed, and \(theirs) is proved" }
        switch comparison(fuzzed, proved) {
        case .same: return nil
        case .notKnown: return shownDifference(fuzzed, proved)
        case .different:
            return shownDifference(fuzzed, proved)
                ?? "a stored property of the specification that is fuzzed is another in the one that is proved"
        }
    }

    /// What of the two cannot be compared, in words.
    @usableFromInline
    static func uncompared<S: Specification, Symbolic: Specification>(_ fuzzed: S, _ proved: Symbolic)
        -> String?
    {
        do {
            _ = try words(of: fuzzed)
            return nil
        } catch {
            let place = error.path.isEmpty ? "its parameters" : "`\(error.path)`"
            return
                "the two specifications are not compared in all parameters: \(place), of type \(error.type)"
        }
    }

    private enum Comparison { case same, different, notKnown }

    private static func comparison<S: Specification, Symbolic: Specification>(_ fuzzed: S, _ proved: Symbolic)
        -> Comparison
    {
        guard let mine = try? words(of: fuzzed), let theirs = try? words(of: proved) else { return .notKnown }
        if mine.words == theirs.words { return .same }
        // Two equal tables may have their entries in other places.
        return mine.hasTables || theirs.hasTables ? .notKnown : .different
    }

    private static func words<S: Specification>(of specification: S) throws(WalkRefusal)
        -> (words: [UInt64], hasTables: Bool)
    {
        let walker = Walker<S>()
        let words = try walker.words(of: specification) { number in
            if case .constant(let value) = number.value { value } else { 0 }
        }
        return (words, walker.hasMetTables)
    }

    private static func shownDifference<S: Specification, Symbolic: Specification>(
        _ fuzzed: S,
        _ proved: Symbolic
    ) -> String? {
        let mine = FieldReader.fields(of: fuzzed).filter { !$0.path.isEmpty }.map {
            ($0.path, plain($0.value))
        }
        let theirs = FieldReader.fields(of: proved).filter { !$0.path.isEmpty }.map {
            ($0.path, plain($0.value))
        }
        func first(of fields: [(String, String)], missingFrom others: [(String, String)]) -> String? {
            let known = Dictionary(others, uniquingKeysWith: { first, _ in first })
            return fields.first { Array((known[$0.0] ?? "").utf8) != Array($0.1.utf8) }?.0
        }
        guard let path = first(of: mine, missingFrom: theirs) ?? first(of: theirs, missingFrom: mine) else {
            return nil
        }
        func value(in fields: [(String, String)]) -> String { fields.first { $0.0 == path }?.1 ?? "missing" }
        return
            "`\(path)` is \(value(in: mine)) in the specification that is fuzzed, and \(value(in: theirs)) in the one that "
            + "is proved"
    }

    /// The first rule that says something else in the two, in words.
    static func difference(_ fuzzed: [PropertyDescription.Rule], _ proved: [PropertyDescription.Rule])
        -> String?
    {
        for (mine, theirs) in zip(fuzzed, proved) where mine.terms != theirs.terms {
            return "rule \"\(mine.name)\" is \"\(mine.terms)\" in the specification that is fuzzed, "
                + "and \"\(theirs.terms)\" in the one that is proved"
        }
        return nil
    }

    /// Without what the type of the numbers adds.
    private static func plain(_ text: String) -> String {
        var text = text
        for width in [
            "Int", "Int8", "Int16", "Int32", "Int64", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
        ] {
            text.replace("Symbolic<\(width)>", with: width)
        }
        return text
    }
}
