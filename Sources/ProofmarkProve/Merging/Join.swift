/// Makes one list of numbers out of those of several paths, in coordinates that keep them narrow.
///
/// The plain way is an if-then-else for each number. It forgets what the numbers have to do with each
/// other: after `deficit -= cost; served += cost` on some paths, `served + deficit` is the same on all of
/// them, but the sum of two if-then-elses does not show it, and each step adds to the width of `served`.
/// So a number is joined not as it is but together with multiples of numbers that are joined already, such
/// that the rest is as narrow as can be; what was added is subtracted again outside of the if-then-else:
///
///     served = (guard ? served1 + deficit1 : served2 + deficit2) - deficit
///
/// This is exact, whichever multiples are chosen: under each path's guard both sides are that path's
/// numbers. The choice only decides how much the intervals show, and how much is left for the solver. The
/// idea is Karr's ("Affine Relationships Among Variables of a Program", Acta Informatica 6, 1976), with
/// intervals where he has constants.
struct Join {
    let arena: TermArena
    /// For each path, what holds of its runs alone.
    let guards: [TermID]
    let bounds: [Bounds]
    /// The numbers of each path, in the same order.
    let numbers: [[LinearForm]]

    /// How many multiples are added to one number.
    private static let mostMultiples = 6

    struct Result {
        var numbers: [LinearForm]
        var bounds: Bounds
        /// For numbers by their place, the sum with other numbers, by their places, as which they were
        /// joined.
        var templates: [Int: LinearForm] = [:]
    }

    /// How a number is joined.
    private struct Coordinate {
        var place: Int
        /// For each path, what is joined: the number with multiples of other coordinates.
        var column: [LinearForm]
        var multiples: [Multiple] = []
        var atoms: Set<TermID>
        /// The whole sum, of numbers by their places.
        var template: LinearForm
        var isSettled: Bool
        var isUsed = false
    }

    /// A multiple of the coordinate of a place.
    private struct Multiple {
        var place: Int
        var factor: Int128
    }

    func joined() -> Result {
        let places = numbers.first?.indices ?? 0..<0
        let columns = places.map { place in numbers.map { $0[place] } }
        let widths = columns.map { interval($0).width }
        var coordinates: [Coordinate] = []
        // What is the same number on every path stays the same number.
        var first: [[LinearForm]: Int] = [:]
        var same: [Int: Int] = [:]
        for place in places {
            if let other = first[columns[place]] {
                same[place] = other
            } else {
                first[columns[place]] = place
            }
        }
        // The narrow ones first: the others are expressed by them.
        for place in places.filter({ same[$0] == nil }).sorted(by: { (widths[$0], $0) < (widths[$1], $1) }) {
            let column = columns[place]
            coordinates.append(
                Coordinate(
                    place: place,
                    column: column,
                    atoms: atoms(of: column),
                    template: LinearForm(of: TermID(place)),
                    isSettled: isSettled(column)
                )
            )
            reduce(coordinates.count - 1, in: &coordinates)
        }
        // Again, by those that came after: twice one number may be another, but not half of it.
        for position in coordinates.indices where !coordinates[position].isUsed {
            reduce(position, in: &coordinates)
        }
        var result = made(of: coordinates)
        for (place, other) in same { result.numbers[place] = result.numbers[other] }
        keepBounds(of: result.numbers, in: &result.bounds)
        return result
    }

    /// Makes the terms.
    private func made(of coordinates: [Coordinate]) -> Result {
        var result = Result(numbers: numbers.first ?? [], bounds: Bounds(arena))
        let byPlace = Dictionary(uniqueKeysWithValues: coordinates.map { ($0.place, $0) })
        var joined: [Int: LinearForm] = [:]
        func joinedForm(_ coordinate: Coordinate) -> LinearForm {
            if let form = joined[coordinate.place] { return form }
            var form = result.numbers[coordinate.place]
            if !coordinate.isSettled {
                form = named(choose(coordinate.column))
                close(form, interval(coordinate.column), in: &result.bounds)
            }
            joined[coordinate.place] = form
            return form
        }
        for coordinate in coordinates where !coordinate.isSettled {
            let whole = coordinate.multiples.reduce(joinedForm(coordinate) as LinearForm?) { form, multiple in
                byPlace[multiple.place].flatMap { form?.adding(joinedForm($0), times: -multiple.factor) }
            }
            if let whole {
                result.numbers[coordinate.place] = whole
                if coordinate.template.parts.count > 1 {
                    result.templates[coordinate.place] = coordinate.template
                }
            } else {
                // Factors beyond all measure.
                result.numbers[coordinate.place] = named(choose(numbers.map { $0[coordinate.place] }))
            }
        }
        return result
    }

    /// Whether all paths have the same number, and its parts show all that is known of it.
    private func isSettled(_ column: [LinearForm]) -> Bool {
        guard let first = column.first, column.allSatisfy({ $0 == first }) else { return false }
        if first.parts.contains(where: { part in bounds.contains { $0.isOpen(part.atom) } }) { return false }
        guard first.parts.count > 1 else { return true }
        let parts = first.parts.reduce(Interval(first.constant, first.constant)) { sum, part in
            sum + interval(column.map { _ in LinearForm(0, [part]) })
        }
        return parts == interval(column)
    }

    // MARK: Coordinates

    /// Adds multiples of the others, one at a time, as long as what is joined gets narrower.
    private func reduce(_ position: Int, in coordinates: inout [Coordinate]) {
        guard !coordinates[position].isSettled else { return }
        let place = TermID(coordinates[position].place)
        var best = cost(coordinates[position].column)
        while best > (0, 0), coordinates[position].multiples.count < Self.mostMultiples {
            let present = coordinates[position]
            var found: (other: Int, factor: Int128, column: [LinearForm], template: LinearForm)?
            for (index, other) in coordinates.enumerated()
            where other.template.factor(of: place) == nil
                && (other.atoms.isEmpty || !other.atoms.isDisjoint(with: present.atoms))
            {
                for factor in factors(present.column, other.column) {
                    guard let column = sums(present.column, other.column, factor),
                        let template = present.template.adding(other.template, times: factor)
                    else { continue }
                    let cost = cost(column)
                    if cost < best {
                        best = cost
                        found = (index, factor, column, template)
                    }
                }
            }
            guard let found else { return }
            coordinates[found.other].isUsed = true
            coordinates[position].multiples.append(
                Multiple(place: coordinates[found.other].place, factor: found.factor)
            )
            coordinates[position].column = found.column
            coordinates[position].template = found.template
            coordinates[position].atoms = atoms(of: found.column)
        }
    }

    private func sums(_ rest: [LinearForm], _ other: [LinearForm], _ factor: Int128) -> [LinearForm]? {
        var result: [LinearForm] = []
        result.reserveCapacity(rest.count)
        for path in rest.indices {
            guard let sum = rest[path].adding(other[path], times: factor) else { return nil }
            result.append(sum)
        }
        return result
    }

    /// The factors with which an atom cancels on some path, or a constant on two.
    private func factors(_ rest: [LinearForm], _ other: [LinearForm]) -> Set<Int128> {
        var factors: Set<Int128> = [1, -1]
        for path in other.indices.dropFirst() {
            let (change, isTooLarge) = rest[path].constant.subtractingReportingOverflow(
                rest[path - 1].constant
            )
            let (step, isTooFar) = other[path].constant.subtractingReportingOverflow(other[path - 1].constant)
            if isTooLarge || isTooFar || step == 0 || step == .min || change == .min { continue }
            if change % step == 0, change != 0 { factors.insert(-(change / step)) }
        }
        for path in rest.indices {
            for part in other[path].parts {
                guard let factor = rest[path].factor(of: part.atom), factor % part.factor == 0 else {
                    continue
                }
                factors.insert(-factor / part.factor)
            }
        }
        return factors
    }

    private func atoms(of column: [LinearForm]) -> Set<TermID> {
        var atoms: Set<TermID> = []
        for path in column.indices {
            for part in column[path].parts {
                atoms.insert(part.atom)
                guard bounds[path].isOpen(part.atom) else { continue }
                let node = arena.terms[Int(part.atom)]
                for branch in [node.second, node.third] {
                    for inner in arena.form(branch).parts { atoms.insert(inner.atom) }
                }
            }
        }
        return atoms
    }

    private func interval(_ column: [LinearForm]) -> Interval {
        var result: Interval?
        for path in column.indices {
            let interval = bounds[path].interval(of: column[path])
            result = result?.union(interval) ?? interval
        }
        return result ?? .everything
    }

    /// How wide the numbers are, and what they are made of.
    private func cost(_ column: [LinearForm]) -> (width: Int128, parts: Int) {
        (interval(column).width, column.reduce(0) { $0 + $1.parts.count })
    }

    // MARK: Terms

    private func choose(_ column: [LinearForm]) -> TermID {
        guard let last = column.indices.last else { return arena.falsity }
        var term = spread(column[last])
        for path in column.indices.dropLast().reversed() {
            term = arena.choice(guards[path], spread(column[path]), term)
        }
        return term
    }

    /// The number as one atom, of which more can be known than its parts show.
    private func named(_ term: TermID) -> LinearForm {
        let form = arena.form(term)
        return form.parts.count > 1 ? arena.form(arena.opaque(term)) : form
    }

    /// The sum as a term, moved into the branches of a choice that is part of it.
    private func spread(_ form: LinearForm) -> TermID {
        guard form.parts.count > 1,
            let part = form.parts.last(where: { part in bounds.contains { $0.isOpen(part.atom) } }),
            let rest = form.adding(LinearForm(0, [part]), times: -1)
        else { return arena.sum(form) }
        let node = arena.terms[Int(part.atom)]
        guard let first = rest.adding(arena.form(node.second), times: part.factor),
            let second = rest.adding(arena.form(node.third), times: part.factor)
        else { return arena.sum(form) }
        return arena.choice(node.first, arena.sum(first), arena.sum(second))
    }

    // MARK: Bounds

    private func close(_ form: LinearForm, _ interval: Interval, in bounds: inout Bounds) {
        bounds.note(form, interval)
        for part in form.parts where arena.terms[Int(part.atom)].operation == .choose {
            bounds.close(part.atom, form.parts.count == 1 ? .everything : widest(part.atom))
        }
    }

    /// What every path knows of a term that is still there.
    private func keepBounds(of numbers: [LinearForm], in result: inout Bounds) {
        guard let first = bounds.first else { return }
        let atoms = Set(numbers.flatMap { $0.parts.map(\.atom) })
        for (term, interval) in first.known {
            let form = arena.form(term)
            guard form.parts.allSatisfy({ atoms.contains($0.atom) }) else { continue }
            let union = bounds.dropFirst().reduce(interval) { $0.union($1.interval(of: term)) }
            result.note(form, union)
        }
        for atom in atoms where arena.terms[Int(atom)].operation == .choose {
            if bounds.allSatisfy({ !$0.isOpen(atom) }) { result.close(atom, widest(atom)) }
        }
        for (place, form) in numbers.enumerated() where form.parts.count > 1 {
            result.note(form, interval(self.numbers.map { $0[place] }))
        }
    }

    private func widest(_ atom: TermID) -> Interval {
        bounds.dropFirst().reduce(bounds.first?.interval(of: atom) ?? .everything) {
            $0.union($1.interval(of: atom))
        }
    }
}
