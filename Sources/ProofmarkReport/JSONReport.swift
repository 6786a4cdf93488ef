public import Foundation
public import Proofmark

/// The report as JSON, for machines.
public enum JSONReport {
    public static func text<Value: Encodable>(_ value: Value) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }

    /// A report with what follows from it: the exit code, and the outcome of each rule.
    public static func text(_ report: VerificationReport) throws -> String {
        try text(try Document(report))
    }

    /// Why a file is no report.
    public enum Failure: Error, CustomStringConvertible {
        case unreadable(String)
        case format(Int)
        case inconsistent
        case changed

        public var description: String {
            switch self {
            case .unreadable(let why): "it cannot be parsed (\(why))"
            case .format(let format):
                "it has format \(format), and this Proofmark reads \(VerificationReport.currentFormat)"
            case .inconsistent: "its exit code is not what follows from its verdicts"
            case .changed: "it is not what was written: its digest is another"
            }
        }
    }

    /// A report that `text` wrote.
    public static func read(_ data: Data) throws(Failure) -> VerificationReport {
        struct Written: Decodable {
            struct Version: Decodable { var format: Int }

            var exitCode: Int32
            var digest: String?
            var report: Version
        }
        do {
            let written = try JSONDecoder().decode(Written.self, from: data)
            guard written.report.format == VerificationReport.currentFormat else {
                throw Failure.format(written.report.format)
            }
            let document = try JSONDecoder().decode(Document.self, from: data)
            let report = document.report
            // Whoever changed the one has not changed the other.
            guard report.exitCode.rawValue == written.exitCode else { throw Failure.inconsistent }
            guard document == (try Document(report)) else { throw Failure.changed }
            return report
        } catch let failure as Failure {
            throw failure
        } catch DecodingError.keyNotFound(let key, _) {
            throw .unreadable("\"\(key.stringValue)\" is missing")
        } catch {
            throw .unreadable("it is not the JSON of a report")
        }
    }

    private struct Document: Codable, Equatable {
        struct Outcome: Codable, Equatable {
            var property: String
            var rule: String
            var holds: Bool
            var exitCode: Int32
        }

        var exitCode: Int32
        /// Of the report: tells it from what a broken disk or a hasty hand made of it. It is no signature.
        var digest: String
        var outcomes: [Outcome]
        /// What has less evidence than required.
        var shortfalls: [String]
        var report: VerificationReport

        init(_ report: VerificationReport) throws {
            self.report = report
            digest = try ContentDigest(of: report).text
            exitCode = report.exitCode.rawValue
            shortfalls = report.shortfalls.map(\.message)
            outcomes = report.properties.flatMap { property in
                property.rules.map { rule in
                    let code = property.exitCode(for: rule)
                    return Outcome(
                        property: property.property,
                        rule: rule,
                        holds: code == .holds,
                        exitCode: code.rawValue
                    )
                }
            }
        }
    }
}
