// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Broken",
    targets: [.executableTarget(name: "BrokenProperties", path: "Properties/BrokenProperties")]
)
