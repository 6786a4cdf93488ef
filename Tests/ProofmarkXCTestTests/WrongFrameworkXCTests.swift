import BucketRules
import ProofmarkHarness
import ProofmarkTesting
import Testing
import XCTest

final class WrongFrameworkXCTests: XCTestCase {
    func testSwiftTestingsCallIsRefusedInXCTest() async {
        do {
            _ = try await ProofmarkTesting.verify("bucket", Bucket<Int>())
            XCTFail("it was not refused")
        } catch {
            XCTAssert("\(error)".contains("import ProofmarkXCTest"), "\(error)")
        }
    }
}
