import Foundation
import TestSupport
import Testing

/// Where a package lies, and where it is built.
extension OneBuild {
    @Suite struct CheckoutTests {
        private static let canMount =
            (try? TestTools.run(["unshare", "-m", "true"]))?.status == 0

        @Test(.enabled(if: canMount, "no mount namespaces here")) func aReadOnlyCheckoutIsVerified() throws {
            try TestTools.withFolder { folder in
                let package = try TwoSuites(at: folder.appendingPathComponent("checkout"))
                try FileManager.default.createDirectory(
                    atPath: OneBuild.scratch,
                    withIntermediateDirectories: true
                )
                let command = CommandRun.products.appendingPathComponent("proofmark").path
                let run = try TestTools.run([
                    "unshare", "-m", "sh", "-c",
                    """
                    mount --bind '\(package.folder.path)' '\(package.folder.path)' \
                    && mount -o remount,ro,bind '\(package.folder.path)' && ! touch '\(package.folder.path)/x' 2>/dev/null \
                    && exec '\(command)' verify --package '\(package.folder.path)' --scratch-path '\(OneBuild.scratch)' --cases 100
                    """,
                ])
                #expect(run.status == 0 && run.output.contains("✓ 10 of 10 rules hold"), "\(run.output)")
            }
        }

        /// SwiftPM would take the plan of the package that was built in the folder last.
        @Test func twoPackagesInOneFolderAreToldApart() throws {
            try TestTools.withFolder { folder in
                let healthy = try TwoSuites(at: folder.appendingPathComponent("healthy"))
                let broken = try TwoSuites(at: folder.appendingPathComponent("broken"))
                try broken.code("Falling", adds: "count -= amount")
                for _ in 0..<2 {
                    for (package, status) in [(healthy, 0), (broken, 1)] as [(TwoSuites, Int32)] {
                        let run = try CommandRun(
                            ["verify", "--cases", "100", "--package", package.folder.path]
                                + ["--scratch-path", OneBuild.scratch]
                        )
                        #expect(run.status == status, "\(run)")
                    }
                }
            }
        }
    }
}
