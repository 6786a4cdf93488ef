import Foundation

/// Seconds that the work takes.
package func seconds(_ work: () throws -> Void) rethrows -> Double {
    let spent = (try ContinuousClock().measure(work)).components
    return Double(spent.seconds) + Double(spent.attoseconds) / 1e18
}

/// Prints the text at once, even into a file: whoever watches sees how far it is.
package func say(_ text: String) {
    print(text)
    fflush(nil)
}

package func shown(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }

/// Filled up to the width, on the left unless it is text.
package func column(_ text: String, _ width: Int, isText: Bool = false) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return isText ? text + space : space + text
}
