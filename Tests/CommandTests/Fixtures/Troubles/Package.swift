// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Troubles",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "Proofmark", path: "../../../..")],
    targets: [
        .target(name: "CombinationLock"),
        .executableTarget(
            name: "TroubleProperties",
            dependencies: ["CombinationLock", .product(name: "Proofmark", package: "Proofmark")],
            path: "Properties/TroubleProperties"
        ),
    ]
)
