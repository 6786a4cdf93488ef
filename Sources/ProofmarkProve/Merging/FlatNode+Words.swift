import ProofmarkEngine

extension FlatNode {
    /// What kind of node the next word begins.
    fileprivate enum Mark: UInt64 {
        case null, bool, integer, unsigned, floating, string, number, list, keyed
    }

    /// Appends the node; equal words mean equal nodes.
    ///
    /// - Parameter number: Appends the words of a number.
    func append(to words: inout [UInt64], number: (Int, inout [UInt64]) -> Void) {
        func mark(_ mark: Mark) { words.append(mark.rawValue) }
        switch self {
        case .null: mark(.null)
        case .bool(let bool):
            mark(.bool)
            words.append(bool ? 1 : 0)
        case .integer(let integer):
            mark(.integer)
            words.append(UInt64(bitPattern: integer))
        case .unsigned(let integer):
            mark(.unsigned)
            words.append(integer)
        case .floating(let bits):
            mark(.floating)
            words.append(bits)
        case .string(let string):
            mark(.string)
            Self.append(string, to: &words)
        case .number(let place): number(place, &words)
        case .list(let nodes):
            mark(.list)
            words.append(UInt64(nodes.count))
            for node in nodes { node.append(to: &words, number: number) }
        case .keyed(let entries):
            mark(.keyed)
            words.append(UInt64(entries.count))
            for entry in entries {
                Self.append(entry.key, to: &words)
                entry.node.append(to: &words, number: number)
            }
        }
    }

    private static func append(_ text: String, to words: inout [UInt64]) {
        var text = text
        text.withUTF8 { words.append(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension CodedValue {
    /// The shape; of the numbers, only where they are.
    var words: [UInt64] {
        var words: [UInt64] = []
        shape.append(to: &words) { place, words in words.append(FlatNode.Mark.number.rawValue) }
        return words
    }

    /// The whole value, with a value for each number.
    func words(_ value: (FlatNumber) -> Int128) -> [UInt64] {
        var words: [UInt64] = []
        shape.append(to: &words) { place, words in
            let number = numbers[place]
            // As a plain integer of its type is encoded.
            let mark = number.range.lower < 0 ? FlatNode.Mark.integer : .unsigned
            words.append(mark.rawValue)
            words.append(UInt64(truncatingIfNeeded: value(number)))
        }
        return words
    }
}
