import BenchmarkSupport

/// The fuzzer beside loops written by hand. A program of its own, with nothing but what a property suite has in it:
/// the optimiser merges functions that are alike, such as those of the planted twins, and calls them indirectly.
@main
struct LoopBenchmarks {
    static func main() throws {
        say("Proofmark benchmarks. Times depend on the machine; the ratios are what counts.\n")
        let wanted = Set(CommandLine.arguments.dropFirst())
        if wanted.isEmpty || wanted.contains("fuzz") { try FuzzBenchmark().run() }
        if wanted.isEmpty || wanted.contains("work") { try WorkBenchmark().run() }
    }
}
