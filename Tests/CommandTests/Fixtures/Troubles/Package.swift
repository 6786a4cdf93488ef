// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Troubles",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "Proofmark", path: "../../../..")],
    targets: [
        .executableTarget(
            name: "TroubleProperties",
            dependencies: [.product(name: "Proofmark", package: "Proofmark")],
            path: "Properties/TroubleProperties"
        )
    ]
)
