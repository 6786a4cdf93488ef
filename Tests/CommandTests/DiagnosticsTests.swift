import Foundation
import Testing

/// What the compiler says of typical mistakes in a specification: one error, at the place, in its terms.
@Suite struct DiagnosticsTests {
    private static let specification = """
        import Proofmark
        import ProofmarkRunner

        struct Counter<Number: VerifiableInteger>: Specification {
            struct State: Codable { var count: Number = 0 }
            var initial: State { State() }
            var actions: Actions {
                Action("add") { state, choose in state.count += choose.number("amount", in: 1...3) }
            }
            var rules: Rules { Always("never negative") { $0.count >= 0 } }
        }

        @main struct Properties: PropertySuite {
            static var suite: Suite { Verify("c", Counter<Int>(), proving: Counter<SymbolicInt>()) }
        }
        """

    /// The errors of the compiler, against the modules built with these tests.
    private func errors(_ source: String) throws -> [String] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "proofmark-\(UUID().uuidString).swift"
        )
        try Data(source.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let maps = [
            "Sources/CZ3/module.modulemap", "Sources/CProfile/include/module.modulemap",
            "Sources/CRuntime/include/module.modulemap",
        ]
        process.arguments = ["swiftc", "-typecheck", "-parse-as-library", "-swift-version", "6"]
        process.arguments? += [
            "-diagnostic-style=llvm", "-I", CommandRun.products.appendingPathComponent("Modules").path,
        ]
        for map in maps {
            let path = CommandRun.root.appendingPathComponent(map).path
            process.arguments? += ["-Xcc", "-fmodule-map-file=\(path)"]
        }
        process.arguments?.append(file.path)
        let output = Pipe()
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text.split(separator: "\n").filter { $0.contains(": error: ") }.map(String.init)
    }

    @Test func theSpecificationItselfIsFine() throws {
        #expect(try errors(Self.specification) == [])
    }

    @Test func aProofAsksForNoCodableState() throws {
        let source = Self.specification.replacingOccurrences(of: "State: Codable", with: "State")
        #expect(source != Self.specification)
        #expect(try errors(source) == [])
    }

    @Test(arguments: [
        ("$0.count >= 0", "$0.cuont >= 0", "value of type 'Counter<Number>.State' has no member 'cuont'"),
        ("$0.count >= 0", "$0.count", "cannot convert value of type 'Number' to closure result type 'Bool'"),
        (
            "{ state, choose in state.count += choose.number(\"amount\", in: 1...3) }",
            "{ state in state.count += 1 }", "expects 2 arguments, but 1 was used"
        ),
        ("Always(", "Alwyas(", "cannot find 'Alwyas' in scope"),
    ]) func mistakesReadWell(right: String, wrong: String, message: String) throws {
        let source = Self.specification.replacingOccurrences(of: right, with: wrong)
        #expect(source != Self.specification)
        let errors = try errors(source)
        #expect(errors.count == 1, "\(errors)")
        #expect(errors.first?.contains(message) == true, "\(errors)")
    }
}
