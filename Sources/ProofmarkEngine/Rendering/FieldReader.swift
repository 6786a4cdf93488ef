import Foundation
package import Proofmark

/// Reads the stored properties of any value by reflection, as `path = value` pairs.
package enum FieldReader {
    /// Deeper than this, and for more fields than this, the value's description is shown whole.
    private static let deepest = 6
    private static let most = 200

    package static func fields(of state: Any) -> [Trace.Field] {
        var fields: [Trace.Field] = []
        collect(state, path: "", depth: 0, into: &fields)
        return fields
    }

    private static func collect(_ value: Any, path: String, depth: Int, into fields: inout [Trace.Field]) {
        guard fields.count < most else { return }
        // Its mirror shows an address.
        if let data = value as? Data {
            return fields.append(.init(path: path, value: brief(data)))
        }
        let mirror = Mirror(reflecting: value)
        let descends = depth < deepest && !mirror.children.isEmpty
        switch mirror.displayStyle {
        case .optional:
            if let wrapped = mirror.children.first {
                collect(wrapped.value, path: path, depth: depth, into: &fields)
            } else {
                fields.append(.init(path: path, value: "nil"))
            }
        case .struct where descends, .class where descends, .tuple where descends:
            for child in mirror.children {
                let label = child.label ?? "_"
                collect(
                    child.value,
                    path: path.isEmpty ? label : "\(path).\(label)",
                    depth: depth + 1,
                    into: &fields
                )
            }
        case .collection where descends && mirror.children.contains { isComposite($0.value) }:
            for (position, child) in mirror.children.enumerated() {
                collect(child.value, path: "\(path)[\(position)]", depth: depth + 1, into: &fields)
            }
        default:
            fields.append(.init(path: path, value: brief(value)))
        }
    }

    /// A value on one line, cut where it is too long.
    static func brief(_ value: Any, upTo length: Int) -> String {
        let text = brief(value)
        return text.count <= length ? text : text.prefix(length - 1) + "…"
    }

    private static func isComposite(_ value: Any) -> Bool {
        switch Mirror(reflecting: value).displayStyle {
        case .struct, .class: true
        default: false
        }
    }

    /// A value on one line, without the module names and labels that `description` puts before its fields.
    private static func brief(_ value: Any) -> String {
        if let data = value as? Data {
            return "<" + data.map { String($0, radix: 16) }.joined(separator: " ") + ">"
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .collection:
            return "[" + mirror.children.map { brief($0.value) }.joined(separator: ", ") + "]"
        case .struct where !mirror.children.isEmpty, .tuple:
            return "(" + mirror.children.map { label($0.label) + brief($0.value) }.joined(separator: ", ")
                + ")"
        case .optional:
            return mirror.children.first.map { brief($0.value) } ?? "nil"
        case .set, .dictionary:
            // In an order of their own, not that of their hash tables.
            return "[" + mirror.children.map { brief($0.value) }.sorted().joined(separator: ", ") + "]"
        case .enum where !(value is any CustomStringConvertible) && holdsTable(value, depth: 0):
            return mirror.children.first.map { "\($0.label ?? "")\(payload($0.value))" } ?? "\(value)"
        default:
            let text = String(describing: value)
            // One line, and not nothing.
            if text.isEmpty { return "\"\"" }
            return text.contains(where: \.isNewline)
                ? text.map { $0.isNewline ? "\\n" : String($0) }.joined() : text
        }
    }

    /// Elements of tuples without names have numbers.
    private static func label(_ label: String?) -> String {
        label.map { $0.hasPrefix(".") ? "" : "\($0): " } ?? ""
    }

    private static func payload(_ value: Any) -> String {
        let text = brief(value)
        return Mirror(reflecting: value).displayStyle == .tuple ? text : "(\(text))"
    }

    /// Whether a description would show a set or a dictionary in the order of its table.
    private static func holdsTable(_ value: Any, depth: Int) -> Bool {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .set, .dictionary: return true
        default: return depth < deepest && mirror.children.contains { holdsTable($0.value, depth: depth + 1) }
        }
    }
}
