import Foundation
import ProofmarkDriver

exit(Command().run(Array(CommandLine.arguments.dropFirst())))
