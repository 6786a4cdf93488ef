import Foundation
import Proofmark

/// Reads `proofmark.json`, and says where it is wrong and what was meant.
enum ConfigurationReader {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static func read(_ data: Data) throws(Failure) -> Configuration {
        let value: Any
        do {
            value = try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed])
        } catch {
            throw Failure(description: "it is not JSON: \(reason(error, data))")
        }
        if let mistake = StrictJSON.mistake(in: data) { throw Failure(description: mistake) }
        let whole = try object(value, at: "")
        let general = CommandReference.settings.map(\.key)
        var configuration = Configuration()
        for (key, value) in whole.sorted(by: { $0.key < $1.key }) {
            switch key {
            case "profiles":
                for (name, value) in try object(value, at: key) {
                    try expect(name, among: Profile.allCases.map(\.rawValue), at: "\(key).\(name)")
                    let keys = general.filter { $0 != "profile" }
                    configuration.profiles[name] = try settings(value, among: keys, at: "\(key).\(name)")
                }
            case "suites":
                for (name, value) in try object(value, at: key) {
                    configuration.suites[name] = try settings(
                        value,
                        among: Configuration.ofSuites,
                        at: "\(key).\(name)"
                    )
                }
            case "require":
                guard let list = value as? [Any] else { throw wrong(key, "a list of requirements") }
                for (place, value) in list.enumerated() {
                    configuration.requirements.append(try requirement(value, at: "\(key)[\(place)]"))
                }
            case "$schema": break
            default:
                try expect(key, among: general + ["profiles", "suites", "require"], at: key)
                configuration.settings.append(try setting(key, value, at: key))
            }
        }
        return configuration
    }

    /// Foundation counts bytes; people count lines.
    private static func reason(_ error: any Error, _ data: Data) -> String {
        let said = (error as NSError).userInfo["NSDebugDescription"] as? String ?? error.localizedDescription
        guard let place = said.firstRange(of: " around character "),
            let byte = Int(said[place.upperBound...].prefix { $0.isNumber })
        else { return said }
        let before = data.prefix(byte).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let column = String(decoding: before.last ?? Data(), as: UTF8.self).count + 1
        return "\(said[..<place.lowerBound]), line \(before.count), column \(column)"
    }

    // MARK: Parts

    private static func settings(
        _ value: Any,
        among known: [String],
        at place: String
    ) throws(Failure) -> [Configuration.Setting] {
        var settings: [Configuration.Setting] = []
        for (key, value) in try object(value, at: place).sorted(by: { $0.key < $1.key }) {
            try expect(key, among: known, at: "\(place).\(key)")
            settings.append(try setting(key, value, at: "\(place).\(key)"))
        }
        return settings
    }

    /// The value is checked where flags are.
    private static func setting(_ key: String, _ value: Any, at place: String) throws(Failure)
        -> Configuration.Setting
    {
        guard let flag = CommandReference.settings.first(where: { $0.key == key }) else {
            throw Failure(description: "\(place) is not known")
        }
        let text: String
        let isText = ["profile", "cache", "regressions"].contains(key)
        switch value {
        case let string as String where isText: text = string
        // A truth value is an NSNumber as well.
        case let number as NSNumber where !isText && !isTruthValue(number): text = number.stringValue
        default: throw wrong(place, isText ? "a text" : "a number")
        }
        return .init(flag: flag, value: text, place: place)
    }

    private static func requirement(_ value: Any, at place: String) throws(Failure) -> Requirement {
        let parts = try object(value, at: place)
        for key in parts.keys.sorted() {
            try expect(key, among: ["property", "rule", "depth", "cases"], at: "\(place).\(key)")
        }
        func text(_ key: String) throws(Failure) -> String? {
            guard let value = parts[key] else { return nil }
            guard let text = value as? String, !text.isEmpty else {
                throw wrong("\(place).\(key)", "a name, in which * stands for anything")
            }
            return text
        }
        func count(_ key: String) throws(Failure) -> Int? {
            guard let value = parts[key] else { return nil }
            guard let number = value as? NSNumber, !isTruthValue(number), let count = Int(number.stringValue),
                count >= 1
            else {
                throw wrong(
                    "\(place).\(key)",
                    "a whole number from 1\(key == "depth" ? ", or \"every\"" : "")"
                )
            }
            return count
        }
        guard let rule = try text("rule") else {
            throw Failure(
                description: "\(place) has no \"rule\": which rule is it about? * stands for anything"
            )
        }
        let depth: Verdict.Depth? =
            parts["depth"] as? String == "every" ? .every : try count("depth").map(Verdict.Depth.steps)
        let cases = try count("cases")
        guard depth != nil || cases != nil else {
            throw Failure(description: "\(place) requires nothing: give it a \"depth\" or \"cases\"")
        }
        return Requirement(property: try text("property") ?? "*", rule: rule, depth: depth, cases: cases)
    }

    // MARK: Values

    private static func object(_ value: Any, at place: String) throws(Failure) -> [String: Any] {
        guard let object = value as? [String: Any] else {
            throw wrong(place.isEmpty ? "the whole" : place, "an object in braces")
        }
        return object
    }

    private static func expect(_ key: String, among known: [String], at place: String) throws(Failure) {
        if known.contains(key) { return }
        let suggestion = Suggestion.text(for: key, among: known)
        throw Failure(
            description:
                "\(place) is not known\(suggestion); known here: \(known.sorted().joined(separator: ", "))"
        )
    }

    private static func wrong(_ place: String, _ wanted: String) -> Failure {
        Failure(description: "\(place) must be \(wanted)")
    }

    private static func isTruthValue(_ number: NSNumber) -> Bool {
        ["c", "B"].contains(String(cString: number.objCType))
    }
}
