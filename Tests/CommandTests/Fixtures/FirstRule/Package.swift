// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "TokenBucket",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "Proofmark", path: "../../../..")],
    targets: [
        .target(name: "TokenBucket"),
        .executableTarget(
            name: "TokenBucketProperties",
            dependencies: ["TokenBucket", .product(name: "Proofmark", package: "Proofmark")],
            path: "Properties/TokenBucketProperties"
        ),
    ]
)
