/// Which part of a package's properties a report is about; all of it by default.
public struct ReportScope: Hashable, Codable, Sendable {
    /// What the names of the properties contain.
    public var filter: String?
    public var engine: Engine?
    public var since: Change?
    public var shard: Shard?

    public init() {}

    /// What a branch changed.
    public struct Change: Hashable, Codable, Sendable {
        /// As it was asked for, such as "main".
        public var revision: String
        /// Each suite that depends on a file that changed.
        public var affected: [Affected]
        /// The suites that do not.
        public var unaffected: [String]

        public init(revision: String, affected: [Affected], unaffected: [String]) {
            self.revision = revision
            self.affected = affected
            self.unaffected = unaffected
        }
    }

    public struct Affected: Hashable, Codable, Sendable {
        public var suite: String
        /// Why: the files that changed, relative to the package, or what else did.
        public var because: [String]

        public init(suite: String, because: [String]) {
            self.suite = suite
            self.because = because
        }
    }

    /// A share of the work units of a plan.
    public struct Shard: Hashable, Codable, Sendable {
        /// From 1.
        public var number: Int
        public var count: Int
        /// All units of the plan, by identifier, in order.
        public var plan: [String]
        /// Those of this shard.
        public var units: [String]
        /// A digest of the sources and settings that its verdicts are about: shards of one verification agree in it.
        public var basis: String

        public init(number: Int, count: Int, plan: [String], units: [String], basis: String) {
            self.number = number
            self.count = count
            self.plan = plan
            self.units = units
            self.basis = basis
        }
    }
}
