/// "(did you mean …?)" for a word that is not known.
enum Suggestion {
    /// - Returns: Empty if no known word is near.
    static func text(for word: String, among known: [String]) -> String {
        nearest(to: word, among: known).map { " (did you mean \($0)?)" } ?? ""
    }

    /// - Returns: `nil` if no known word is near.
    static func nearest(to word: String, among known: [String]) -> String? {
        let near = known.min { distance($0, word) < distance($1, word) }
        guard let near, distance(near, word) <= max(2, word.count / 3) else { return nil }
        return near
    }

    /// Levenshtein's edit distance.
    private static func distance(_ one: String, _ other: String) -> Int {
        let other = Array(other)
        var row = Array(0...other.count)
        for (line, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let cost = min(
                    row[column] + 1,
                    row[column + 1] + 1,
                    diagonal + (character == other[column] ? 0 : 1)
                )
                diagonal = row[column + 1]
                row[column + 1] = cost
            }
        }
        return row[other.count]
    }
}
