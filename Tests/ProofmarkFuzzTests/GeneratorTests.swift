import Foundation
import Proofmark
import ProofmarkEngine
import ProofmarkFuzz
import Testing

/// What generators make, and that shrinking stays inside.
@Suite struct GeneratorTests {
    private func values<Value>(_ generator: Generator<Value>, _ count: Int = 2_000) throws -> [Value] {
        let choose = Choices(seed: 1)
        return try (0..<count).map { _ in try choose(generator) }
    }

    indirect enum Tree: Equatable {
        case leaf(Int)
        case node([Tree])

        var depth: Int {
            switch self {
            case .leaf: 0
            case .node(let children): 1 + (children.map(\.depth).max() ?? 0)
            }
        }
    }

    @Test func integersReachTheEndsOfTheirRange() throws {
        for distribution in [Distribution.edges, .uniform, .logarithmic] {
            let found = try values(.integer(in: -5...7, by: distribution))
            #expect(Set(found) == Set(-5...7))
        }
        for range in [Int.min...Int.max, -1...Int.max, 0...0] {
            for distribution in [Distribution.edges, .uniform, .logarithmic] {
                #expect(try values(.integer(in: range, by: distribution)).allSatisfy(range.contains))
            }
        }
        let bytes: [UInt8] = try values(.integer(in: 0...255))
        #expect(bytes.contains(0) && bytes.contains(255))
    }

    @Test func distributionsDiffer() throws {
        func small(_ distribution: Distribution) throws -> Int {
            try values(.integer(in: 0...1_000_000, by: distribution)).filter { $0 < 1_000 }.count
        }
        #expect(try small(.logarithmic) > 600)
        #expect(try small(.uniform) < 20)
        let (edges, uniform) = (
            try values(.integer(in: 0...1_000_000, by: .edges)),
            try values(.integer(in: 0...1_000_000, by: .uniform))
        )
        #expect(edges.filter { $0 == 1_000_000 }.count > 50)
        #expect(uniform.filter { $0 == 1_000_000 }.count < 5)
    }

    @Test func weightsCount() throws {
        let found = try values(.element(of: ["never", "often", "seldom"], weights: [0, 9, 1]))
        let often = found.filter { $0 == "often" }.count
        #expect(!found.contains("never") && often > 1_700 && often < 1_900)
        let mixed: [Int] = try values(.frequency((3, .constant(1)), (1, .integer(in: 10...19))))
        let ones = mixed.filter { $0 == 1 }.count
        #expect(ones > 1_400 && ones < 1_600 && Set(mixed) == Set([1] + Array(10...19)))
    }

    @Test(arguments: [[1], [1, -1], [0, 0]]) func wrongWeightsAreMisuse(weights: [Int]) {
        let choose = Choices(seed: 1)
        _ = choose.element(of: ["a", "b"], weights: weights)
        #expect(choose.misuse?.contains("needs a weight") == true)
    }

    @Test func collectionsKeepTheirSize() throws {
        let numbers = Generator.integer(in: 0...9)
        #expect(Set(try values(.array(of: numbers, count: 2...4)).map(\.count)) == [2, 3, 4])
        #expect(
            Set(try values(Generator<Set<Int>>.set(of: numbers, count: 0...5)).map(\.count)) == Set(0...5)
        )
        let table = Generator<[Int: Bool]>.dictionary(of: numbers, to: .flag, count: 1...3)
        #expect(Set(try values(table).map(\.count)) == [1, 2, 3])
        #expect(Set(try values(.subset(of: 0..<3))).count == 8)
        #expect(Set(try values(.permutation(of: 0..<3))).count == 6)
        #expect(try values(numbers.optional).contains(nil))
    }

    @Test func textsAreMadeOfTheirCharacters() throws {
        let texts = try values(.string(of: ["a", "é"], count: 1...3))
        #expect(texts.allSatisfy { (1...3).contains($0.count) && Set($0).isSubset(of: ["a", "é"]) })
        let names = try values(.identifier(count: 1...4))
        #expect(names.allSatisfy { (1...4).contains($0.count) && ("a"..."z").contains($0.first ?? "-") })
    }

    @Test func doublesStayInTheirRange() throws {
        for range in [0...1, -1.5...2.5, -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude] {
            let found = try values(.double(in: range))
            #expect(found.allSatisfy { range.contains($0) })
            #expect(found.contains(range.lowerBound) && found.contains(range.upperBound))
        }
    }

    @Test func domainsThatAreNoneAreMisuse() {
        func misuse<Value>(_ generator: Generator<Value>) -> String? {
            let choose = Choices(seed: 1)
            _ = try? choose("it", generator)
            return choose.misuse
        }
        let number = Generator.integer(in: 0...9)
        #expect(misuse(.array(of: number, count: -2...1)) == "the choice \"it\" has a count below 0: -2...1")
        #expect(misuse(.string(count: -1...1))?.contains("has a count below 0") == true)
        #expect(misuse(Generator<Set<Int>>.set(of: number, count: -1...1))?.contains("below 0") == true)
        for range in [0...Double.infinity, -Double.infinity...0] {
            #expect(misuse(.double(in: range))?.contains("has no end") == true)
        }
        #expect(misuse(.array(of: number, count: 0...1)) == nil && misuse(.double(in: 0...1)) == nil)
    }

    @Test func recursionEnds() throws {
        let trees = try values(
            .recursive(depth: 3, leaf: Generator.integer(in: 0...9).map(Tree.leaf)) { inner in
                Generator.array(of: inner, count: 1...3).map(Tree.node)
            }
        )
        #expect(Set(trees.map(\.depth)) == [0, 1, 2, 3])
    }

    @Test func generatorsCompose() throws {
        let pair = Generator.integer(in: 1...5).flatMap { size in
            Generator.integer(in: 0...size).map { (size, $0) }
        }
        #expect(try values(pair).allSatisfy { $0.1 <= $0.0 })
        let even = Generator.integer(in: 0...9).filter { $0 % 2 == 0 }
        #expect(Set(try values(even)) == [0, 2, 4, 6, 8])
        let either: Generator<Int> = .oneOf(.constant(-1), .integer(in: 3...4))
        #expect(Set(try values(either)) == [-1, 3, 4])
    }

    @Test func aFilterThatStarvesIsMisuse() throws {
        struct Starving: Specification {
            struct State { var last = 0 }
            var initial: State { State() }
            var actions: Actions {
                Action("pick") { state, choose in
                    state.last = try choose(.integer(in: 0...9).filter(attempts: 7) { $0 > 9 })
                }
            }
            var rules: Rules { Always("small") { $0.last < 10 } }
        }
        let report = try Fuzzer(Starving(), property: "p", settings: FuzzSettings(cases: 10)).run().report
        guard case .misuse(let message) = report.findings[0].verdict else {
            Issue.record("\(report.findings[0].verdict)")
            return
        }
        #expect(message.contains("its filter rejected 7 values in a row"), "\(message)")
    }

    /// Shrunk values are of the generator's domain, and small.
    @Test func shrinkingStaysInside() throws {
        struct Sums: Specification {
            struct State { var jobs: [Int] = [] }
            var job: Generator<Int> { .integer(in: 1...500, by: .logarithmic).filter { $0 % 3 == 0 } }
            var initial: State { State() }
            var actions: Actions {
                let jobs = Generator.array(of: job, count: 1...8)
                Action("batch") { state, choose in state.jobs = try choose(jobs) }
            }
            var rules: Rules {
                Always("in the domain") { $0.jobs.allSatisfy { $0 % 3 == 0 && (1...500).contains($0) } }
                Always("little work") { $0.jobs.reduce(0, +) < 100 }
            }
        }
        for seed in 1...10 as ClosedRange<UInt64> {
            let settings = FuzzSettings(seed: seed, cases: 500)
            let report = try Fuzzer(Sums(), property: "p", settings: settings).run().report
            #expect(report.findings[0].verdict.holds)
            let found = try #require(report.findings[1].verdict.counterexample)
            let batch = try #require(found.trace.steps.last?.fields?.first?.value)
            let sum = batch.split { !$0.isNumber }.compactMap { Int($0) }.reduce(0, +)
            #expect(sum == 102, "\(batch)")
        }
    }

    @Test func samplesAreRead() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "samples-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ text: String) throws -> String {
            let path = folder.appendingPathComponent(UUID().uuidString).path
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
        let csv = try file("tenant,\"cost, in \"\"tokens\"\"\"\r\na,3\r\n\"b\",41\n")
        #expect(try Samples<Int>(csv: csv, column: "cost, in \"tokens\"").values == [3, 41])
        #expect(try Samples<String>(csv: csv, column: "tenant").values == ["a", "b"])
        #expect(try Samples<Double>(json: file("[1.5, 2]")).values == [1.5, 2])
        #expect(throws: SamplesError.noColumn("price", path: csv, known: ["tenant", "cost, in \"tokens\""])) {
            try Samples<Int>(csv: csv, column: "price")
        }
        #expect(throws: SamplesError.notAValue("a", path: csv, line: 2)) {
            try Samples<Int>(csv: csv, column: "tenant")
        }
        let empty = try file("cost\n")
        #expect(throws: SamplesError.empty(path: empty)) { try Samples<Int>(csv: empty, column: "cost") }
        #expect(throws: SamplesError.self) { try Samples<Int>(csv: "/nowhere", column: "cost") }
        #expect(throws: SamplesError.self) { try Samples<Int>(json: csv) }
    }

    @Test func timePasses() {
        let choose = Choices(seed: 1)
        var clock = VirtualClock<Int>()
        var steps: Set<Int> = []
        for _ in 0..<500 {
            let before = clock.now
            clock.advance(by: 0...60, choose)
            steps.insert(clock.now - before)
        }
        #expect(steps.contains(0) && steps.contains(60) && steps.allSatisfy((0...60).contains))
    }
}
