package import Foundation

/// A headless Chromium, driven through chromedriver. Source: W3C, "WebDriver", 2018.
package final class Browser {
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    private let driver = Process()
    private let address: String
    private var session = ""

    package init() throws {
        let port = Int.random(in: 20_000...29_999)
        address = "http://127.0.0.1:\(port)"
        driver.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        driver.arguments = ["chromedriver", "--port=\(port)"]
        driver.standardOutput = FileHandle.nullDevice
        driver.standardError = FileHandle.nullDevice
        try driver.run()
        for _ in 0..<100 {
            if let state = try? call("GET", "/status") as? [String: Any], state["ready"] as? Bool == true {
                break
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        let options: [String: Any] = [
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        ]
        let wanted: [String: Any] = [
            "browserName": "chrome", "goog:loggingPrefs": ["browser": "ALL"], "goog:chromeOptions": options,
        ]
        let made = try call("POST", "/session", ["capabilities": ["alwaysMatch": wanted]])
        guard let identifier = (made as? [String: Any])?["sessionId"] as? String else {
            throw Failure(description: "no session: \(made)")
        }
        session = "/session/\(identifier)"
    }

    /// Chromium outlives its driver, unless its session is ended first.
    package func close() {
        if !session.isEmpty { _ = try? call("DELETE", session) }
        // What is started by a thread of the system's pool inherits that it takes no SIGTERM.
        kill(driver.processIdentifier, SIGKILL)
        driver.waitUntilExit()
    }

    package func open(_ file: URL) throws {
        _ = try call("POST", "\(session)/url", ["url": "file://\(file.path)"])
    }

    package func run(_ script: String) throws -> Any {
        try call("POST", "\(session)/execute/sync", ["script": script, "args": [Any]()])
    }

    package func text(of selector: String) throws -> String {
        try run("return document.querySelector('\(selector)').textContent") as? String ?? ""
    }

    package func click(_ selector: String) throws {
        let found = try call("POST", "\(session)/element", ["using": "css selector", "value": selector])
        guard let identifier = (found as? [String: String])?.values.first else {
            throw Failure(description: "no \(selector)")
        }
        _ = try call("POST", "\(session)/element/\(identifier)/click", [:])
    }

    /// - Parameter key: As WebDriver codes it, such as U+E014 for the right arrow.
    package func press(_ key: String) throws {
        let actions: [[String: Any]] = [["type": "keyDown", "value": key], ["type": "keyUp", "value": key]]
        let source: [String: Any] = ["type": "key", "id": "keys", "actions": actions]
        _ = try call("POST", "\(session)/actions", ["actions": [source]])
    }

    package func resize(_ width: Int, _ height: Int) throws {
        try command(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false]
        )
    }

    package func prefers(dark: Bool) throws {
        let scheme = ["name": "prefers-color-scheme", "value": dark ? "dark" : "light"]
        try command("Emulation.setEmulatedMedia", ["features": [scheme]])
    }

    /// What went wrong in the page since it was asked last.
    package func errors() throws -> [String] {
        let entries = try call("POST", "\(session)/se/log", ["type": "browser"]) as? [[String: Any]] ?? []
        return entries.filter { $0["level"] as? String == "SEVERE" }.map { "\($0["message"] ?? "")" }
    }

    package func screenshot(_ file: URL) throws {
        let text = try call("GET", "\(session)/screenshot") as? String ?? ""
        guard let data = Data(base64Encoded: text) else { throw Failure(description: "no picture") }
        try data.write(to: file)
    }

    private func command(_ name: String, _ parameters: [String: Any]) throws {
        _ = try call("POST", "\(session)/goog/cdp/execute", ["cmd": name, "params": parameters])
    }

    /// Through curl: this toolchain's URLSession is a library of its own.
    private func call(_ method: String, _ path: String, _ body: [String: Any]? = nil) throws -> Any {
        var words = ["curl", "-s", "--noproxy", "*", "--max-time", "60", "-X", method, address + path]
        if let body {
            let data = try JSONSerialization.data(withJSONObject: body)
            words += ["-H", "Content-Type: application/json", "-d", String(decoding: data, as: UTF8.self)]
        }
        let made = try TestTools.run(words)
        let answer = try JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: Any]
        guard let value = answer?["value"] else { throw Failure(description: "no answer: \(made.output)") }
        if let error = (value as? [String: Any])?["error"] as? String {
            throw Failure(description: "\(error): \((value as? [String: Any])?["message"] ?? "")")
        }
        return value
    }
}
