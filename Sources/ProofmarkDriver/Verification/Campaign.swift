import Foundation
import Proofmark

/// How far the random cases of a property have come: kept in a file after every portion, so that whatever ends
/// the command, the next one goes on from there.
struct Campaign: Codable, Equatable {
    static let currentFormat = 2
    /// Seconds that a portion should take, where no more than one may be lost.
    private static let portion = 1.0...4.0
    /// Seconds after which a portion ends.
    var longestPortion: Double { isKept ? 10 : 30 }
    private static let largest = 1 << 20

    private(set) var format = Campaign.currentFormat
    /// Tells builds of the suite apart: what was tried says nothing about other code.
    private(set) var build: String
    /// Whether it has a file: then portions are such that little is lost when the command ends.
    private var isKept: Bool { !build.isEmpty }
    private(set) var seed: UInt64
    /// The first case that was not tried.
    private(set) var next = 0
    /// Cases in the next portion.
    private(set) var size: Int
    private(set) var tally: FuzzTally?
    /// The runs that others are made of.
    private(set) var corpus = Corpus()

    init(build: String, seed: UInt64, size: Int) {
        self.build = build
        self.seed = seed
        self.size = size
    }

    /// Adds what became of the next cases.
    ///
    /// - Parameter tried: How many they were.
    mutating func add(_ portion: FuzzTally, tried: Int, seconds: Double) {
        var sum = tally?.adding(portion) ?? portion
        sum.seconds = (tally?.seconds ?? 0) + seconds
        tally = sum
        next += tried
        guard isKept else {
            // Whatever the machine: steered runs depend on what was tried before them.
            size = min(Self.largest, size * 4)
            return
        }
        if seconds < Self.portion.lowerBound { size = min(Self.largest, size * 2) }
        if seconds > Self.portion.upperBound { size = max(1, size / 2) }
    }

    /// Adds what became of steered runs.
    ///
    /// - Parameter seconds: What they took.
    mutating func add(_ steered: SteeringResult, targets: [String], seconds: Double) {
        corpus = steered.corpus
        guard var sum = tally else { return }
        sum.seconds += seconds
        sum.steered += steered.cases
        for (name, value) in zip(targets, steered.best) { sum.targets[name] = value }
        for (place, was) in steered.wasTriggered.enumerated() where was && sum.rules.indices.contains(place) {
            sum.rules[place].wasTriggered = true
        }
        sum.settled.merge(steered.settled) { mine, _ in mine }
        tally = sum
    }

    /// The campaign as it goes on in another verification.
    mutating func resume() {
        guard let cases = tally?.cases else { return }
        tally?.resumed = cases
        // They go on.
        tally?.stopped = nil
    }

    /// No portion goes beyond the last case.
    mutating func end(at last: Int) { size = min(size, last - next) }

    // MARK: The file

    enum Failure: Error, CustomStringConvertible {
        case damaged(String)

        var description: String {
            switch self {
            case .damaged(let why): why
            }
        }
    }

    /// - Returns: `nil` if there is none.
    static func read(_ file: URL) throws(Failure) -> Campaign? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        do {
            let campaign = try JSONDecoder().decode(Campaign.self, from: Data(contentsOf: file))
            guard campaign.format == currentFormat, campaign.next >= 0, campaign.size >= 1 else {
                throw Failure.damaged("it is of another version")
            }
            return campaign
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .damaged("it cannot be parsed")
        }
    }

    /// Writes the file, whole or not at all.
    func write(to file: URL) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(self).write(to: file, options: .atomic)
    }

    /// A digest of the executable's bytes.
    static func build(of executable: String) -> String {
        guard let data = FileManager.default.contents(atPath: executable) else { return "" }
        var digest = CaseDigest()
        data.withUnsafeBytes { bytes in
            for place in stride(from: 0, to: bytes.count - 7, by: 8) {
                digest.fold(bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            }
            for byte in bytes.suffix(bytes.count % 8) { digest.fold(UInt64(byte)) }
        }
        return String(digest.value, radix: 36)
    }
}
