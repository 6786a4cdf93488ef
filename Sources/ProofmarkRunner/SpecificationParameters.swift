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
        let proved = Dictionary(
            FieldReader.fields(of: proved).map { ($0.path, plain($0.value)) },
            uniquingKeysWith: { first, _ in first }
        )
        for field in FieldReader.fields(of: fuzzed) where !field.path.isEmpty {
            guard let other = proved[field.path] else { continue }
            let value = plain(field.value)
            if value != other {
                return
                    "`\(field.path)` is \(value) in the specification that is fuzzed, and \(other) in the one that is proved"
            }
        }
        return nil
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
