// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] =
    Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]
let settings = strict + [.enableUpcomingFeature("InternalImportsByDefault")]

/// A library or executable target of ours; every one is built with the same settings.
func room(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
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

let package = Package(
    name: "Proofmark",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Proofmark", targets: ["Proofmark", "ProofmarkRunner"]),
        .executable(name: "proofmark", targets: ["ProofmarkCommand"]),
    ],
    targets: [
        .systemLibrary(
            name: "CZ3",
            pkgConfig: "z3",
            providers: [.apt(["libz3-dev"]), .brew(["z3"])]
        ),
        room("Proofmark", []),
        room("ProofmarkEngine", ["Proofmark"]),
        room("ProofmarkFuzz", ["Proofmark", "ProofmarkEngine"]),
        room("ProofmarkProve", ["Proofmark", "ProofmarkEngine", "CZ3"]),
        room("ProofmarkRunner", ["Proofmark", "ProofmarkEngine", "ProofmarkFuzz", "ProofmarkProve"]),
        .target(name: "FairScheduler", path: "Examples/FairScheduler", swiftSettings: settings),
        room("FairSchedulerRules", ["FairScheduler", "Proofmark"], path: "Properties/FairSchedulerRules"),
        properties("FairSchedulerProperties", of: ["FairScheduler", "FairSchedulerRules"]),
        .target(name: "RegionRouter", path: "Examples/RegionRouter", swiftSettings: settings),
        room("RegionRouterRules", ["RegionRouter", "Proofmark"], path: "Properties/RegionRouterRules"),
        properties("RegionRouterProperties", of: ["RegionRouter", "RegionRouterRules"]),
        .executableTarget(name: "Scratch", dependencies: ["FairSchedulerRules","FairScheduler","RegionRouterRules","RegionRouter","ProofmarkFuzz","ProofmarkProve","ProofmarkEngine","Proofmark"], path: "Scratch", swiftSettings: settings),
        room("ProofmarkReport", ["Proofmark"]),
        room("ProofmarkDriver", ["Proofmark", "ProofmarkReport"]),
        .executableTarget(
            name: "ProofmarkCommand",
            dependencies: ["ProofmarkDriver"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
