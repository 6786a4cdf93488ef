// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] =
    Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]
let settings = strict + [.enableUpcomingFeature("InternalImportsByDefault")]

/// A library or executable target of ours; every one is built with the same settings.
func room(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

/// Code under verification. It depends on nothing of ours.
func example(_ name: String, in folder: String = "Examples") -> Target {
    .target(name: name, path: "\(folder)/\(name)", swiftSettings: settings)
}

/// A property suite: an executable that `proofmark` builds and drives.
func properties(_ name: String, of code: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: code + ["Proofmark", "ProofmarkRunner"],
        path: "Properties/\(name)",
        swiftSettings: settings
    )
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

/// The twins with a planted bug, and the rules that they are judged by.
let planted: [Target.Dependency] = [
    "Proofmark", "FairSchedulerRules", "RegionRouterRules", "PlantedForgottenReset",
    "PlantedStrictComparison", "PlantedStaleFailOver", "PlantedFullTarget", "QuotaAdmissionRules",
    "PlantedSharedQuota",
]

let package = Package(
    name: "Proofmark",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Proofmark", targets: ["Proofmark", "ProofmarkRunner"]),
        .library(name: "ProofmarkTesting", targets: ["ProofmarkTesting"]),
        .library(name: "ProofmarkXCTest", targets: ["ProofmarkXCTest"]),
        .executable(name: "proofmark", targets: ["ProofmarkCommand"]),
        .plugin(name: "ProofmarkPlugin", targets: ["ProofmarkPlugin"]),
    ],
    targets: [
        .systemLibrary(
            name: "CZ3",
            pkgConfig: "z3",
            providers: [.apt(["libz3-dev"]), .brew(["z3"])]
        ),
        room("Proofmark", []),
        .target(name: "CRuntime"),
        room("ProofmarkEngine", ["CRuntime", "Proofmark"]),
        .target(name: "CProfile"),
        room("ProofmarkFuzz", ["CProfile", "Proofmark", "ProofmarkEngine"]),
        room("ProofmarkProve", ["CRuntime", "CZ3", "Proofmark", "ProofmarkEngine"]),
        room("ProofmarkRunner", ["Proofmark", "ProofmarkEngine", "ProofmarkFuzz", "ProofmarkProve"]),
        room("ProofmarkReport", ["Proofmark"]),
        room("ProofmarkDriver", ["Proofmark", "ProofmarkReport"]),
        room("ProofmarkHarness", ["Proofmark", "ProofmarkRunner", "ProofmarkReport", "ProofmarkDriver"]),
        room("ProofmarkTesting", ["Proofmark", "ProofmarkRunner", "ProofmarkHarness"]),
        room("ProofmarkXCTest", ["Proofmark", "ProofmarkRunner", "ProofmarkHarness"]),
        .executableTarget(
            name: "ProofmarkCommand",
            dependencies: ["ProofmarkDriver"],
            swiftSettings: settings
        ),
        .plugin(
            name: "ProofmarkPlugin",
            capability: .command(
                intent: .custom(verb: "proofmark", description: "Verifies the package's properties")
            ),
            dependencies: ["ProofmarkCommand"]
        ),

        example("FairScheduler"),
        example("RegionRouter"),
        room("FairSchedulerRules", ["FairScheduler", "Proofmark"], path: "Properties/FairSchedulerRules"),
        properties("FairSchedulerProperties", of: ["FairScheduler", "FairSchedulerRules"]),
        room("RegionRouterRules", ["RegionRouter", "Proofmark"], path: "Properties/RegionRouterRules"),
        properties("RegionRouterProperties", of: ["RegionRouter", "RegionRouterRules"]),

        example("QuotaAdmission"),
        room("QuotaAdmissionRules", ["QuotaAdmission", "Proofmark"], path: "Properties/QuotaAdmissionRules"),
        properties("QuotaAdmissionProperties", of: ["QuotaAdmission", "QuotaAdmissionRules"]),

        example("PlantedForgottenReset", in: "Examples/Planted"),
        example("PlantedStrictComparison", in: "Examples/Planted"),
        example("PlantedStaleFailOver", in: "Examples/Planted"),
        example("PlantedFullTarget", in: "Examples/Planted"),
        example("PlantedSharedQuota", in: "Examples/Planted"),
        room("BucketRules", ["Proofmark"], path: "Properties/BucketRules"),
        room("ShrinkingChallenges", ["Proofmark"], path: "Properties/ShrinkingChallenges"),
        room("PlantedTwins", planted, path: "Properties/PlantedTwins"),

        tests("ProofmarkTests", ["Proofmark"]),
        tests("ProofmarkEngineTests", ["Proofmark", "ProofmarkEngine"]),
        tests(
            "ProofmarkFuzzTests",
            ["Proofmark", "ProofmarkEngine", "ProofmarkFuzz", "ShrinkingChallenges"]
        ),
        tests("ProofmarkProveTests", ["Proofmark", "ProofmarkEngine", "ProofmarkProve", "CZ3"]),
        tests(
            "ProofmarkTestingTests",
            [
                "BucketRules", "Proofmark", "ProofmarkHarness", "ProofmarkRunner", "ProofmarkTesting",
                "TestSupport",
            ]
        ),
        tests(
            "ProofmarkXCTestTests",
            [
                "BucketRules", "Proofmark", "ProofmarkHarness", "ProofmarkRunner", "ProofmarkTesting",
                "ProofmarkXCTest", "TestSupport",
            ]
        ),
        tests("ProofmarkReportTests", ["Proofmark", "ProofmarkReport", "TestSupport"]),
        tests("ProofmarkDriverTests", ["Proofmark", "ProofmarkDriver", "ProofmarkReport", "TestSupport"]),
        tests(
            "EngineMatrixTests",
            planted + [
                "PlantedTwins", "ProofmarkEngine", "ProofmarkFuzz", "ProofmarkProve", "FairScheduler",
                "RegionRouter", "QuotaAdmission",
            ]
        ),
        room("TestSupport", [], path: "Tests/TestSupport"),
        tests("CommandTests", ["Proofmark", "ProofmarkCommand", "TestSupport"], exclude: ["Fixtures"]),
        tests("RepositoryTests", []),
        .executableTarget(
            name: "ProofmarkBenchmarks",
            dependencies: [
                "BenchmarkSupport", "CZ3", "PlantedBugs", "ShrinkingChallenges", "Proofmark",
                "ProofmarkEngine", "ProofmarkFuzz", "ProofmarkProve", "FairScheduler", "FairSchedulerRules",
            ],
            path: "Benchmarks/Engines",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "LoopBenchmarks",
            dependencies: ["BenchmarkSupport", "FairScheduler", "FairSchedulerRules", "ProofmarkFuzz"],
            path: "Benchmarks/Loops",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "SteeringBenchmarks",
            dependencies: [
                "BenchmarkSupport", "PlantedBugs", "Proofmark", "ProofmarkDriver", "ProofmarkFuzz",
            ],
            path: "Benchmarks/Steering",
            swiftSettings: settings
        ),
        room(
            "PlantedBugs",
            planted + ["FairScheduler", "PlantedTwins", "ProofmarkProve"],
            path: "Benchmarks/Planted"
        ),
        room("BenchmarkSupport", [], path: "Benchmarks/Support"),
    ],
    swiftLanguageModes: [.v6]
)
