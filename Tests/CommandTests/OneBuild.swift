import Foundation
import Testing

/// Tests of packages that are all built in one folder, one after another: so Proofmark is compiled once for all of them.
@Suite(.serialized) enum OneBuild {
    static let scratch = CommandRun.scratch.appendingPathComponent("one-build").path
}
