import Foundation

/// Values from real data, such as the arrivals and durations of a day: `choose.element(of: samples.values)`.
///
/// The file is part of what a verdict depends on: if it changes, nothing that the cache knows counts. A relative path
/// begins at the folder of the package.
public struct Samples<Value: Sendable>: Sendable {
    public let values: [Value]
}

/// Why samples cannot be read.
public enum SamplesError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, String)
    case noColumn(String, path: String, known: [String])
    case notAValue(String, path: String, line: Int)
    case empty(path: String)

    public var description: String {
        switch self {
        case .unreadable(let path, let why): "the samples at \(path) cannot be read: \(why)"
        case .noColumn(let name, let path, let known):
            "the samples at \(path) have no column \"\(name)\"; the columns are: \(known.joined(separator: ", "))"
        case .notAValue(let text, let path, let line):
            "the samples at \(path) have \"\(text)\" in line \(line), which is not of the type that is wanted"
        case .empty(let path): "the samples at \(path) are empty: there is no value to choose"
        }
    }
}

extension Samples where Value: LosslessStringConvertible {
    /// A column of a CSV file (RFC 4180) whose first line names the columns.
    public init(csv path: String, column: String) throws(SamplesError) {
        let rows = Self.rows(try Self.text(at: path))
        guard let header = rows.first else { throw .empty(path: path) }
        guard let place = header.firstIndex(of: column) else {
            throw .noColumn(column, path: path, known: header)
        }
        var values: [Value] = []
        for (number, row) in rows.enumerated().dropFirst() where row != [""] {
            let text = place < row.count ? row[place] : ""
            guard let value = Value(text) else {
                throw .notAValue(text, path: path, line: number + 1)
            }
            values.append(value)
        }
        if values.isEmpty { throw .empty(path: path) }
        self.values = values
    }

    private static func text(at path: String) throws(SamplesError) -> String {
        let data: Data
        do {
            data = try InputFiles.read(path)
        } catch {
            throw .unreadable(path: path, error.localizedDescription)
        }
        guard let text = String(data: data, encoding: .utf8) else {
            throw .unreadable(path: path, "it is not UTF-8")
        }
        return text
    }

    private static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var (row, field, isQuoted, wasQuote) = ([String](), "", false, false)
        func endField() {
            row.append(field)
            field = ""
        }
        // "\r\n" is one character.
        for character in text {
            if isQuoted {
                if character == "\"" { (isQuoted, wasQuote) = (false, true) } else { field.append(character) }
                continue
            }
            switch character {
            case "\"":
                // Two in a row, inside of quotes, are one.
                if wasQuote { field.append(character) }
                isQuoted = true
            case ",": endField()
            case "\n", "\r\n":
                endField()
                rows.append(row)
                row = []
            default: field.append(character)
            }
            wasQuote = false
        }
        if !field.isEmpty || !row.isEmpty {
            endField()
            rows.append(row)
        }
        return rows
    }
}

extension Samples where Value: Decodable {
    /// The elements of a JSON file that is one array of them.
    public init(json path: String) throws(SamplesError) {
        do {
            values = try JSONDecoder().decode([Value].self, from: InputFiles.read(path))
        } catch {
            throw .unreadable(path: path, "\(error)")
        }
        if values.isEmpty { throw .empty(path: path) }
    }
}
