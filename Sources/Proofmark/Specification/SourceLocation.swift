/// Where something stands in a source file.
public struct SourceLocation: Hashable, Codable, Sendable, CustomStringConvertible {
    /// The path as the compiler was given it.
    public var file: String
    public var line: Int

    /// As compilers write it: editors and terminals open it.
    public var description: String { "\(file):\(line)" }

    public init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    @usableFromInline
    init(_ file: StaticString, _ line: UInt) {
        self.init(file: "\(file)", line: Int(line))
    }
}
