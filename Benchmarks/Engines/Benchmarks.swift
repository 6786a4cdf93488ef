/// `make bench`: everything is measured in one run on one machine, and given as ratios.
@main
struct Benchmarks {
    static func main() throws {
        let wanted = Set(CommandLine.arguments.dropFirst())
        if wanted.isEmpty || wanted.contains("workers") { try WorkerBenchmark().run() }
        if wanted.isEmpty || wanted.contains("proof") { try ProofBenchmark().run() }
        if wanted.isEmpty || wanted.contains("merging") { try MergingBenchmark().run() }
        if wanted.isEmpty || wanted.contains("planted") { try PlantedBenchmark().run() }
        // Builds packages from nothing, which takes minutes: only if asked for (`make bench-gate`).
        if wanted.contains("gate") { try GateBenchmark().run() }
        if wanted.isEmpty || wanted.contains("shrinking") { try ShrinkingBenchmark().run() }
    }
}
