import Foundation
import PackagePlugin

/// `swift package proofmark verify …`: the command, for whoever has nothing but the dependency.
@main
struct ProofmarkPlugin: CommandPlugin {
    func performCommand(context: PluginContext, arguments: [String]) throws {
        let process = Process()
        process.executableURL = try context.tool(named: "ProofmarkCommand").url
        process.arguments = arguments
        // Where the command looks for the package, unless it is told another.
        process.currentDirectoryURL = context.package.directoryURL
        try process.run()
        process.waitUntilExit()
        // The command has said why; its exit code is what counts.
        if process.terminationReason == .uncaughtSignal { exit(128 + process.terminationStatus) }
        exit(process.terminationStatus)
    }
}
