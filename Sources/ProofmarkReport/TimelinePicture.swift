package import Proofmark

/// A run as a picture: a row for each tenant or target, a column for each step, the last one marked.
package struct TimelinePicture {
    private let timeline: Timeline
    private let title: String

    // Sizes in units of the picture.
    private static let (character, line, gap) = (8, 20, 16)
    private static let widestCell = 32

    package init(_ trace: Trace, title: String) {
        timeline = Timeline(trace, style: .plain)
        self.title = title
    }

    /// Follows the reader's choice of light or dark.
    package var svg: String {
        let (rows, heads) = (timeline.rows, timeline.heads)
        let names = rows.map(\.name.count).max() ?? 0
        let widths = heads.indices.map { column in
            min(Self.widestCell, (heads[column] + rows.map { $0.cells[column] }).map(\.count).max() ?? 1)
        }
        var lefts = [Self.gap * 2 + names * Self.character]
        for width in widths { lefts.append(lefts.last.map { $0 + width * Self.character + Self.gap } ?? 0) }
        let headHeight = Self.line * ((heads.map(\.count).max() ?? 1) + 2)
        let height = headHeight + Self.line * rows.count + Self.gap
        let width = max(lefts.last ?? 0, title.count * Self.character + 2 * Self.gap)
        var body = ""
        func text(_ text: String, _ x: Int, _ y: Int, _ kind: String) {
            body += "<text class=\"\(kind)\" x=\"\(x)\" y=\"\(y)\">\(JUnitReport.escaped(text))</text>\n"
        }
        if let last = heads.indices.last {
            body += "<rect class=\"end\" x=\"\(lefts[last] - Self.gap / 2)\" y=\"\(Self.line * 3 / 2)\" "
            body += "width=\"\(widths[last] * Self.character + Self.gap)\" "
            body += "height=\"\(height - Self.line * 3 / 2 - Self.gap / 2)\" rx=\"4\"/>\n"
        }
        text(title, Self.gap, Self.line, "title")
        for (column, head) in heads.enumerated() {
            for (row, word) in head.enumerated() {
                text(
                    word.cut(to: Self.widestCell),
                    lefts[column],
                    Self.line * (row + 2) + Self.line / 2,
                    "head"
                )
            }
        }
        for (place, row) in rows.enumerated() {
            let y = headHeight + Self.line * (place + 1) - Self.line / 4
            text(row.name, Self.gap, y, "name")
            for (column, cell) in row.cells.enumerated() {
                let isNew = column > 0 && row.cells[column - 1] != cell
                text(cell.cut(to: Self.widestCell), lefts[column], y, isNew ? "new" : "same")
            }
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" height="\(height)">
            <style>
            text { font: 13px ui-monospace, Menlo, Consolas, monospace; white-space: pre; fill: #1f2328 }
            .title { font-weight: bold } .head, .same, .name { fill: #59636e } .new { font-weight: bold }
            .end { fill: #cf222e; opacity: .12 } svg { background: #fff }
            @media (prefers-color-scheme: dark) {
              text { fill: #e6edf3 } .head, .same, .name { fill: #9198a1 } svg { background: #0d1117 }
            }
            </style>
            \(body)</svg>

            """
    }
}
