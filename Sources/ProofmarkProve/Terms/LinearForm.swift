/// A sum of terms with factors, and a constant.
///
/// Numbers are kept in this form, so that what cancels is gone: `(x + 1) - x` is 1 whatever `x` is.
struct LinearForm: Hashable {
    struct Part: Hashable {
        /// A term that is not linear itself.
        var atom: TermID
        /// Never 0.
        var factor: Int128
    }

    var constant: Int128
    /// In ascending order of atoms.
    var parts: [Part]

    init(_ constant: Int128, _ parts: [Part] = []) {
        self.constant = constant
        self.parts = parts
    }

    /// One term, or one number by its place.
    init(of atom: TermID) {
        self.init(0, [Part(atom: atom, factor: 1)])
    }

    /// The same sum with a form in the place of each atom; `nil` if one is missing, or a factor would leave
    /// the range of `Int128`.
    func replacing(_ form: (TermID) -> LinearForm?) -> LinearForm? {
        parts.reduce(LinearForm(constant)) { sum, part in
            form(part.atom).flatMap { sum?.adding($0, times: part.factor) }
        }
    }

    /// `nil` if a factor would leave the range of `Int128`.
    func adding(_ other: LinearForm, times scale: Int128 = 1) -> LinearForm? {
        guard let sum = Self.sum(constant, other.constant, scale) else { return nil }
        var result: [Part] = []
        result.reserveCapacity(parts.count + other.parts.count)
        var (mine, theirs) = (0, 0)
        while mine < parts.count || theirs < other.parts.count {
            if theirs == other.parts.count
                || (mine < parts.count && parts[mine].atom < other.parts[theirs].atom)
            {
                result.append(parts[mine])
                mine += 1
                continue
            }
            let part = other.parts[theirs]
            let isShared = mine < parts.count && parts[mine].atom == part.atom
            guard let factor = Self.sum(isShared ? parts[mine].factor : 0, part.factor, scale) else {
                return nil
            }
            if factor != 0 { result.append(Part(atom: part.atom, factor: factor)) }
            theirs += 1
            if isShared { mine += 1 }
        }
        return LinearForm(sum, result)
    }

    private static func sum(_ first: Int128, _ second: Int128, _ scale: Int128) -> Int128? {
        let (product, overflow) = second.multipliedReportingOverflow(by: scale)
        let (sum, isTooLarge) = first.addingReportingOverflow(product)
        // The smallest number has no magnitude.
        return overflow || isTooLarge || sum == .min ? nil : sum
    }

    /// The greatest common divisor of the factors; 0 without parts.
    var divisor: Int128 {
        var result: Int128 = 0
        for part in parts {
            var (first, second) = (result, abs(part.factor))
            while second != 0 { (first, second) = (second, first % second) }
            result = first
            if result == 1 { break }
        }
        return result
    }

    func factor(of atom: TermID) -> Int128? { parts.first { $0.atom == atom }?.factor }
}
