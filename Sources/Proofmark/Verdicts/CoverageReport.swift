/// What part of the code under test the random runs of a suite went through.
public struct CoverageReport: Hashable, Codable, Sendable {
    public struct File: Hashable, Codable, Sendable {
        /// Relative to the package.
        public var path: String
        /// Pieces of code that are run as a whole.
        public var regions: Int
        public var reached: Int
        /// Lines that no run went through.
        public var uncovered: [ClosedRange<Int>]
        /// Where pieces begin that no run went through, on lines of which some run did.
        public var pieces: [Place]

        public init(
            path: String,
            regions: Int,
            reached: Int,
            uncovered: [ClosedRange<Int>],
            pieces: [Place]
        ) {
            self.path = path
            self.regions = regions
            self.reached = reached
            self.uncovered = uncovered
            self.pieces = pieces
        }
    }

    /// Counted from 1.
    public struct Place: Hashable, Codable, Sendable {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    public var suite: String
    public var files: [File]

    public init(suite: String, files: [File]) {
        self.suite = suite
        self.files = files
    }

    public var regions: Int { files.reduce(0) { $0 + $1.regions } }
    public var reached: Int { files.reduce(0) { $0 + $1.reached } }
}
