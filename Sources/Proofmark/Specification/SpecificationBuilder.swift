/// A part of a specification that a `SpecificationBuilder` collects: an action, a rule, or lanes.
public protocol SpecificationPart {
    /// What the part is collected as: `Action`, `Rule` or `Lanes`.
    associatedtype Element
    var element: Element { get }
}

/// Collects actions, rules or lanes; `if` and `for` may be used among them.
@resultBuilder
public enum SpecificationBuilder<Element> {
    @inlinable public static func buildExpression<Part: SpecificationPart>(_ part: Part) -> [Element]
    where Part.Element == Element {
        [part.element]
    }

    @inlinable public static func buildBlock(_ parts: [Element]...) -> [Element] { parts.flatMap(\.self) }
    @inlinable public static func buildOptional(_ parts: [Element]?) -> [Element] { parts ?? [] }
    @inlinable public static func buildEither(first parts: [Element]) -> [Element] { parts }
    @inlinable public static func buildEither(second parts: [Element]) -> [Element] { parts }
    @inlinable public static func buildArray(_ parts: [[Element]]) -> [Element] { parts.flatMap(\.self) }
}
