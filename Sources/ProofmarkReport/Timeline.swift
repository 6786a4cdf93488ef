import Proofmark

/// The grid of a trace: a row for each lane, a column for each step, in bands as wide as the terminal.
struct Timeline {
    private let trace: Trace
    private let style: Style
    private static let widestCell = 24

    init(_ trace: Trace, style: Style) {
        self.trace = trace
        self.style = style
    }

    struct Row {
        var name: String
        var cells: [String]
    }

    /// A row for each lane; without lanes, for each field that changes in the run.
    var rows: [Row] {
        trace.lanes.isEmpty || trace.steps.contains { $0.cells.isEmpty && $0.fields != nil }
            ? fieldRows : laneRows
    }

    /// What stands above each column.
    var heads: [[String]] {
        trace.steps.enumerated().map { number, step in
            [number == 0 ? step.action : "\(number) \(step.action)"] + step.values
        }
    }

    var lines: [String] {
        let (rows, heads) = (rows, heads)
        let height = heads.map(\.count).max() ?? 1
        let names = rows.map(\.name.count).max() ?? 0
        let widths = trace.steps.indices.map { column in
            min(Self.widestCell, (heads[column] + rows.map { $0.cells[column] }).map(\.count).max() ?? 1)
        }
        var lines: [String] = []
        var first = 0
        while first < widths.count {
            var last = first
            var width = names + 4 + widths[first]
            while last + 1 < widths.count, width + 2 + widths[last + 1] <= style.width - 4 {
                last += 1
                width += 2 + widths[last]
            }
            if first > 0 { lines.append("") }
            let columns = first...last
            for line in 0..<height {
                let cells = columns.map { line < heads[$0].count ? heads[$0][line] : "" }
                if cells.allSatisfy(\.isEmpty) { continue }
                lines.append(style.dim(band("", cells, names, widths, first)))
            }
            for row in rows {
                lines.append(band(row.name, columns.map { row.cells[$0] }, names, widths, first))
            }
            first = last + 1
        }
        return lines
    }

    private func band(_ name: String, _ cells: [String], _ names: Int, _ widths: [Int], _ first: Int)
        -> String
    {
        let cells = cells.enumerated().map { offset, cell in
            cell.cut(to: widths[first + offset]).padded(to: widths[first + offset])
        }
        return (name.padded(to: names) + " │ " + cells.joined(separator: "  ")).trimmedRight
    }

    private var laneRows: [Row] {
        trace.lanes.indices.map { lane in
            Row(
                name: trace.lanes[lane],
                cells: trace.steps.map { lane < $0.cells.count ? $0.cells[lane] : "" }
            )
        }
    }

    private var fieldRows: [Row] {
        let paths = trace.steps.compactMap(\.fields).flatMap { $0.map(\.path) }
        var seen = Set<String>()
        return paths.filter { seen.insert($0).inserted }.compactMap { path in
            let cells = trace.steps.map { step in step.fields?.first { $0.path == path }?.value ?? "" }
            let isConstant = Set(cells).count <= 1 && trace.steps.count > 1
            return isConstant ? nil : Row(name: path.isEmpty ? "state" : path, cells: cells)
        }
    }
}
