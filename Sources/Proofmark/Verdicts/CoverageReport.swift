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

        public init(path: String, regions: Int, reached: Int, uncovered: [ClosedRange<Int>]) {
            self.path = path
            self.regions = regions
            self.reached = reached
            self.uncovered = uncovered
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
