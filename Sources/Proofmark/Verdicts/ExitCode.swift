/// How the command ends.
public enum ExitCode: Int32, Codable, Sendable {
    case holds = 0
    case violated = 1
    case usage = 2
    case inconclusive = 3
    case vacuous = 4
    case internalError = 5

    /// The code for several results: what must be mended first wins. A fault of Proofmark's own casts
    /// doubt on all else; a violation is a fact whatever else is unknown.
    public static func combined(_ codes: some Sequence<ExitCode>) -> ExitCode {
        let order: [ExitCode] = [.internalError, .violated, .usage, .vacuous, .inconclusive]
        let present = Set(codes)
        return order.first(where: present.contains) ?? .holds
    }
}
