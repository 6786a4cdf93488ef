import Foundation

/// `make bench`: everything is measured in one run on one machine, and given as ratios.
@main
struct Benchmarks {
    static func main() throws {
        print("Proofmark benchmarks. Times depend on the machine; the ratios are what counts.\n")
        let wanted = Set(CommandLine.arguments.dropFirst())
        if wanted.isEmpty || wanted.contains("fuzz") { try FuzzBenchmark().run() }
        if wanted.isEmpty || wanted.contains("work") { try WorkBenchmark().run() }
        if wanted.isEmpty || wanted.contains("workers") { try WorkerBenchmark().run() }
        if wanted.isEmpty || wanted.contains("proof") { try ProofBenchmark().run() }
        if wanted.isEmpty || wanted.contains("merging") { try MergingBenchmark().run() }
        if wanted.isEmpty || wanted.contains("planted") { try PlantedBenchmark().run() }
        if wanted.isEmpty || wanted.contains("shrinking") { try ShrinkingBenchmark().run() }
    }
}

/// Seconds that the work takes.
func seconds(_ work: () throws -> Void) rethrows -> Double {
    let spent = (try ContinuousClock().measure(work)).components
    return Double(spent.seconds) + Double(spent.attoseconds) / 1e18
}

func shown(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }

/// Filled up to the width, on the left unless it is text.
func column(_ text: String, _ width: Int, isText: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return isText ? text + space : space + text
}
